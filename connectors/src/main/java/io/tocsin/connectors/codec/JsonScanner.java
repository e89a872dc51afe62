package io.tocsin.connectors.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Walks over the bytes of one JSON text (RFC 8259) and checks every one of them; makes no object.
 * Strings are looked at eight bytes at a time.
 */
final class JsonScanner {
  /** Deepest nesting; deeper ones could exhaust the stack. */
  static final int MAX_DEPTH = 64;

  private static final int MAX_NUMBER = 1000;
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final long SPACES = ONES * ' ';
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Powers of ten that a double holds exactly. */
  private static final double[] TENS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  byte[] in = new byte[0];
  int pos;
  int end;

  /** The string read last, without its quotes, still escaped. */
  int from;

  int to;
  boolean escaped;

  void reset(byte[] bytes, int start, int stop) {
    in = bytes;
    pos = start;
    end = stop;
  }

  /** Moves to the next byte that is not white space and tells it; −1 at the end. */
  int peek() {
    int p = pos;
    if (p < end && in[p] > ' ') {
      return in[p];
    }
    while (p < end && (in[p] == ' ' || in[p] == '\n' || in[p] == '\r' || in[p] == '\t')) {
      p++;
    }
    pos = p;
    // Bytes beyond ASCII are negative: none of them may begin anything, nor be taken for the end.
    return p < end ? in[p] & 0xFF : -1;
  }

  void expect(char wanted) {
    if (pos < end && in[pos] == wanted) {
      pos++;
      return;
    }
    if (peek() != wanted) {
      throw unexpected("'" + wanted + "'");
    }
    pos++;
  }

  /** After a member or element: true if another follows, false if {@code close} ended it. */
  boolean more(char close) {
    int c = pos < end && in[pos] > ' ' ? in[pos] : peek();
    if (c != ',' && c != close) {
      throw unexpected("',' or '" + close + "'");
    }
    pos++;
    return c == ',';
  }

  /** After the opening bracket: true, and past it, if the closing one follows at once. */
  boolean closes(char close) {
    if (peek() != close) {
      return false;
    }
    pos++;
    return true;
  }

  /**
   * Whether a short name and its closing quote follow, as one word; if so, moves past them. False
   * says nothing: it may be written in another way.
   */
  boolean name(long pattern, long mask, int length) {
    if (mask == 0
        || peek() != '"'
        || pos + 1 + Long.BYTES > end
        || ((long) WORD.get(in, pos + 1) & mask) != pattern) {
      return false;
    }
    pos += length + 2;
    return true;
  }

  /** Reads a string; {@link #from}, {@link #to}, {@link #escaped} tell where it is. */
  void string() {
    if (peek() != '"') {
      throw unexpected("a string");
    }
    int p = pos + 1;
    from = p;
    escaped = false;
    while (true) {
      p = plain(p);
      if (p >= end) {
        pos = end;
        throw unexpected("the '\"' that ends a string");
      }
      byte c = in[p];
      if (c == '"') {
        to = p;
        pos = p + 1;
        return;
      }
      if (c == '\\') {
        escaped = true;
        p = escape(p);
      } else if (c < 0) {
        p = Utf8.next(in, p, end);
      } else {
        pos = p;
        throw unexpected("control characters in strings as \\u escapes");
      }
    }
  }

  /** First byte from {@code p} that is a quote, a backslash, a control or not ASCII. */
  private int plain(int p) {
    int i = p;
    while (i + Long.BYTES <= end) {
      long w = (long) WORD.get(in, i);
      long q = w ^ QUOTES;
      long b = w ^ BACKSLASHES;
      // A borrow can only mark bytes above a true hit, and the lowest hit is what counts.
      long hit = (((q - ONES) & ~q) | ((b - ONES) & ~b) | ((w - SPACES) & ~w) | w) & HIGHS;
      if (hit != 0) {
        return i + (Long.numberOfTrailingZeros(hit) >>> 3);
      }
      i += Long.BYTES;
    }
    while (i < end && in[i] >= ' ' && in[i] != '"' && in[i] != '\\') {
      i++;
    }
    return i;
  }

  private int escape(int p) {
    int c = p + 1 < end ? in[p + 1] : -1;
    if (c != 'u') {
      if (c < 0 || "\"\\/bfnrt".indexOf(c) < 0) {
        throw badEscape(p);
      }
      return p + 2;
    }
    int unit = hex(p);
    if (Character.isHighSurrogate((char) unit)) {
      boolean pair = p + 7 < end && in[p + 6] == '\\' && in[p + 7] == 'u';
      if (!pair || !Character.isLowSurrogate((char) hex(p + 6))) {
        throw badEscape(p);
      }
      return p + 12;
    }
    if (Character.isLowSurrogate((char) unit)) {
      throw badEscape(p);
    }
    return p + 6;
  }

  /** The UTF-16 unit of the {@code \}{@code uXXXX} at p. */
  private int hex(int p) {
    if (p + 6 > end) {
      throw badEscape(p);
    }
    int unit = 0;
    for (int i = p + 2; i < p + 6; i++) {
      int digit = Character.digit(in[i], 16);
      if (digit < 0) {
        throw badEscape(p);
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  private Malformed badEscape(int p) {
    pos = p;
    return unexpected("one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\uXXXX with whole pairs");
  }

  /** The string read last, unescaped. */
  String text() {
    return text(from, to, escaped);
  }

  String text(int start, int stop, boolean withEscapes) {
    if (!withEscapes) {
      return new String(in, start, stop - start, StandardCharsets.UTF_8);
    }
    StringBuilder text = new StringBuilder(stop - start);
    int run = start;
    int i = start;
    while (i < stop) {
      if (in[i] != '\\') {
        i++;
        continue;
      }
      text.append(new String(in, run, i - run, StandardCharsets.UTF_8));
      int c = in[i + 1];
      text.append(c == 'u' ? (char) hex(i) : unescaped(c));
      i += c == 'u' ? 6 : 2;
      run = i;
    }
    return text.append(new String(in, run, stop - run, StandardCharsets.UTF_8)).toString();
  }

  private static char unescaped(int c) {
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> (char) c;
    };
  }

  /**
   * Reads a number. Exact: up to 2^53 with a power of ten up to 22, both are doubles and one
   * operation rounds once (W. Clinger, How to read floating point numbers accurately, 1990); all
   * others go the library's way. May be infinite.
   */
  double number() {
    int start = pos;
    boolean negative = at(pos) == '-';
    if (negative) {
      pos++;
    }
    int first = pos;
    long mantissa = digits(0);
    int count = pos - first;
    if (count == 0 || (count > 1 && in[first] == '0')) {
      pos = start;
      throw unexpected("a number such as 3.2");
    }
    int exponent = 0;
    if (at(pos) == '.') {
      int point = ++pos;
      mantissa = digits(mantissa);
      exponent = point - pos;
      count -= exponent;
      if (exponent == 0) {
        throw unexpected("digits after the point");
      }
    }
    if ((at(pos) | 0x20) == 'e') {
      exponent += exponent();
    }
    if (count <= 18 && mantissa <= 1L << 53 && exponent >= -22 && exponent <= 22) {
      double value = exponent < 0 ? mantissa / TENS[-exponent] : mantissa * TENS[exponent];
      return negative ? -value : value;
    }
    if (pos - start > MAX_NUMBER) {
      pos = start;
      throw unexpected("numbers of at most " + MAX_NUMBER + " characters");
    }
    return Double.parseDouble(new String(in, start, pos - start, StandardCharsets.ISO_8859_1));
  }

  /** Appends digits to a mantissa, which may overflow: the caller counts. */
  private long digits(long mantissa) {
    long m = mantissa;
    int p = pos;
    while (p < end) {
      int digit = in[p] - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      m = m * 10 + digit;
      p++;
    }
    pos = p;
    return m;
  }

  private int exponent() {
    pos++;
    boolean negative = at(pos) == '-';
    if (negative || at(pos) == '+') {
      pos++;
    }
    int first = pos;
    int e = 0;
    while (at(pos) >= '0' && at(pos) <= '9') {
      e = Math.min(100_000, e * 10 + (in[pos] - '0'));
      pos++;
    }
    if (pos == first) {
      throw unexpected("digits of an exponent");
    }
    return negative ? -e : e;
  }

  private int at(int p) {
    return p < end ? in[p] : -1;
  }

  /** True, and past it, if {@code null} is next. */
  boolean nulls() {
    if (peek() != 'n') {
      return false;
    }
    literal("null");
    return true;
  }

  private void literal(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (at(pos + i) != word.charAt(i)) {
        throw unexpected("a JSON value");
      }
    }
    pos += word.length();
  }

  /** Passes over any value, checking it. */
  void skip(int depth) {
    switch (peek()) {
      case '"' -> string();
      case '{' -> skipObject(depth);
      case '[' -> skipArray(depth);
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> number();
    }
  }

  private void skipObject(int depth) {
    open(depth);
    if (closes('}')) {
      return;
    }
    do {
      string();
      expect(':');
      if (pos < end && in[pos] == '"') {
        string();
      } else {
        skip(depth + 1);
      }
    } while (more('}'));
  }

  private void skipArray(int depth) {
    open(depth);
    if (closes(']')) {
      return;
    }
    do {
      skip(depth + 1);
    } while (more(']'));
  }

  private void open(int depth) {
    if (depth >= MAX_DEPTH) {
      throw new Malformed(
          "JSON nested deeper than " + MAX_DEPTH + " at byte " + pos + "; accepted: less");
    }
    pos++;
  }

  /** What is wrong here, for an error message. */
  Malformed unexpected(String accepted) {
    return new Malformed(
        "not the JSON expected: "
            + (pos >= end ? "ends" : "has " + shown(pos, Math.min(end, pos + 24)))
            + " at byte "
            + pos
            + "; accepted there: "
            + accepted);
  }

  /** A piece of the input as messages quote it. */
  String shown(int start, int stop) {
    return "`"
        + Malformed.shorten(new String(in, start, stop - start, StandardCharsets.UTF_8))
        + "`";
  }
}
