package io.tocsin.pipeline.anomaly;

import java.nio.ByteBuffer;

/**
 * A value that no longer changes. If a reading repeats the one before with probability p, a run of
 * k repetitions has probability p^k; runs that were longer before are no news.
 */
final class Stuck {
  static final int BYTES = 4 * 4 + 1;

  /** A run is told once, when it is this surprising. */
  private static final double NEWS = 12;

  private int readings;
  private int repeats;
  private int run;
  private int longest;
  private boolean told;

  /** Nats of the run that this reading ends or prolongs. */
  double learn(boolean repeated) {
    halveWhenFull();
    readings++;
    if (!repeated) {
      longest = Math.max(longest, run);
      run = 0;
      told = false;
      return 0;
    }
    repeats++;
    run = Math.min(run + 1, 1 << 28);
    int earlier = repeats - Math.min(run, repeats);
    if (told || run <= 3 * longest + 5) {
      return 0;
    }
    double nats = run * -Math.log((earlier + 1.0) / (Math.max(readings - run, 0) + 2.0));
    told = nats >= NEWS;
    return told ? nats : 0;
  }

  int run() {
    return run;
  }

  private void halveWhenFull() {
    if (readings >= 100_000) {
      readings /= 2;
      repeats /= 2;
      longest -= longest / 4;
    }
  }

  void write(ByteBuffer out) {
    out.putInt(readings).putInt(repeats).putInt(run).putInt(longest);
    out.put((byte) (told ? 1 : 0));
  }

  void read(ByteBuffer in) {
    readings = in.getInt();
    repeats = in.getInt();
    run = in.getInt();
    longest = in.getInt();
    told = in.get() != 0;
  }
}
