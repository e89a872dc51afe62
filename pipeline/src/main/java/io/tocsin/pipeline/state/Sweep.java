package io.tocsin.pipeline.state;

/**
 * How far the changelog's sweep over the state has come. Part of the state: the last pack of each
 * commit carries it.
 *
 * @param lap how many times the sweep has been all the way round
 * @param index number of the next pack within the lap
 * @param credit bytes that the sweep may write; negative: what it wrote ahead
 * @param evenEnd first pack number of even laps that no record has, or that was given up
 * @param oddEnd the same of odd laps
 * @param cursor first key that this lap has not written yet
 */
record Sweep(long lap, int index, long credit, int evenEnd, int oddEnd, byte[] cursor) {
  private static final int VERSION = 1;

  static final byte[] KEY = {Layout.LOCAL, 0};

  static final Sweep START = new Sweep(0, 0, 0, 0, 0, new byte[0]);

  static Sweep read(StateStore store) {
    byte[] stored = store.get(KEY);
    return stored == null ? START : decode(stored);
  }

  private static Sweep decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int version = in.getByte();
    if (version != VERSION) {
      throw new StateException(
          version > VERSION
              ? StateException.Reason.NEWER_VERSION
              : StateException.Reason.UNREADABLE,
          "the sweep's place has version " + version + ", this release reads " + VERSION,
          null);
    }
    return new Sweep(
        in.getLong(), in.getInt(), in.getLong(), in.getInt(), in.getInt(), in.getBytes());
  }

  /** Its length depends on the cursor alone. */
  byte[] encode() {
    return new ByteWriter()
        .putByte(VERSION)
        .putLong(lap)
        .putInt(index)
        .putLong(credit)
        .putInt(evenEnd)
        .putInt(oddEnd)
        .putBytes(cursor)
        .toBytes();
  }

  int parity() {
    return (int) (lap & 1);
  }

  /** First pack number that no earlier lap of this lap's parity has used. */
  int end() {
    return parity() == 0 ? evenEnd : oddEnd;
  }

  /** The next pack has that number, at a cursor of the same lap. */
  Sweep advanced(int number, long credit, byte[] cursor) {
    return new Sweep(lap, number, credit, evenEnd, oddEnd, cursor);
  }

  /** The start of the next lap, when this one has used so many packs in all. */
  Sweep nextLap(int packs, long credit) {
    boolean even = parity() == 0;
    return new Sweep(
        lap + 1, 0, credit, even ? packs : evenEnd, even ? oddEnd : packs, new byte[0]);
  }
}
