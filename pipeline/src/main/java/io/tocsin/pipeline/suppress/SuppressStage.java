package io.tocsin.pipeline.suppress;

import io.tocsin.pipeline.correlate.Correlation;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import io.tocsin.pipeline.state.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Decides of every alert whether people are told, and why not. Runs on event time alone. Used by
 * the lane's thread only.
 */
public final class SuppressStage {
  private final SuppressSettings settings;
  private final Checks checks;
  private final Consumer<Reason> decided;
  private final Table<String, Recent> recents;
  private final Table<String, Reason> told;
  private final Timers<String> forget;

  /**
   * @param decided told of the reason of every decision, on the lane's thread
   */
  public SuppressStage(SuppressSettings settings, ShardState state, Consumer<Reason> decided) {
    this.settings = settings;
    this.decided = decided;
    checks = Checks.of(settings);
    recents =
        state.table(
            new TableSpec<>(
                "suppress.recent", RecentCodec.VERSION, Codecs.STRING, new RecentCodec()));
    told =
        state.table(
            new TableSpec<>(
                "suppress.told", ReasonCodec.VERSION, Codecs.STRING, new ReasonCodec()));
    forget = state.timers("suppress.forget-recent", Codecs.STRING);
  }

  /** One batch, in order. */
  public List<Decision> apply(List<Correlation> correlations) {
    List<Decision> out = new ArrayList<>(correlations.size());
    for (Correlation correlation : correlations) {
      if (correlation instanceof Correlation.Joined joined) {
        Reason reason = decide(joined.alert());
        decided.accept(reason);
        out.add(new Decision.Decided(joined.alert(), joined.incident(), reason));
      } else if (correlation instanceof Correlation.Forgotten forgotten) {
        out.add(new Decision.Forgotten(forgotten.incident()));
      }
    }
    return out;
  }

  private Reason decide(Alert alert) {
    long time = alert.time();
    forget.fire(time, (key, due) -> recents.remove(key));
    String similar = alert.severity() + " " + alert.component();
    Recent stored = recents.get(similar);
    Recent recent = stored == null ? new Recent() : stored;
    Reason reason = checks.decide(new Facts(told.get(alert.fingerprint()), recent), alert, time);
    if (alert.status() == AlertStatus.FIRING) {
      recent.add(time, settings.history());
      recents.put(similar, recent);
      forget.set(similar, time + settings.similarWithin().toMillis());
    }
    remember(alert, reason);
    return reason;
  }

  private void remember(Alert alert, Reason reason) {
    String fingerprint = alert.fingerprint();
    if (!alert.status().active()) {
      told.remove(fingerprint);
    } else if (reason != Reason.NEVER_TOLD) {
      told.put(fingerprint, reason);
    }
  }
}
