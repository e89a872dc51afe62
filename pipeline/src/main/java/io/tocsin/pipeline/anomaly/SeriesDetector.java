package io.tocsin.pipeline.anomaly;

import java.nio.ByteBuffer;

/**
 * Watches one series with the whole portfolio: constant time and memory per reading, causal,
 * nothing to tune. Readings come in order of time, finite (the caller keeps NaN and infinities
 * out); what a reading is told depends only on the readings before it, not on how they were
 * batched.
 *
 * <p>Not thread-safe. Allocates nothing per reading.
 */
public final class SeriesDetector {
  private static final byte VERSION = 1;

  /** Deviations from the usual level at which a series is called drifting. */
  private static final double DRIFTING = 4;

  /** Deviations from the usual level at which a surprise is kept in mind, and how it fades. */
  private static final double AWAY = 3;

  private static final double FADES_AWAY = 0.997;
  private static final double FADES = 0.93;

  /** So many findings of one occurrence, each more surprising than all before, are more. */
  private static final int PERSISTENT = 3;

  private final Settings settings;
  private final double threshold;
  private final boolean[] speaks;
  private final Pace pace = new Pace();
  private final Meter meter = new Meter();
  private final Shadow shadow = new Shadow();
  private Portfolio portfolio = new Portfolio();
  private double held;
  private double deviation;

  /** A detector that has seen nothing. */
  public SeriesDetector(Settings settings) {
    this.settings = settings;
    this.threshold = settings.threshold();
    this.speaks = new boolean[Channel.COUNT];
    for (int c = 0; c < Channel.COUNT; c++) {
      speaks[c] = Channel.at(c).speaksUnder(settings.method());
    }
  }

  /** A detector of which only one channel speaks, to study what each is worth. */
  public static SeriesDetector ofChannel(Settings settings, Channel channel) {
    SeriesDetector detector = new SeriesDetector(settings);
    for (int c = 0; c < Channel.COUNT; c++) {
      detector.speaks[c] = c == channel.index;
    }
    return detector;
  }

  /** Usual time between two readings, milliseconds; 0 before the second. */
  public double usualIntervalMs() {
    return pace.usualMs();
  }

  /**
   * Judges a reading by what was seen before, then learns from it.
   *
   * @param timeMs event time, epoch milliseconds
   * @param value finite
   * @param out filled, unless the reading is out of order
   */
  public Verdict add(long timeMs, double value, Finding out) {
    if (pace.isOutOfOrder(timeMs)) {
      return Verdict.OUT_OF_ORDER;
    }
    boolean gap = pace.take(timeMs);
    double judged = value;
    Meter.Kind kind = meter.take(value);
    if (kind != Meter.Kind.SAME) {
      return afterChangeOfMeter(kind, value, out);
    }
    if (meter.isCounter()) {
      if (pace.realSinceMs() <= 0) {
        return quiet(out, value);
      }
      judged = meter.change() * 1000 / pace.realSinceMs();
    }
    portfolio.add(timeMs, judged, pace.sinceMs(), gap);
    return judge(judged, out);
  }

  private Verdict afterChangeOfMeter(Meter.Kind kind, double value, Finding out) {
    if (kind != Meter.Kind.RESET) {
      portfolio = new Portfolio();
    }
    return quiet(out, value);
  }

  private Verdict quiet(Finding out, double value) {
    out.surprise = 0;
    out.level = 0;
    out.score = 0;
    out.z = 0;
    out.value = value;
    out.grade = Grade.EVIDENCE;
    return portfolio.readings() <= settings.warmUp() ? Verdict.WARMING_UP : Verdict.QUIET;
  }

  private Verdict judge(double judged, Finding out) {
    double[] parts = portfolio.parts();
    fill(judged, out, strongest(parts));
    if (portfolio.readings() <= settings.warmUp()) {
      out.surprise = 0;
      out.level = 0;
      out.score = 0;
      return Verdict.WARMING_UP;
    }
    double nats = Scale.combine(parts, speaks);
    double surprise =
        Scale.surprise(
            nats, pace.usualMs(), portfolio.readings(), (double) portfolio.ageMs(pace.lastMs()));
    for (int c = Channel.RECORDS; c < Channel.COUNT; c++) {
      if (speaks[c]) {
        surprise = Math.max(surprise, parts[c]);
      }
    }
    hold(surprise);
    out.surprise = surprise;
    out.level = held;
    deviation += Scale.SMOOTHING * (Scale.beyondUsual(out.z) - deviation);
    double bar = Math.max(threshold, shadow.bar(threshold, settings.rest()));
    boolean finding = shadow.rises(surprise, settings.rest()) && surprise >= bar;
    out.score = finding ? surprise : Scale.below(threshold, Scale.level(held, deviation));
    boolean persists =
        finding
            && portfolio.isGrown(pace.lastMs())
            && shadow.tell(surprise) >= PERSISTENT
            && surprise >= threshold * Scale.strictness(pace.usualMs());
    out.grade = Grade.of(persists, surprise, threshold);
    return finding ? Verdict.FINDING : Verdict.QUIET;
  }

  /** The surprise fades, and fades slowly while the series stays away from its usual level. */
  private void hold(double surprise) {
    boolean away = Math.abs(portfolio.levelZ()) >= AWAY;
    held = Math.max(surprise, held * (away ? FADES_AWAY : FADES));
  }

  private Channel strongest(double[] parts) {
    int strongest = 0;
    for (int c = 1; c < Channel.COUNT; c++) {
      if (speaks[c] && parts[c] > parts[strongest]) {
        strongest = c;
      }
    }
    return Channel.at(strongest);
  }

  private void fill(double judged, Finding out, Channel channel) {
    out.channel = channel;
    out.z = portfolio.levelZ();
    out.value = judged;
    out.expected = portfolio.predicted();
    out.seasonal = portfolio.seasonal();
    out.low = portfolio.bandLow();
    out.high = portfolio.bandHigh();
    out.counter = meter.isCounter();
    out.readings = portfolio.readings();
    out.grown = portfolio.isGrown(pace.lastMs());
    out.grade = Grade.EVIDENCE;
  }

  /** How far the learning is. */
  public Phase phase() {
    if (portfolio.readings() <= settings.warmUp()) {
      return Phase.WARMING_UP;
    }
    return Math.abs(portfolio.levelZ()) > DRIFTING ? Phase.DRIFTING : Phase.READY;
  }

  /** Readings learned from so far. */
  public int readings() {
    return portfolio.readings();
  }

  /** The size of {@link #write}, in bytes. */
  public int size() {
    return 1 + Pace.BYTES + Meter.BYTES + Shadow.BYTES + Portfolio.BYTES + 2 * 8;
  }

  /** Writes the state, {@link #size} bytes, version first. */
  public void write(ByteBuffer out) {
    out.put(VERSION);
    pace.write(out);
    meter.write(out);
    shadow.write(out);
    portfolio.write(out);
    out.putDouble(held).putDouble(deviation);
  }

  /** The state as bytes of its own. */
  public byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(size());
    write(out);
    return out.array();
  }

  /**
   * A detector in the state that {@link #write} wrote; its further verdicts are bit for bit those
   * of the one that wrote.
   *
   * @throws IllegalArgumentException if the bytes are of a newer version, or too few
   */
  public static SeriesDetector read(ByteBuffer in, Settings settings) {
    State.checkVersion("series detector", in, VERSION);
    SeriesDetector detector = new SeriesDetector(settings);
    State.checkSize("series detector", in, detector.size() - 1);
    detector.pace.read(in);
    detector.meter.read(in);
    detector.shadow.read(in);
    detector.portfolio.read(in);
    detector.held = in.getDouble();
    detector.deviation = in.getDouble();
    return detector;
  }

  /** As {@link #read(ByteBuffer, Settings)}. */
  public static SeriesDetector read(byte[] bytes, Settings settings) {
    return read(ByteBuffer.wrap(bytes), settings);
  }
}
