package io.tocsin.deploy.cli;

import java.io.PrintWriter;

/** A bar on a terminal; a line every few seconds elsewhere. */
final class ProgressBar {
  private static final int WIDTH = 40;

  private final PrintWriter out;
  private final boolean terminal = Terminal.attached();
  private final long began = System.nanoTime();
  private long shown = began;

  ProgressBar(PrintWriter out) {
    this.out = out;
  }

  void show(long done, long all) {
    long now = System.nanoTime();
    if (!terminal && now - shown < 5_000_000_000L) {
      return;
    }
    shown = now;
    print(done, all, terminal ? "\r" : "", terminal ? "" : "\n");
  }

  void done(long all) {
    print(all, all, terminal ? "\r" : "", "\n");
  }

  private void print(long done, long all, String before, String after) {
    double part = all == 0 ? 1 : (double) done / all;
    int filled = (int) (part * WIDTH);
    double seconds = (System.nanoTime() - began) / 1e9;
    out.printf(
        "%s[%s%s] %3.0f %% %,d of %,d events, %,.0f/s%s",
        before,
        "=".repeat(filled),
        " ".repeat(WIDTH - filled),
        part * 100,
        done,
        all,
        done / Math.max(0.001, seconds),
        after);
    out.flush();
  }
}
