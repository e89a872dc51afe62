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
}
