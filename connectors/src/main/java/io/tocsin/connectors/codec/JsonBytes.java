package io.tocsin.connectors.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tocsin.pipeline.event.Labels;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * Writes JSON into an array, for what is written so often that a general writer is too slow. The
 * caller keeps to JSON's grammar. Not thread-safe.
 */
final class JsonBytes {
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
  private static final long DAY = 86_400_000;
  private static final int DATE = 10;

  /** Decimals with up to fifteen digits are as short as any that give the same double. */
  private static final double SCALE = 1_000;

  private byte[] bytes;
  private int size;
  private long day = Long.MIN_VALUE;
  private final byte[] date = new byte[DATE];

  JsonBytes(int capacity) {
    bytes = new byte[capacity];
  }

  JsonBytes reset() {
    size = 0;
    return this;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** What stands between the quotes of the one string that was written. */
  byte[] inner() {
    return Arrays.copyOfRange(bytes, 1, size - 1);
  }

  /** Text as it is, ASCII. */
  JsonBytes raw(byte[] ascii) {
    room(ascii.length);
    System.arraycopy(ascii, 0, bytes, size, ascii.length);
    size += ascii.length;
    return this;
  }

  JsonBytes raw(char ascii) {
    room(1);
    bytes[size++] = (byte) ascii;
    return this;
  }

  /** A string in quotes. */
  JsonBytes string(String text) {
    int length = text.length();
    room(length + 2);
    int start = size;
    bytes[size++] = '"';
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80 || c < 0x20 || c == '"' || c == '\\') {
        size = start;
        return escaped(text);
      }
      bytes[size++] = (byte) c;
    }
    bytes[size++] = '"';
    return this;
  }

  /** What {@link Labels#toString} gives. */
  JsonBytes labels(Labels labels) {
    raw('{');
    for (int i = 0; i < labels.size(); i++) {
      if (i > 0) {
        raw(',').raw(' ');
      }
      if (!plain(labels.name(i)) || !plain(labels.value(i))) {
        return reset().raw(labels.toString().getBytes(StandardCharsets.UTF_8));
      }
      ascii(labels.name(i));
      raw('=').raw('"');
      ascii(labels.value(i));
      raw('"');
    }
    return raw('}');
  }

  private static boolean plain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80 || c == '"' || c == '\\' || c == '\n') {
        return false;
      }
    }
    return true;
  }

  private void ascii(String text) {
    int length = text.length();
    room(length);
    for (int i = 0; i < length; i++) {
      bytes[size + i] = (byte) text.charAt(i);
    }
    size += length;
  }

  private JsonBytes escaped(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    room(6 * utf8.length + 2);
    bytes[size++] = '"';
    for (byte b : utf8) {
      if (b == '"' || b == '\\') {
        bytes[size++] = '\\';
        bytes[size++] = b;
      } else if (b >= 0 && b < 0x20) {
        control(b);
      } else {
        bytes[size++] = b;
      }
    }
    bytes[size++] = '"';
    return this;
  }

  private void control(byte b) {
    int letter = "\b\t\n\f\r".indexOf(b);
    bytes[size++] = '\\';
    if (letter >= 0) {
      bytes[size++] = (byte) "btnfr".charAt(letter);
    } else {
      bytes[size++] = 'u';
      bytes[size++] = '0';
      bytes[size++] = '0';
      bytes[size++] = HEX[b >> 4];
      bytes[size++] = HEX[b & 15];
    }
  }

  /**
   * A number as {@link Double#toString} writes it; NaN (none) is null, infinities are Prometheus'
   * words.
   */
  JsonBytes number(double value) {
    if (Math.abs(value) < 1e7) {
      long thousandths = Math.round(value * SCALE);
      boolean exact = thousandths / SCALE == value;
      if (exact && (thousandths != 0 || Double.doubleToRawLongBits(value) == 0)) {
        return decimal(thousandths);
      }
    }
    if (Double.isNaN(value)) {
      return raw("null".getBytes(US_ASCII));
    }
    if (Double.isInfinite(value)) {
      return string(value > 0 ? "+Inf" : "-Inf");
    }
    return raw(Double.toString(value).getBytes(US_ASCII));
  }

  private JsonBytes decimal(long thousandths) {
    long rest = thousandths;
    if (rest < 0) {
      raw('-');
      rest = -rest;
    }
    integer(rest / 1_000);
    int fraction = (int) (rest % 1_000);
    room(4);
    bytes[size++] = '.';
    bytes[size++] = (byte) ('0' + fraction / 100);
    if (fraction % 100 != 0) {
      bytes[size++] = (byte) ('0' + fraction / 10 % 10);
    }
    if (fraction % 10 != 0) {
      bytes[size++] = (byte) ('0' + fraction % 10);
    }
    return this;
  }

  JsonBytes integer(long value) {
    if (value < 0) {
      return raw(Long.toString(value).getBytes(US_ASCII));
    }
    int digits = 1;
    for (long bound = value; bound >= 10; bound /= 10) {
      digits++;
    }
    room(digits);
    size += digits;
    int at = size;
    long rest = value;
    do {
      bytes[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    return this;
  }

  /** Milliseconds as ISO-8601 in UTC, with three decimals, in quotes. */
  JsonBytes time(long millis) {
    long of = Math.floorDiv(millis, DAY);
    if (of != day && !remember(of)) {
      return string(JsonOut.time(millis));
    }
    int rest = (int) Math.floorMod(millis, DAY);
    room(DATE + 16);
    bytes[size++] = '"';
    System.arraycopy(date, 0, bytes, size, DATE);
    size += DATE;
    two('T', rest / 3_600_000);
    two(':', rest / 60_000 % 60);
    two(':', rest / 1_000 % 60);
    two('.', rest / 10 % 100);
    bytes[size++] = (byte) ('0' + rest % 10);
    bytes[size++] = 'Z';
    bytes[size++] = '"';
    return this;
  }

  private void two(char before, int number) {
    bytes[size++] = (byte) before;
    bytes[size++] = (byte) ('0' + number / 10);
    bytes[size++] = (byte) ('0' + number % 10);
  }

  /** Writes the date of a day once; false if it has not ten characters. */
  private boolean remember(long of) {
    String text = Instant.ofEpochMilli(of * DAY).toString();
    if (text.indexOf('T') != DATE) {
      return false;
    }
    System.arraycopy(text.getBytes(US_ASCII), 0, date, 0, DATE);
    day = of;
    return true;
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
