package io.tocsin.connectors.codec;

import static io.tocsin.connectors.codec.NativeMember.LABELS;
import static io.tocsin.connectors.codec.NativeMember.METRIC;
import static io.tocsin.connectors.codec.NativeMember.SENSOR;
import static io.tocsin.connectors.codec.NativeMember.TYPE;
import static io.tocsin.connectors.codec.NativeMember.VALUE;
import static io.tocsin.connectors.codec.NativeMember.VALUES;

import io.tocsin.pipeline.flow.Rejection.Reason;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One native document, taken apart: where its members are. Numbers and times are read at once; text
 * is left where it is until somebody needs it. Used again for the next document.
 */
final class NativeDocument {
  /** Most metrics in one {@code values}. */
  static final int MAX_VALUES = 10_000;

  private static final NativeMember[] ALL = NativeMember.values();

  final JsonScanner json = new JsonScanner();
  private final RecentMinute minute = new RecentMinute();

  /** Which member stood at which place in documents before: a guess, checked each time. */
  private final NativeMember[] order = NativeMember.values();

  private int members;
  private int seen;
  private int present;
  private final int[] from = new int[ALL.length];
  private final int[] to = new int[ALL.length];
  private int escapes;

  double value;
  long time;
  int count;

  /** Where the names in {@code values} are: from, to, alternating. */
  int[] names = new int[16];

  private long[] escapedNames = new long[1];
  double[] values = new double[8];

  /** Reads a whole text; nothing may follow it but white space. */
  void read(byte[] in, int start, int stop) {
    json.reset(in, start, stop);
    members = 0;
    seen = 0;
    present = 0;
    escapes = 0;
    count = 0;
    if (stop - start >= 3 && in[start] == (byte) 0xEF && in[start + 1] == (byte) 0xBB) {
      throw new Malformed("starts with a byte order mark; accepted: UTF-8 without it");
    }
    if (json.peek() < 0) {
      throw new Malformed(Reason.EMPTY, "the value is empty; accepted: one JSON object");
    }
    json.expect('{');
    if (!json.closes('}')) {
      do {
        member();
      } while (json.more('}'));
    }
    if (json.peek() >= 0) {
      throw json.unexpected("nothing after the object");
    }
  }

  /** Whether a member's text is exactly these bytes, without escapes. */
  boolean isPlain(NativeMember member, byte[] bytes) {
    int i = member.slot;
    return (present & member.bit) != 0
        && (escapes & member.bit) == 0
        && Arrays.equals(json.in, from[i], to[i], bytes, 0, bytes.length);
  }

  private void member() {
    NativeMember member = memberName();
    json.expect(':');
    if (member == null) {
      json.skip(1);
      return;
    }
    int bit = member.bit;
    if ((seen & bit) != 0) {
      throw new Malformed("member \"" + member.word() + "\" comes twice; accepted: once");
    }
    seen |= bit;
    if (!json.nulls()) {
      present |= bit;
      read(member, bit);
    }
  }

  /** Reads a member's name; most producers write their members in the same order every time. */
  private @Nullable NativeMember memberName() {
    int place = Math.min(members++, order.length - 1);
    NativeMember guess = order[place];
    if (json.name(guess.pattern, guess.mask, guess.length())) {
      return guess;
    }
    json.string();
    NativeMember member = NativeMember.of(json);
    if (member != null) {
      order[place] = member;
    }
    return member;
  }

  private void read(NativeMember member, int bit) {
    int i = member.slot;
    from[i] = json.pos;
    switch (member) {
      case SENSOR, METRIC, TYPE -> {
        requireText(member);
        json.string();
        from[i] = json.from;
        to[i] = json.to;
        if (json.escaped) {
          escapes |= bit;
        }
      }
      case VALUE -> value = number("value");
      case TIME -> time = readTime();
      case VALUES -> readValues();
      case LABELS -> {
        if (json.peek() != '{') {
          throw wrong(member.word(), "an object");
        }
        json.skip(1);
        to[i] = json.pos;
      }
      case SEVERITY, COMPONENT, MESSAGE, DETAILS, CONTEXT -> {
        json.skip(1);
        to[i] = json.pos;
      }
    }
  }

  private void requireText(NativeMember member) {
    if (json.peek() != '"') {
      throw wrong(member.word(), "text");
    }
  }

  private double number(String name) {
    int c = json.peek();
    if (c != '-' && (c < '0' || c > '9')) {
      throw wrong(name, "a number such as 3.2");
    }
    int start = json.pos;
    double number = json.number();
    if (!Double.isFinite(number)) {
      throw new Malformed(
          Reason.NOT_FINITE,
          "\""
              + name
              + "\" is "
              + json.shown(start, json.pos)
              + "; accepted: numbers that a double can hold");
    }
    return number;
  }

  private long readTime() {
    int c = json.peek();
    if (c == '"') {
      json.string();
      return minute.iso(json.in, json.from, json.to);
    }
    if (c != '-' && (c < '0' || c > '9')) {
      throw new Malformed(
          Reason.BAD_TIME, "\"time\" is " + valueHere() + "; accepted: " + Times.ACCEPTED);
    }
    return Times.millis(json.number());
  }

  private void readValues() {
    if (json.peek() != '{') {
      throw wrong("values", "an object of numbers");
    }
    json.pos++;
    if (json.closes('}')) {
      return;
    }
    do {
      if (count == values.length) {
        grow();
      }
      json.string();
      names[2 * count] = json.from;
      names[2 * count + 1] = json.to;
      markEscaped(count, json.escaped);
      json.expect(':');
      values[count] = number("values");
      count++;
    } while (json.more('}'));
  }

  private void markEscaped(int i, boolean escaped) {
    long bit = 1L << i;
    if (escaped) {
      escapedNames[i >> 6] |= bit;
    } else {
      escapedNames[i >> 6] &= ~bit;
    }
  }

  private void grow() {
    if (count >= MAX_VALUES) {
      throw new Malformed(
          Reason.TOO_LARGE, "\"values\" has more than " + MAX_VALUES + " members; accepted: less");
    }
    int size = Math.min(MAX_VALUES, 2 * count);
    values = Arrays.copyOf(values, size);
    names = Arrays.copyOf(names, 2 * size);
    escapedNames = Arrays.copyOf(escapedNames, (size + 63) / 64);
  }

  private Malformed wrong(String name, String accepted) {
    return new Malformed("\"" + name + "\" is " + valueHere() + "; accepted: " + accepted);
  }

  private String valueHere() {
    int start = json.pos;
    json.skip(1);
    return json.shown(start, json.pos);
  }

  /** Whether the member is there and not null. */
  boolean has(NativeMember member) {
    return (present & member.bit) != 0;
  }

  int from(NativeMember member) {
    return has(member) ? from[member.slot] : 0;
  }

  int to(NativeMember member) {
    return has(member) ? to[member.slot] : 0;
  }

  /** Text of SENSOR, METRIC or TYPE. */
  String text(NativeMember member) {
    return json.text(from(member), to(member), (escapes & member.bit) != 0);
  }

  /** Name of the i-th of {@code values}. */
  String name(int i) {
    boolean escaped = (escapedNames[i >> 6] & 1L << i) != 0;
    return json.text(names[2 * i], names[2 * i + 1], escaped);
  }

  /** What kind of event it is, or an error that says what is missing or too much. */
  NativeMember kind() {
    if (!has(SENSOR)) {
      throw new Malformed("\"sensor\" is missing; accepted: the name of the sensor, as text");
    }
    boolean one = has(METRIC) || has(VALUE);
    int kinds = (one ? 1 : 0) + (has(VALUES) ? 1 : 0) + (has(TYPE) ? 1 : 0);
    if (kinds != 1) {
      throw new Malformed(
          (kinds == 0 ? "no event: " : "more than one kind of event: ")
              + "accepted: either \"metric\" and \"value\", or \"values\", or \"type\"");
    }
    if (one && !(has(METRIC) && has(VALUE))) {
      throw new Malformed(
          has(METRIC)
              ? "\"value\" is missing; accepted: a number such as 3.2"
              : "\"metric\" is missing; accepted: the name of what was measured, as text");
    }
    if (has(VALUES) && count == 0) {
      throw new Malformed("\"values\" has no member; accepted: at least one metric and its number");
    }
    return one ? VALUE : has(VALUES) ? VALUES : TYPE;
  }

  /** Where the pairs of LABELS are, without the braces; empty if there is none. */
  int labelsFrom() {
    return has(LABELS) ? from(LABELS) + 1 : 0;
  }

  int labelsTo() {
    return has(LABELS) ? to(LABELS) - 1 : 0;
  }
}
