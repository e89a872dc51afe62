package io.tocsin.pipeline.deliver;

import io.tocsin.pipeline.event.Receipt;
import io.tocsin.pipeline.event.Undelivered;

/** What the deliver task writes. */
public sealed interface Delivery {
  /** What became of a notification at one endpoint. */
  record Noted(Receipt receipt) implements Delivery {}

  /** A notification that was given up: for the dead-letter topic. */
  record GivenUp(Undelivered undelivered) implements Delivery {}
}
