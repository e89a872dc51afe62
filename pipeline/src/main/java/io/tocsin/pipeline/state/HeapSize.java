package io.tocsin.pipeline.state;

/** Estimates what an entry in memory takes. */
final class HeapSize {
  /** An entry, its place in the index, the headers of key and value. */
  static final int ENTRY = 112;

  /** Keys are small objects of texts: most of them is headers and references. */
  private static final int PER_KEY_BYTE = 3;

  private HeapSize() {}

  static int of(int key, long value) {
    return (int) Math.min(Integer.MAX_VALUE, ENTRY + (long) PER_KEY_BYTE * key + value);
  }
}
