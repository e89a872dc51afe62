package io.tocsin.deploy.benchmark.job;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The peers' output of the alert job: {@code {"time":1769853600123,"firing":true}}. */
public final class TransitionJson {
  private static final String HEAD = "{\"time\":";
  private static final String TAIL = ",\"firing\":";

  private TransitionJson() {}

  /** Returns the value of a transition's record; its key is the sensor's id. */
  public static byte[] encode(long timeMillis, boolean firing) {
    return (HEAD + timeMillis + TAIL + firing + "}").getBytes(US_ASCII);
  }

  /** Returns the transition in an output record. */
  public static Transition decode(byte[] key, byte[] value) {
    String text = new String(value, US_ASCII);
    int tail = text.indexOf(TAIL);
    if (!text.startsWith(HEAD) || tail < 0) {
      throw new IllegalArgumentException("not a transition: " + text);
    }
    long time = Long.parseLong(text, HEAD.length(), tail, 10);
    return new Transition(new String(key, US_ASCII), time, text.endsWith("true}"));
  }
}
