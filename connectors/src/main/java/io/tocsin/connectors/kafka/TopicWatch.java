package io.tocsin.connectors.kafka;

import java.util.Collection;
import java.util.Map;

/** Looks from time to time, without waiting, whether topics are still those they were. */
interface TopicWatch {
  /** Sends a request; the answer of the one before is forgotten. */
  void ask(Collection<String> topics);

  /** What the last request was answered with; empty before that, or if it failed. */
  Map<String, TopicAdmin.TopicState> answer();
}
