package io.tocsin.deploy.cli;

import io.tocsin.pipeline.state.RocksStores;
import org.slf4j.LoggerFactory;

/**
 * What a worker needs soon and what takes long to load, loaded while the command line and the
 * configuration are read: a worker that was killed should be back before anybody misses it.
 */
final class HeadStart {
  private final Thread logging;

  private HeadStart(Thread logging) {
    this.logging = logging;
  }

  /** Begins, if the command is one that needs it. */
  static HeadStart of(String[] args) {
    Thread logging = thread("logging", () -> LoggerFactory.getLogger(HeadStart.class));
    if (args.length > 0 && args[0].equals("worker")) {
      thread("state", RocksStores::prepare).start();
      logging.start();
    }
    return new HeadStart(logging);
  }

  /** Whoever asks for a logger while logging is being set up gets a makeshift one: wait before. */
  void awaitLogging() {
    try {
      logging.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread thread(String name, Runnable run) {
    Thread thread = new Thread(run, "head-start-" + name);
    thread.setDaemon(true);
    return thread;
  }
}
