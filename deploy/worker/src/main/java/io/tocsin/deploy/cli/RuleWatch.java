package io.tocsin.deploy.cli;

import io.tocsin.deploy.config.Loaded;
import io.tocsin.deploy.worker.ActiveRules;
import io.tocsin.deploy.worker.CompositeRules;
import io.tocsin.pipeline.rule.Environment;
import io.tocsin.pipeline.rule.Problems;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the files every few seconds, on a thread of its own, and lets new rules hold when all of
 * them are good. Only rules change while the worker runs; other settings need a restart.
 */
final class RuleWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RuleWatch.class);

  private final @Nullable Path config;
  private final Environment environment;
  private final ActiveRules active;
  private final Duration every;
  private final Thread thread;
  private Map<String, String> seen;
  private volatile boolean stopping;

  /**
   * Starts looking.
   *
   * @param config the platform's file, which names the rule files; null where there is none, and
   *     nothing to look at
   */
  RuleWatch(@Nullable Path config, Environment environment, ActiveRules active, Duration every) {
    this.config = config;
    this.environment = environment;
    this.active = active;
    this.every = every;
    this.seen = active.current().texts();
    thread = new Thread(this::run, "rule-watch");
    thread.setDaemon(true);
    if (config != null) {
      thread.start();
    }
  }

  private void run() {
    while (!stopping) {
      try {
        Thread.sleep(every.toMillis());
        look();
      } catch (InterruptedException e) {
        return;
      } catch (UncheckedIOException e) {
        refuse(String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        refuse(e.toString());
      }
    }
  }

  /** Whether there is anything to look at. */
  boolean looks() {
    return config != null;
  }

  /** One look. */
  void look() {
    Problems problems = new Problems();
    Loaded loaded = Loaded.read(config, environment, problems);
    if (loaded.texts().equals(seen)) {
      return;
    }
    seen = loaded.texts();
    if (!problems.isEmpty()) {
      refuse(problems.toString());
    } else if (loaded.texts().equals(active.current().texts())) {
      active.accept();
    } else {
      active.change(
          loaded.ruleSet(), loaded.rules(), CompositeRules.of(loaded.ruleSet()), loaded.texts());
      LOG.info("rules have changed: version {} holds", active.current().number());
    }
  }

  private void refuse(String why) {
    if (!why.equals(active.problem())) {
      active.refuse(why);
      LOG.warn("the rules stay as they are: {}", why);
    }
  }

  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
  }
}
