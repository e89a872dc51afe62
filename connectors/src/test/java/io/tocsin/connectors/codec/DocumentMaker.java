package io.tocsin.connectors.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Makes native documents of all kinds from a seed, mostly good ones, and damages them. */
final class DocumentMaker {
  private static final String SYNTAX = "{}[]\",:\\0123456789eE+-.tfnu ";

  private final Random random;

  DocumentMaker(long seed) {
    random = new Random(seed);
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  String document() {
    List<String> members = new ArrayList<>();
    members.add(member("sensor", text()));
    int kind = random.nextInt(10);
    if (kind < 5) {
      members.add(member("metric", text()));
      members.add(member("value", number()));
    } else if (kind < 8) {
      members.add(member("values", object(this::number, 6)));
    } else {
      members.add(member("type", text()));
      if (random.nextBoolean()) {
        members.add(
            member("severity", one(List.of("\"HIGH\"", "\"warning\"", "\"Error\"", "\"odd\""))));
      }
      if (random.nextBoolean()) {
        members.add(member("message", text()));
      }
      if (random.nextBoolean()) {
        members.add(member("details", object(this::anything, 3)));
      }
      if (random.nextBoolean()) {
        members.add(member("component", text()));
      }
    }
    if (random.nextInt(3) > 0) {
      members.add(member("time", time()));
    }
    if (random.nextInt(3) > 0) {
      members.add(member("labels", object(this::text, 4)));
    }
    if (random.nextInt(4) == 0) {
      members.add(member("x" + random.nextInt(3), anything()));
    }
    if (random.nextInt(12) == 0) {
      members.add(
          member(
              one(List.of("sensor", "value", "labels", "time", "type", "message", "context")),
              anything()));
    }
    Collections.shuffle(members, random);
    return space() + "{" + String.join(",", members) + "}" + space();
  }

  private String member(String name, String value) {
    String written = random.nextInt(20) == 0 ? escaped(name) : name;
    return space() + "\"" + written + "\"" + space() + ":" + space() + value + space();
  }

  private static String escaped(String name) {
    return String.format("\\u%04x", (int) name.charAt(0)) + name.substring(1);
  }

  private String object(java.util.function.Supplier<String> value, int most) {
    List<String> members = new ArrayList<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      members.add(space() + text() + space() + ":" + space() + value.get() + space());
    }
    return "{" + String.join(",", members) + space() + "}";
  }

  private String space() {
    return random.nextInt(5) == 0 ? one(List.of(" ", "\t", "\n", "\r\n", "  ")) : "";
  }

  private String text() {
    StringBuilder text = new StringBuilder("\"");
    for (int i = random.nextInt(12) == 0 ? 0 : 1 + random.nextInt(14); i > 0; i--) {
      text.append(
          switch (random.nextInt(30)) {
            case 0 -> one(List.of("\\n", "\\\"", "\\\\", "\\/", "\\b", "\\t", "\\f", "\\r"));
            case 1 -> one(List.of("\\u00e4", "\\u20AC", "\\ud83d\\ude00", "\\u0000", "\\uD800"));
            case 2 -> one(List.of("ä", "€", "😀", "\u007f", "\u0080"));
            default -> String.valueOf((char) ('a' + random.nextInt(26)));
          });
    }
    return text.append('"').toString();
  }

  private String number() {
    return switch (random.nextInt(8)) {
      case 0 -> Integer.toString(random.nextInt(200) - 100);
      case 1 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
      case 2 -> random.nextLong() + "." + random.nextInt(1 << 30);
      case 3 -> random.nextInt(1000) + "e" + (random.nextInt(700) - 350);
      case 4 -> one(List.of("0", "-0", "0.0", "1E5", "1e+5", "1.50e-7", "-1", "9007199254740993"));
      case 5 -> Float.toString(random.nextFloat() * 100);
      default -> (random.nextInt(20_000) - 10_000) / 100.0 + "";
    };
  }

  private String time() {
    return switch (random.nextInt(6)) {
      case 0 -> Long.toString(1_600_000_000_000L + random.nextInt());
      case 1 -> Integer.toString(1_600_000_000 + random.nextInt(1000));
      case 2 -> number();
      default ->
          String.format(
              "\"20%02d-%02d-%02dT%02d:%02d:%02d%s%s\"",
              random.nextInt(100),
              1 + random.nextInt(12),
              1 + random.nextInt(random.nextInt(10) == 0 ? 32 : 28),
              random.nextInt(24),
              random.nextInt(60),
              random.nextInt(60),
              one(List.of("", "", ".5", ".123", ".123456789")),
              one(List.of("Z", "Z", "+02:00", "-05:30", "+18:00", "")));
    };
  }

  private String anything() {
    return switch (random.nextInt(9)) {
      case 0 -> "null";
      case 1 -> "true";
      case 2 -> "false";
      case 3, 4 -> number();
      case 5, 6 -> text();
      case 7 -> object(this::anything, 2);
      default -> "[" + anything() + space() + "," + anything() + "]";
    };
  }

  /** Changes, drops, doubles or cuts a few bytes. */
  byte[] damaged(String document) {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    for (int i = 1 + random.nextInt(2); i > 0 && bytes.length > 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = (byte) SYNTAX.charAt(random.nextInt(SYNTAX.length()));
        case 2 -> bytes = java.util.Arrays.copyOf(bytes, at);
        case 3 -> bytes = spliced(bytes, at, at + 1, at + 1);
        default -> bytes = spliced(bytes, at, at, Math.min(bytes.length, at + 4));
      }
    }
    return bytes;
  }

  /** The bytes before {@code to}, followed by those from {@code from}, or without a stretch. */
  private static byte[] spliced(byte[] bytes, int from, int to, int stop) {
    byte[] head = java.util.Arrays.copyOf(bytes, to == stop ? from : stop);
    byte[] out = java.util.Arrays.copyOf(head, head.length + bytes.length - to);
    System.arraycopy(bytes, to, out, head.length, bytes.length - to);
    return out;
  }
}
