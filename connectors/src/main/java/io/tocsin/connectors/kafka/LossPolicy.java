package io.tocsin.connectors.kafka;

/** What a shard does when input is missing, or is not the input that its state was made of. */
public enum LossPolicy {
  /** It stops and says what can be done: a person decides. */
  STOP,
  /** It goes on with what there is, keeps its state, and an alert says what was lost. */
  CONTINUE
}
