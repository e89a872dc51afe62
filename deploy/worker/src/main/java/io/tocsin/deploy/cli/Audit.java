package io.tocsin.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tocsin.connectors.codec.CodecSettings;
import io.tocsin.connectors.codec.Codecs;
import io.tocsin.connectors.codec.Decoder;
import io.tocsin.connectors.codec.EventSink;
import io.tocsin.connectors.codec.SummaryCodec;
import io.tocsin.connectors.kafka.Topics;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.event.Summary;
import io.tocsin.pipeline.flow.Records;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Counts what came of the readings that were sent, from the topics and as any {@code
 * read_committed} consumer sees them: readings that are in no summary are lost; a summary or an
 * alert that is there twice, and a reading that was summed up twice, is doubled. Used by one
 * thread; times are given.
 */
final class Audit {
  /** So long after another worker is back, a window of before the kill without summary is lost. */
  private static final long PATIENCE_MS = 30_000;

  /** After this no other worker has come back, and nothing can be said of what is lost. */
  private static final long AWAY_MS = 300_000;

  private final Topics topics;
  private final String input;
  private final long window;
  private final Decoder decoder = Codecs.decoder(CodecSettings.of("native"));
  private final Map<Pane, Counts> panes = new HashMap<>();
  private final Set<String> told = new HashSet<>();
  private final Deque<Kill> kills = new ArrayDeque<>();
  private final long from;
  private long doubledOutputs;
  private long outputs;

  /**
   * Begins with the first whole window after {@code now}.
   *
   * @param input topic that the readings are sent to, in the native format
   * @param window width of the summaries, milliseconds
   */
  Audit(Topics topics, String input, long window, long now) {
    this.topics = topics;
    this.input = input;
    this.window = window;
    this.from = (now / window + 1) * window;
  }

  /** The topics it wants to be shown, from before the first reading on. */
  List<String> topics() {
    return List.of(input, topics.summaries(), topics.alerts());
  }

  /** One series in one window. */
  private record Pane(String series, long start) {}

  private static final class Counts {
    private long sent;
    private long summed;
    private int revision = -1;
  }

  private static final class Kill {
    private final long at;
    private long back = -1;

    Kill(long at) {
      this.at = at;
    }
  }

  /** The worker is killed at this moment. */
  void killed(long now) {
    kills.addLast(new Kill(now));
  }

  /** Takes what came of one partition of its topics. */
  void take(Records records, long now) {
    for (int i = 0; i < records.size(); i++) {
      take(records, i, now);
    }
  }

  private void take(Records records, int i, long now) {
    if (records.topic().equals(input)) {
      decoder.decode(records, i, new Sent());
      return;
    }
    byte[] value = Objects.requireNonNull(records.value(i), "an output without a value");
    for (Kill kill : kills) {
      // Appended later, so it is another worker's: of the dead one nothing comes any more.
      if (kill.back < 0 && records.timestamp(i) > kill.at) {
        kill.back = now - kill.at;
      }
    }
    outputs++;
    if (records.topic().equals(topics.summaries())) {
      summed(SummaryCodec.read(value));
    } else if (!told.add("alert " + id(records, i))) {
      doubledOutputs++;
    }
  }

  private static String id(Records records, int i) {
    byte[] id = records.header(i, "ce_id");
    return id == null
        ? "at " + records.partition() + "/" + records.offset(i)
        : new String(id, UTF_8);
  }

  private void summed(Summary summary) {
    if (summary.start() < from) {
      return;
    }
    Pane pane = new Pane(summary.labels().toString(), summary.start());
    if (!told.add(pane + " " + summary.revision())) {
      doubledOutputs++;
      return;
    }
    Counts counts = panes.computeIfAbsent(pane, p -> new Counts());
    if (summary.revision() > counts.revision) {
      counts.revision = summary.revision();
      counts.summed = summary.stats().getOrDefault("count", 0.0).longValue();
    }
  }

  /** What can be said of kills since the last call, a line each. */
  List<String> verdicts(long now) {
    List<String> said = new ArrayList<>();
    while (!kills.isEmpty()) {
      Kill kill = kills.getFirst();
      if (kill.back < 0) {
        if (now < kill.at + AWAY_MS) {
          break;
        }
        said.add("not back after " + AWAY_MS / 1000 + " s");
      } else {
        Verdict verdict = upTo(kill.at);
        boolean settled = verdict.lost == 0 && now >= kill.at + window;
        if (!settled && now < kill.at + kill.back + PATIENCE_MS) {
          break;
        }
        said.add(verdict.words(kill.back));
      }
      kills.removeFirst();
    }
    return said;
  }

  /** Of all windows that began before a time. */
  private Verdict upTo(long time) {
    long sent = 0;
    long lost = 0;
    long doubled = doubledOutputs;
    long windows = 0;
    for (Map.Entry<Pane, Counts> e : panes.entrySet()) {
      if (e.getKey().start < time) {
        Counts c = e.getValue();
        windows++;
        sent += c.sent;
        lost += Math.max(0, c.sent - c.summed);
        doubled += Math.max(0, c.summed - c.sent);
      }
    }
    return new Verdict(sent, windows, outputs, lost, doubled);
  }

  /** What was counted up to a kill. */
  private record Verdict(long sent, long windows, long outputs, long lost, long doubled) {
    String words(long back) {
      return String.format(
          "back in %.1f s, lost %,d, doubled %,d   (%,d readings in %,d windows before the kill; %,d outputs looked at)",
          back / 1000.0, lost, doubled, sent, windows, outputs);
    }
  }

  private final class Sent implements EventSink {
    @Override
    public void event(SensorEvent event) {
      if (event instanceof Reading reading && reading.time() >= from) {
        Pane pane =
            new Pane(
                reading
                    .series()
                    .ruleLabels()
                    .with("__name__", reading.series().metric())
                    .toString(),
                reading.time() / window * window);
        panes.computeIfAbsent(pane, p -> new Counts()).sent++;
      }
    }

    @Override
    public void skipped(Skip why) {
      // A value that is no reading has no part in this.
    }
  }
}
