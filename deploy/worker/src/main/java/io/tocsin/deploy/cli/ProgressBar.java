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

  /**
   * Where the number of events is not known beforehand.
   *
   * @param part of the input that is done, 0 to 1
   */
  void showPart(double part, long events) {
    long now = System.nanoTime();
    if (now - shown < (terminal ? 100_000_000L : 5_000_000_000L)) {
      return;
    }
    shown = now;
    print(
        part,
        String.format("%,d events", events),
        events,
        terminal ? "\r" : "",
        terminal ? "" : "\n");
  }

  void done(long all) {
    print(all, all, terminal ? "\r" : "", "\n");
  }

  private void print(long done, long all, String before, String after) {
    double part = all == 0 ? 1 : (double) done / all;
    print(part, String.format("%,d of %,d events", done, all), done, before, after);
  }

  private void print(double part, String what, long done, String before, String after) {
    int filled = (int) (part * WIDTH);
    double seconds = (System.nanoTime() - began) / 1e9;
    out.printf(
        "%s[%s%s] %3.0f %% %s, %,.0f/s%s",
        before,
        "=".repeat(filled),
        " ".repeat(WIDTH - filled),
        part * 100,
        what,
        done / Math.max(0.001, seconds),
        after);
    out.flush();
  }
}
