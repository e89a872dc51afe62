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
 * Looks at the files and the topic every few seconds, on a thread of its own, and lets new rules
 * hold when all of them are good and were the same at the look before: a file that is being written
 * may be empty for a moment, and without rules everything that was learned would be gone. Only
 * rules change while the worker runs; other settings need a restart.
 */
final class RuleWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RuleWatch.class);

  private static final Duration STOPS = Duration.ofSeconds(2);

  private final @Nullable Path config;
  private final @Nullable RuleTopic topic;
  private final Environment environment;
  private final ActiveRules active;
  private final Duration every;
  private final Thread thread;
  private Map<String, String> seen;
  private Map<String, String> last;
  private volatile boolean stopping;

  /**
   * Starts looking.
   *
   * @param config the platform's file, which names the rule files; null where there is none, and
   *     nothing to look at
   * @param topic with more rule files; null if there is none
   */
  RuleWatch(
      @Nullable Path config,
      @Nullable RuleTopic topic,
      Environment environment,
      ActiveRules active,
      Duration every) {
    this.config = config;
    this.topic = topic;
    this.environment = environment;
    this.active = active;
    this.every = every;
    this.seen = active.current().texts();
    this.last = seen;
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
        unreadable(String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        if (stopping) {
          return;
        }
        unreadable(e.toString());
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
    Loaded loaded = Loaded.read(config, fromTopic(), environment, problems);
    boolean settled = loaded.texts().equals(last);
    last = loaded.texts();
    if (!settled || last.equals(seen)) {
      return;
    }
    seen = last;
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

  private Map<String, String> fromTopic() {
    if (topic == null) {
      return Map.of();
    }
    topic.poll();
    return topic.texts();
  }

  /** What was seen last says nothing about what will be there when it can be read again. */
  private void unreadable(String why) {
    seen = Map.of();
    refuse(why);
  }

  private void refuse(String why) {
    if (!why.equals(active.problem())) {
      active.refuse(why);
      LOG.warn("the rules stay as they are: {}", why);
    }
  }

  /** Ends looking, then closes the topic, which only the looking thread may use until then. */
  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    try {
      thread.join(STOPS.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (topic != null) {
      topic.close();
    }
  }
}
