package io.tocsin.connectors.notify.console;

import io.tocsin.pipeline.event.Attempt;
import io.tocsin.pipeline.event.Outcome;
import io.tocsin.pipeline.flow.Receiver;
import java.io.PrintStream;
import java.time.ZoneId;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Prints one line for each alert. A terminal that is held (Ctrl-S) blocks: so it is written to from
 * a thread that may wait.
 */
public final class ConsoleReceiver implements Receiver {
  private final PrintStream out;
  private final AlertLine line;

  /**
   * @param colours whether {@code out} is a terminal
   * @param zone in which times are shown
   */
  public ConsoleReceiver(PrintStream out, boolean colours, ZoneId zone) {
    this.out = out;
    line = new AlertLine(colours, zone);
  }

  @Override
  public Mono<Outcome> send(Attempt attempt) {
    return Mono.fromCallable(() -> print(attempt)).subscribeOn(Schedulers.boundedElastic());
  }

  private Outcome print(Attempt attempt) {
    StringBuilder text = new StringBuilder();
    attempt
        .notification()
        .alerts()
        .forEach(alert -> text.append(line.of(alert)).append(System.lineSeparator()));
    int truncated = attempt.notification().truncated();
    if (truncated > 0) {
      text.append("  … and ").append(truncated).append(" more").append(System.lineSeparator());
    }
    synchronized (out) {
      out.print(text);
      out.flush();
      return out.checkError()
          ? Outcome.refused(Outcome.Reason.GONE, "the console is closed")
          : Outcome.delivered();
    }
  }
}
