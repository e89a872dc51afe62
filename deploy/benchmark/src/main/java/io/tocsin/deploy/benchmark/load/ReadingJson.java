package io.tocsin.deploy.benchmark.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * Writes the records of a plan in Tocsin's own JSON, about 150 bytes each:
 *
 * <pre>{@code
 * {"sensor":"pump-000042","metric":"pressure","value":57.25,"time":"2026-01-31T10:00:00.123Z",
 *  "labels":{"site":"plant-a","line":"line-2","unit":"bar"}}
 * }</pre>
 *
 * <p>Not thread-safe: it keeps its buffer.
 */
public final class ReadingJson {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final List<String> QUARTERS = List.of(".0", ".25", ".5", ".75");
  private static final String METRIC = "\",\"metric\":\"pressure\",\"value\":";
  private static final String UNIT = "\",\"unit\":\"bar\"}}";

  private final StringBuilder text = new StringBuilder(192);
  private long second = Long.MIN_VALUE;
  private String secondText = "";

  /** Returns the key of a sensor's records: its id, as text. */
  public static byte[] key(int sensor) {
    return sensorId(sensor).getBytes(US_ASCII);
  }

  /** Returns the id of a sensor: {@code pump-} and six digits. */
  public static String sensorId(int sensor) {
    String digits = Integer.toString(sensor);
    return "pump-000000".substring(0, 11 - digits.length()) + digits;
  }

  /** Returns the number of the sensor with an id as {@link #sensorId} makes it. */
  public static int sensorNumber(String id) {
    if (id.length() != 11 || !id.startsWith("pump-")) {
      throw new IllegalArgumentException("sensor id \"" + id + "\": pump-NNNNNN is expected");
    }
    return Integer.parseInt(id, 5, 11, 10);
  }

  /** Returns the record's value. */
  public byte[] value(int sensor, long timeMillis, double value) {
    text.setLength(0);
    text.append("{\"sensor\":\"").append(sensorId(sensor)).append(METRIC);
    appendQuarters(value);
    text.append(",\"time\":\"");
    appendTime(timeMillis);
    text.append("\",\"labels\":{\"site\":\"plant-").append((char) ('a' + sensor % 4));
    text.append("\",\"line\":\"line-").append(sensor / 4 % 8).append(UNIT);
    return text.toString().getBytes(US_ASCII);
  }

  private void appendQuarters(double value) {
    long quarters = Math.round(value * 4);
    text.append(quarters / 4);
    text.append(QUARTERS.get((int) (quarters % 4)));
  }

  private void appendTime(long millis) {
    long s = Math.floorDiv(millis, 1_000);
    if (s != second) {
      second = s;
      secondText = SECONDS.format(Instant.ofEpochSecond(s));
    }
    char[] fraction = {'.', '0', '0', '0', 'Z'};
    int rest = Math.floorMod(millis, 1_000);
    for (int at = 3; at > 0; at--, rest /= 10) {
      fraction[at] = (char) ('0' + rest % 10);
    }
    text.append(secondText).append(fraction);
  }
}
