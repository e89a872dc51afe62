package io.tocsin.pipeline.state;

/**
 * Estimates what a live object takes from what it is encoded in. Encoded numbers are short and have
 * no headers; objects round up, hold references and spare room in their arrays.
 */
final class HeapSize {
  /** An entry, its place in the index, the headers of key and value. */
  static final int ENTRY = 160;

  private static final int PER_BYTE = 3;

  private HeapSize() {}

  static int of(int key, int value) {
    return (int) Math.min(Integer.MAX_VALUE, ENTRY + (long) PER_BYTE * ((long) key + value));
  }
}
