package io.tocsin.pipeline.state;

/**
 * How a type is stored. Every value is stored behind its table's version; {@link #read} must know
 * every version ever written. Stateless; used by one thread at a time.
 *
 * <p>A large value of which little changes at a time may be stored in pieces: once whole, then what
 * has changed since, behind it. It keeps its own account ({@link InPieces}) of what was stored.
 */
public interface Codec<T> {
  void write(T value, ByteWriter out);

  /**
   * @param version the table's version that wrote these bytes, 1 up to the current one
   */
  T read(ByteReader in, int version);

  /**
   * Writes what has changed since the value was last stored, to go behind what is stored of it:
   * {@link #read} gets the whole and all pieces behind it as one.
   *
   * @return false if the value must be written whole; what was written is then thrown away
   */
  default boolean append(T value, ByteWriter out) {
    return false;
  }

  /**
   * Tells that the value is stored as it is now, by what was written last. If that gets lost, all
   * live values do.
   *
   * @param bytes that were written
   * @param appended whether as a piece
   */
  default void stored(T value, int bytes, boolean appended) {}

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
