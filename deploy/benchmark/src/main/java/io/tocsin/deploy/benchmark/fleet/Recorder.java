package io.tocsin.deploy.benchmark.fleet;

import io.tocsin.deploy.benchmark.fleet.Column.Look;
import io.tocsin.deploy.benchmark.fleet.Recording.Spell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Draws a machine and what befalls it from a seed. */
@SuppressWarnings("EnumOrdinal") // seeds and dice, nothing that is kept
public final class Recorder {
  private static final long START_MS = 1_767_225_600_000L;
  private static final double HEALTHY_SHARE = 0.3;

  private final FleetKind kind;
  private final SplittableRandom random;
  private final Look[] looks;
  private final double[][] values;
  private final double[] spread;
  private final long[] times;
  private final boolean[] odd;
  private final List<Spell> spells = new ArrayList<>();

  private Recorder(FleetKind kind, long seed) {
    this.kind = kind;
    this.random = new SplittableRandom(seed * 1_000_003 + kind.ordinal());
    this.looks = new Look[kind.metrics];
    this.values = new double[kind.rows][kind.metrics];
    this.spread = new double[kind.metrics];
    this.times = new long[kind.rows];
    this.odd = new boolean[kind.rows];
  }

  /**
   * A machine of that kind.
   *
   * @param faulty whether faults befall it after the first {@value #HEALTHY_SHARE} of its rows
   */
  public static Recording of(FleetKind kind, long seed, boolean faulty) {
    Recorder recorder = new Recorder(kind, seed);
    recorder.healthy();
    if (faulty) {
      recorder.faults();
    }
    recorder.accumulate();
    recorder.lose();
    String name = kind.name().toLowerCase(java.util.Locale.ROOT) + "-" + seed;
    return new Recording(
        name, recorder.times, recorder.values, recorder.odd, List.copyOf(recorder.spells));
  }

  private void healthy() {
    Drivers drivers = new Drivers(random.split());
    Column[] columns = new Column[kind.metrics];
    for (int m = 0; m < columns.length; m++) {
      looks[m] = look(m);
      columns[m] = new Column(looks[m], Drivers.COUNT, random.split());
    }
    long time = START_MS;
    int gapAt = random.nextInt(kind.rows);
    for (int row = 0; row < kind.rows; row++) {
      time += kind.intervalMs * (row == gapAt && kind != FleetKind.RIG ? 60 : 1);
      times[row] = time;
      double[] now = drivers.next(time);
      for (int m = 0; m < columns.length; m++) {
        values[row][m] = columns[m].next(now);
      }
    }
    for (int m = 0; m < columns.length; m++) {
      spread[m] = deviation(m);
    }
  }

  private Look look(int metric) {
    int draw = random.nextInt(100);
    return switch (kind) {
      case SERVER, CLUSTER ->
          draw < 15
              ? Look.CONSTANT
              : draw < 35
                  ? Look.GAUGE
                  : draw < 55
                      ? Look.BOUNDED
                      : draw < 70
                          ? Look.BURSTY
                          : draw < 80
                              ? Look.SPARSE
                              : draw < 88 ? Look.COUNTER : draw < 94 ? Look.SAWTOOTH : Look.STEPPED;
      case PROCESS ->
          draw < 10
              ? Look.CONSTANT
              : draw < 55
                  ? Look.GAUGE
                  : draw < 65 ? Look.SAWTOOTH : draw < 90 ? Look.SWITCH : Look.STEPPED;
      case RIG -> draw < 80 ? Look.GAUGE : draw < 90 ? Look.BOUNDED : Look.STEPPED;
      case TELEMETRY ->
          metric < 4
              ? Look.GAUGE
              : draw < 40 ? Look.CONSTANT : draw < 75 ? Look.SPARSE : Look.SWITCH;
      case SERVICE ->
          draw < 40
              ? Look.GAUGE
              : draw < 60 ? Look.BURSTY : draw < 80 ? Look.BOUNDED : Look.COUNTER;
      case BUILDING -> draw < 70 ? Look.GAUGE : draw < 85 ? Look.BOUNDED : Look.STEPPED;
    };
  }

  private double deviation(int metric) {
    double sum = 0;
    double squares = 0;
    for (double[] row : values) {
      sum += row[metric];
      squares += row[metric] * row[metric];
    }
    double mean = sum / kind.rows;
    double variance = squares / kind.rows - mean * mean;
    return variance > 1e-9 * mean * mean
        ? Math.sqrt(variance)
        : Math.max(1e-3 * Math.abs(mean), 0.01);
  }

  private void faults() {
    int first = (int) (HEALTHY_SHARE * kind.rows);
    int room = (kind.rows - first) / kind.spells;
    for (int i = 0; i < kind.spells; i++) {
      int span = Math.min(room * 2 / 3, kind.longest - kind.shortest);
      int length = kind.shortest + (int) (span * random.nextDouble() * random.nextDouble());
      int from = first + i * room + random.nextInt(Math.max(1, room - length));
      Mishap mishap = Mishap.values()[random.nextInt(Mishap.values().length)];
      Spell spell = new Spell(from, from + length, mishap, hit());
      befall(spell);
      spells.add(spell);
      Arrays.fill(odd, spell.from(), spell.to(), true);
    }
  }

  private int hit() {
    return switch (kind) {
      case CLUSTER -> 5 + random.nextInt(12);
      case TELEMETRY -> 1;
      case SERVER, PROCESS -> 1 + random.nextInt(5);
      default -> 1 + random.nextInt(3);
    };
  }

  private void befall(Spell spell) {
    int direction = random.nextInt(3) == 0 ? -1 : 1;
    double strength = 0.7 + 0.8 * random.nextDouble();
    for (int n = 0; n < spell.metrics(); n++) {
      int metric = victim(spell.mishap());
      int lag = kind.rows / 7 + random.nextInt(Math.max(1, kind.rows / 10));
      double[] before = new double[spell.to()];
      for (int row = 0; row < spell.to(); row++) {
        before[row] = values[row][metric];
      }
      for (int row = spell.from(); row < spell.to(); row++) {
        double shown = shown(spell, row, metric, before, lag, direction * strength);
        boolean whole = looks[metric] == Look.SWITCH || looks[metric] == Look.STEPPED;
        shown = looks[metric] == Look.BOUNDED ? Math.max(0, Math.min(shown, 100)) : shown;
        shown = looks[metric] == Look.COUNTER ? Math.max(0, shown) : shown;
        values[row][metric] = whole ? Math.rint(shown) : shown;
      }
    }
  }

  private int victim(Mishap mishap) {
    while (true) {
      int metric = random.nextInt(kind == FleetKind.TELEMETRY ? 4 : kind.metrics);
      boolean moves = looks[metric] != Look.CONSTANT && looks[metric] != Look.SPARSE;
      if (moves || mishap == Mishap.SHIFT || mishap == Mishap.BURST) {
        return metric;
      }
    }
  }

  private double shown(
      Spell spell, int row, int metric, double[] before, int lag, double strength) {
    double healthy = before[row];
    int since = row - spell.from();
    double unit = spread[metric] * strength;
    return switch (spell.mishap()) {
      case SHIFT -> healthy + 5 * unit;
      case SLIGHT_SHIFT -> healthy + 2 * unit;
      case BURST -> random.nextInt(6) == 0 ? healthy + 8 * unit * random.nextDouble() : healthy;
      case UNREST -> healthy + 1.5 * unit * random.nextGaussian();
      case STUCK -> before[spell.from()];
      case DRIFT -> healthy + 5 * unit * since / (spell.to() - spell.from());
      case BREAK -> before[Math.max(0, row - lag)];
      case FASTER -> before[Math.max(0, spell.from() - lag) + Math.min(since * 5, lag - 1) % lag];
      case DROPOUT -> healthy < 0 ? healthy : Math.min(healthy, least(before, spell.from()));
    };
  }

  private static double least(double[] before, int until) {
    double least = Double.MAX_VALUE;
    for (int i = 0; i < until; i++) {
      least = Math.min(least, before[i]);
    }
    return least;
  }

  private void accumulate() {
    for (int m = 0; m < kind.metrics; m++) {
      double total = 0;
      for (int row = 0; looks[m] == Look.COUNTER && row < kind.rows; row++) {
        total += Math.max(0, Math.rint(values[row][m]));
        values[row][m] = total;
      }
    }
  }

  private void lose() {
    if (random.nextInt(3) != 0) {
      return;
    }
    for (double[] row : values) {
      for (int m = 0; m < row.length; m++) {
        row[m] = random.nextInt(200) == 0 ? Double.NaN : row[m];
      }
    }
  }
}
