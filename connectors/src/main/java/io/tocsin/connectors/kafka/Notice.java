package io.tocsin.connectors.kafka;

/**
 * Something that happened to a shard and that people must hear of, though the shard goes on.
 *
 * @param kind what, for the alert's identity
 * @param text what happened and what follows from it, one or two sentences
 */
public record Notice(Kind kind, String text) {
  /** A closed set, so that it can be a label. */
  public enum Kind {
    /** The local state was damaged; it was moved aside and restored from the changelog. */
    STATE_DAMAGED,
    /** Input is missing, or is not the input that the state was made of. */
    INPUT_LOST;

    /** Lower case, as labels have it. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
