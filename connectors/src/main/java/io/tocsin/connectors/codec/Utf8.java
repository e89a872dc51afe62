package io.tocsin.connectors.codec;

/** Checks UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
final class Utf8 {
  private Utf8() {}

  /** Where the character that begins at p, which is not ASCII, ends. */
  static int next(byte[] in, int p, int end) {
    int lead = in[p] & 0xFF;
    int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || p + length > end) {
      throw bad(in, p);
    }
    int second = in[p + 1] & 0xFF;
    int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < low || second > high) {
      throw bad(in, p);
    }
    for (int i = p + 2; i < p + length; i++) {
      if ((in[i] & 0xC0) != 0x80) {
        throw bad(in, p);
      }
    }
    return p + length;
  }

  private static Malformed bad(byte[] in, int p) {
    return new Malformed(
        String.format("byte %d is 0x%02X, which is not UTF-8; accepted: UTF-8 text", p, in[p]));
  }
}
