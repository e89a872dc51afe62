package io.tocsin.connectors.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a stream as bytes, ended by LF or CR LF. Lines of any length are passed, up to a cut.
 */
final class ByteLines implements AutoCloseable {
  /** Bytes of a line that are kept; one more tells that there were more. */
  static final int MAX = CodecSettings.DEFAULT_MAX_BYTES + 1;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int pos;
  private int end;
  private long number;

  ByteLines(InputStream in) {
    this.in = in;
  }

  /** Number of the line told last, from 1. */
  long number() {
    return number;
  }

  /** The next line, without its end; null if there is none. */
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    boolean any = false;
    while (true) {
      if (pos == end && !fill()) {
        if (any) {
          number++;
        }
        return any ? trimmed(line) : null;
      }
      any = true;
      int from = pos;
      while (pos < end && buffer[pos] != '\n') {
        pos++;
      }
      line.write(buffer, from, Math.min(pos - from, MAX - line.size()));
      if (pos < end) {
        pos++;
        number++;
        return trimmed(line);
      }
    }
  }

  private boolean fill() throws IOException {
    pos = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }

  private static byte[] trimmed(ByteArrayOutputStream line) {
    byte[] bytes = line.toByteArray();
    int length = bytes.length;
    return length > 0 && bytes[length - 1] == '\r' ? Arrays.copyOf(bytes, length - 1) : bytes;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
