package io.tocsin.pipeline.rule.expr;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** String literals with Go's escapes, which are Prometheus'. */
final class Quoted {

  private Quoted() {}

  static String quote(String value) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (c < ' ' || c == 0x7f) {
            text.append(String.format("\\x%02x", (int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    return text.append('"').toString();
  }

  /** The value of what stands between the quotes of a literal that began with {@code quote}. */
  static String unquote(String body, char quote, int offset) throws SyntaxError {
    if (quote == '`' || body.indexOf('\\') < 0) {
      return body;
    }
    return new Reader(body, quote, offset).read();
  }

  /** Escapes may spell single bytes, so the value is put together from bytes. */
  private static final class Reader {
    private final String body;
    private final char quote;
    private final int offset;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int at;

    Reader(String body, char quote, int offset) {
      this.body = body;
      this.quote = quote;
      this.offset = offset;
    }

    String read() throws SyntaxError {
      while (at < body.length()) {
        int c = body.codePointAt(at);
        if (c == '\\') {
          escape();
        } else {
          append(c);
          at += Character.charCount(c);
        }
      }
      try {
        return StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(bytes.toByteArray()))
            .toString();
      } catch (CharacterCodingException e) {
        throw new SyntaxError(offset, "the string's escapes do not spell valid UTF-8");
      }
    }

    private void escape() throws SyntaxError {
      int start = at++;
      char c = at < body.length() ? body.charAt(at++) : ' ';
      switch (c) {
        case 'a' -> bytes.write(7);
        case 'b' -> bytes.write('\b');
        case 'f' -> bytes.write('\f');
        case 'n' -> bytes.write('\n');
        case 'r' -> bytes.write('\r');
        case 't' -> bytes.write('\t');
        case 'v' -> bytes.write(11);
        case '\\' -> bytes.write('\\');
        case 'x' -> bytes.write(digits(start, 2, 16));
        case 'u' -> append(codePoint(start, 4));
        case 'U' -> append(codePoint(start, 8));
        default -> {
          if (c == quote) {
            bytes.write(c);
          } else if (c >= '0' && c <= '7') {
            at--;
            octal(start);
          } else {
            throw unknown(start);
          }
        }
      }
    }

    private void octal(int start) throws SyntaxError {
      int value = digits(start, 3, 8);
      if (value > 255) {
        throw unknown(start);
      }
      bytes.write(value);
    }

    private int codePoint(int start, int count) throws SyntaxError {
      int value = digits(start, count, 16);
      if (value < 0 || value > Character.MAX_CODE_POINT || (value >= 0xD800 && value < 0xE000)) {
        throw new SyntaxError(offset + start, "the escape is not a character of Unicode");
      }
      return value;
    }

    private int digits(int start, int count, int radix) throws SyntaxError {
      int value = 0;
      for (int i = 0; i < count; i++) {
        int digit = at < body.length() ? Character.digit(body.charAt(at++), radix) : -1;
        if (digit < 0) {
          throw unknown(start);
        }
        value = value * radix + digit;
      }
      return value;
    }

    private SyntaxError unknown(int start) {
      String shown = body.substring(start, Math.min(body.length(), Math.max(at, start + 2)));
      return new SyntaxError(
          offset + start,
          "unknown escape " + shown + "; a backslash itself is written \\\\, or use `backticks`");
    }

    private void append(int codePoint) {
      byte[] utf8 = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
      bytes.write(utf8, 0, utf8.length);
    }
  }
}
