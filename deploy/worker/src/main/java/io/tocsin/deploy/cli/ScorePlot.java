package io.tocsin.deploy.cli;

import io.tocsin.pipeline.anomaly.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Gathers a run of any length into at most {@value #BUCKETS} buckets, and draws them into one HTML
 * file that needs nothing else. When the buckets are full, neighbours are joined.
 */
final class ScorePlot {
  private static final int BUCKETS = 1200;
  private static final int MOST_ALERTS = 500;

  private final List<String> metrics;
  private final long[] start = new long[BUCKETS];
  private final double[] score = new double[BUCKETS];
  private final Track[] tracks;
  private final List<Alert> alerts = new ArrayList<>();
  private long alertsInAll;
  private long rows;
  private long rowsPerBucket = 1;

  private record Alert(long timeMs, double score, int metric, String why) {}

  /** One metric: the extremes of its values and of its expected band, per bucket. */
  private static final class Track {
    final double[] least = filled();
    final double[] most = filled();
    final double[] low = filled();
    final double[] high = filled();
    boolean counter;

    /** What was shown of a counter before it was known as one is in another unit. */
    void becomesCounter() {
      counter = true;
      java.util.Arrays.fill(least, Double.NaN);
      java.util.Arrays.fill(most, Double.NaN);
      java.util.Arrays.fill(low, Double.NaN);
      java.util.Arrays.fill(high, Double.NaN);
    }

    private static double[] filled() {
      double[] values = new double[BUCKETS];
      java.util.Arrays.fill(values, Double.NaN);
      return values;
    }

    void join() {
      join(least, true);
      join(most, false);
      join(low, true);
      join(high, false);
    }

    private static void join(double[] values, boolean least) {
      for (int i = 0; i < BUCKETS / 2; i++) {
        values[i] = either(values[2 * i], values[2 * i + 1], least);
      }
      java.util.Arrays.fill(values, BUCKETS / 2, BUCKETS, Double.NaN);
    }

    static double either(double a, double b, boolean least) {
      if (Double.isNaN(a) || Double.isNaN(b)) {
        return Double.isNaN(a) ? b : a;
      }
      return least ? Math.min(a, b) : Math.max(a, b);
    }
  }

  ScorePlot(List<String> metrics) {
    this.metrics = metrics;
    this.tracks = new Track[metrics.size()];
    for (int i = 0; i < tracks.length; i++) {
      tracks[i] = new Track();
    }
  }

  /** Adds a metric's value to the row that {@link #add} ends. */
  void addValue(int metric, double value, Finding finding) {
    int bucket = bucket();
    Track track = tracks[metric];
    if (finding.counter() && !track.counter) {
      track.becomesCounter();
    }
    double shown = finding.counter() ? finding.value() : value;
    track.least[bucket] = Track.either(track.least[bucket], shown, true);
    track.most[bucket] = Track.either(track.most[bucket], shown, false);
    track.low[bucket] = Track.either(track.low[bucket], finding.low(), true);
    track.high[bucket] = Track.either(track.high[bucket], finding.high(), false);
  }

  /**
   * Ends a row.
   *
   * @param metric the metric that an alert is about most; −1 if it is about how they go together
   */
  void add(long timeMs, double rowScore, int metric, @Nullable String alert) {
    int bucket = bucket();
    if (rows % rowsPerBucket == 0) {
      start[bucket] = timeMs;
      score[bucket] = rowScore;
    } else {
      score[bucket] = Math.max(score[bucket], rowScore);
    }
    if (alert != null) {
      alertsInAll++;
      if (alerts.size() < MOST_ALERTS) {
        alerts.add(new Alert(timeMs, rowScore, metric, alert));
      }
    }
    rows++;
    if (rows == rowsPerBucket * BUCKETS) {
      join();
    }
  }

  private int bucket() {
    return (int) (rows / rowsPerBucket);
  }

  private void join() {
    for (Track track : tracks) {
      track.join();
    }
    for (int i = 0; i < BUCKETS / 2; i++) {
      start[i] = start[2 * i];
      score[i] = Math.max(score[2 * i], score[2 * i + 1]);
    }
    rowsPerBucket *= 2;
  }

  /** The page. */
  String html(String title, double threshold) {
    int used = (int) ((rows + rowsPerBucket - 1) / rowsPerBucket);
    StringBuilder data = new StringBuilder("{\"title\":");
    json(data, title);
    data.append(",\"threshold\":").append(number(threshold));
    data.append(",\"rows\":").append(rows).append(",\"alertsInAll\":").append(alertsInAll);
    data.append(",\"t\":[");
    for (int i = 0; i < used; i++) {
      data.append(i == 0 ? "" : ",").append(start[i]);
    }
    data.append("],\"score\":");
    numbers(data, score, used);
    data.append(",\"metrics\":[");
    for (int i = 0; i < tracks.length; i++) {
      data.append(i == 0 ? "{\"name\":" : ",{\"name\":");
      json(data, metrics.get(i) + (tracks[i].counter ? " (per second)" : ""));
      numbers(data.append(",\"min\":"), tracks[i].least, used);
      numbers(data.append(",\"max\":"), tracks[i].most, used);
      numbers(data.append(",\"low\":"), tracks[i].low, used);
      numbers(data.append(",\"high\":"), tracks[i].high, used);
      data.append('}');
    }
    data.append("],\"alerts\":[");
    for (int i = 0; i < alerts.size(); i++) {
      Alert alert = alerts.get(i);
      data.append(i == 0 ? "{\"t\":" : ",{\"t\":").append(alert.timeMs());
      data.append(",\"m\":").append(alert.metric());
      data.append(",\"score\":").append(number(alert.score())).append(",\"why\":");
      json(data, alert.why());
      data.append('}');
    }
    data.append("]}");
    return template().replace("/*DATA*/null", data);
  }

  private static String template() {
    try (InputStream in = ScorePlot.class.getResourceAsStream("score-plot.html")) {
      if (in == null) {
        throw new IllegalStateException("score-plot.html is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void numbers(StringBuilder out, double[] values, int used) {
    out.append('[');
    for (int i = 0; i < used; i++) {
      out.append(i == 0 ? "" : ",").append(number(values[i]));
    }
    out.append(']');
  }

  private static String number(double value) {
    if (!Double.isFinite(value)) {
      return "null";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    return String.format(Locale.ROOT, "%.6g", value);
  }

  /** A JSON string that also is safe inside a script element. */
  private static void json(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029') {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
