package io.tocsin.deploy.worker;

import io.tocsin.pipeline.window.WindowSettings;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Joins how several sources tell time where their events meet in one topic. */
final class Patience {
  private Patience() {}

  /**
   * The longest of each time; the defaults if there is no source. Late policy and the rest are the
   * first's.
   */
  static WindowSettings widest(List<WindowSettings> all) {
    if (all.isEmpty()) {
      return WindowSettings.DEFAULTS;
    }
    WindowSettings first = all.get(0);
    return new WindowSettings(
        longest(all, WindowSettings::maxOutOfOrder),
        longest(all, WindowSettings::grace),
        longest(all, WindowSettings::idleAfter),
        longest(all, WindowSettings::maxFutureSkew),
        first.late(),
        longest(all, WindowSettings::keepFor),
        longest(all, WindowSettings::forgetAfter),
        first.followWallClock(),
        first.writers());
  }

  private static Duration longest(
      List<WindowSettings> all, Function<WindowSettings, Duration> what) {
    return all.stream().map(what).max(Duration::compareTo).orElse(Duration.ZERO);
  }
}
