package io.tocsin.deploy.benchmark;

import io.tocsin.deploy.benchmark.live.Disturbance;
import io.tocsin.deploy.benchmark.live.LiveSettings;

/** A pace, and what happens during it. */
record LiveSituation(LiveSettings settings, Disturbance disturbance) {
  /** Returns how a report names it. */
  String words() {
    return "%,d/s, %s".formatted(settings.perSecond(), disturbance.words());
  }
}
