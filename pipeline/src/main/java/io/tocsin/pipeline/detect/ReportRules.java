package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.detect.AlertMachine.Seen;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Report;
import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Cell;
import io.tocsin.pipeline.state.Codec;
import io.tocsin.pipeline.state.Codecs;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.Table;
import io.tocsin.pipeline.state.TableSpec;
import java.util.Arrays;

/** Rules over reports: so many within a time. Silence of as long ends the alert. */
final class ReportRules {
  private final Table<Counted, long[]> recent;
  private final Alerts alerts;
  private final Teller teller;
  private final AlertCounts counts;
  private final Degraded degraded;

  ReportRules(
      ShardState state, Alerts alerts, Teller teller, AlertCounts counts, Degraded degraded) {
    recent = state.table(new TableSpec<>("detect.reports", 1, Counted.CODEC, new TimesCodec()));
    this.alerts = alerts;
    this.teller = teller;
    this.counts = counts;
    this.degraded = degraded;
  }

  void look(AlertRule rule, Trigger.Reports of, Report report, long shardTime) {
    if (!of.filter().test(report)) {
      return;
    }
    counts.evaluations++;
    Labels labels =
        report
            .labels()
            .with("sensor", report.sensor().value())
            .with("component", report.component())
            .with("type", report.type());
    int seen = count(new Counted(rule.identity(), labels), of, report.time());
    if (seen >= of.count()) {
      fire(rule, report, labels, seen, shardTime);
    }
  }

  /** How many there were within the time before the newest, this one included. */
  private int count(Counted key, Trigger.Reports of, long time) {
    if (of.count() == 1) {
      return 1;
    }
    Cell<long[]> cell = recent.cell(key);
    long[] before = cell.get();
    long[] times = before == null ? new long[1] : Arrays.copyOf(before, before.length + 1);
    times[times.length - 1] = time;
    Arrays.sort(times);
    long newest = times[times.length - 1];
    int from = Math.max(0, times.length - of.count());
    while (times[from] < newest - of.within()) {
      from++;
    }
    long[] kept = Arrays.copyOfRange(times, from, times.length);
    cell.set(kept);
    return kept.length;
  }

  private void fire(AlertRule rule, Report report, Labels labels, int seen, long shardTime) {
    AlertKey key = new AlertKey(rule.identity(), labels);
    SensorAlerts of = alerts.of(report.sensor());
    AlertState state = of == null ? null : of.get(key);
    if (state == null && alerts.isFull(rule)) {
      counts.shed++;
      degraded.shed(rule, report.time(), shardTime);
      return;
    }
    String message = report.message().isEmpty() ? "" : ": " + report.message();
    String many = seen == 1 ? "" : seen + " times ";
    String explanation =
        many + report.type() + " (" + report.severity() + ") of " + report.component() + message;
    Outcome outcome =
        AlertMachine.holds(
            state,
            new Seen(report.time(), shardTime, seen, teller.past(report.time())),
            rule.timing(),
            Long.MAX_VALUE,
            since -> teller.fires(rule, labels, seen, since, report.time(), null, explanation));
    alerts.apply(rule, report.sensor(), key, outcome);
  }

  /** What reports are counted for. */
  record Counted(String rule, Labels labels) {
    static final Codec<Counted> CODEC =
        Codecs.of(
            (counted, out) -> {
              out.putString(counted.rule());
              Codecs.LABELS.write(counted.labels(), out);
            },
            in -> new Counted(in.getString(), Codecs.LABELS.read(in, 1)));
  }

  private static final class TimesCodec implements Codec<long[]> {
    @Override
    public void write(long[] times, ByteWriter out) {
      out.putVarInt(times.length);
      for (long time : times) {
        out.putLong(time);
      }
    }

    @Override
    public long[] read(ByteReader in, int version) {
      long[] times = new long[in.getVarInt()];
      for (int i = 0; i < times.length; i++) {
        times[i] = in.getLong();
      }
      return times;
    }
  }
}
