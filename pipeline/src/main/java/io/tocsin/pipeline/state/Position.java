package io.tocsin.pipeline.state;

/**
 * How far the stored state has come: it is the result of the input before {@code input}, and of the
 * changelog before {@code changelog}.
 *
 * @param input next offset of the shard's input to read
 * @param changelog next offset of the shard's state partition
 * @param writtenAt wall time of that commit, epoch milliseconds: old local state cannot be trusted,
 *     its tombstones may be gone from the changelog
 * @param origin which topics these offsets are of
 */
public record Position(long input, long changelog, long writtenAt, Origin origin) {
  /** A position in topics whose identity is not known. */
  public Position(long input, long changelog, long writtenAt) {
    this(input, changelog, writtenAt, Origin.UNKNOWN);
  }

  /**
   * The topics that a state was made of: one that was deleted and created again has the same name
   * and other offsets.
   *
   * @param input id of the input topic; empty if it is not known
   * @param inputPartitions how many partitions it had; 0 if that is not known
   * @param changelog id of the changelog topic; empty if it is not known
   */
  public record Origin(String input, int inputPartitions, String changelog) {
    /** What positions of before origins were stored have. */
    public static final Origin UNKNOWN = new Origin("", 0, "");

    /** Whether the input was this one. */
    public boolean isOf(String topicId, int partitions) {
      return input.equals(topicId) && inputPartitions == partitions;
    }
  }
}
