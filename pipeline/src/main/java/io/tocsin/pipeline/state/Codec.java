package io.tocsin.pipeline.state;

/**
 * How a type is stored. Every value is stored behind its table's version; {@link #read} must know
 * every version ever written. Stateless; used by one thread at a time.
 */
public interface Codec<T> {
  void write(T value, ByteWriter out);

  /**
   * @param version the table's version that wrote these bytes, 1 up to the current one
   */
  T read(ByteReader in, int version);

  /**
   * About how many bytes of heap a value takes, for the budget of live objects. The default fits
   * numbers, texts and arrays; values of many small objects, such as maps of boxed numbers, take
   * five to ten times their encoding and should say so.
   *
   * @param encoded bytes of its encoding
   */
  default long heapBytes(T value, int encoded) {
    return 2L * encoded;
  }
}
