package io.tocsin.deploy.worker;

import io.tocsin.connectors.kafka.EmbeddedBroker;
import io.tocsin.connectors.notify.console.ConsoleReceiver;
import io.tocsin.pipeline.rule.file.RuleSet;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * A worker with what surrounds it in a process of its own: the embedded broker where one is wanted,
 * health, metrics, API.
 */
public final class WorkerProcess implements AutoCloseable {
  private final @Nullable EmbeddedBroker broker;
  private final Worker worker;
  private final AlertView view;
  private final WorkerMetrics metrics;
  private final @Nullable HttpEndpoints http;

  /**
   * Starts everything, with rules that stay as they are.
   *
   * @param broker stopped last when this is closed; null if the settings name another
   * @param rules the rules, as the API shows them
   */
  public WorkerProcess(
      @Nullable EmbeddedBroker broker,
      WorkerSettings settings,
      RuleSet rules,
      ConsoleReceiver console) {
    this(
        broker,
        settings,
        new ActiveRules(
            new ActiveRules.Version(
                1, rules, settings.rules(), CompositeRules.of(rules), java.util.Map.of())),
        console);
  }

  /**
   * Starts everything.
   *
   * @param broker stopped last when this is closed; null if the settings name another
   * @param rules the rules, which may change
   */
  public WorkerProcess(
      @Nullable EmbeddedBroker broker,
      WorkerSettings settings,
      ActiveRules rules,
      ConsoleReceiver console) {
    this.broker = broker;
    worker = new Worker(settings, rules, console, InstantSource.system());
    // The lanes first: they wait for answers while the rest is made.
    worker.start();
    view = new AlertView(settings.topics(), settings.kafka());
    metrics = new WorkerMetrics(worker);
    try {
      http =
          settings.httpPort() < 0
              ? null
              : new HttpEndpoints(
                  settings.httpPort(),
                  worker,
                  metrics,
                  new PrometheusApi(rules, view, worker.detect()::newestTime));
    } catch (RuntimeException e) {
      closeAllButHttp();
      throw e;
    }
  }

  public Worker worker() {
    return worker;
  }

  public AlertView view() {
    return view;
  }

  /** The port of health, metrics and API; -1 if there is none. */
  public int httpPort() {
    return http == null ? -1 : http.port();
  }

  @Override
  public void close() {
    if (http != null) {
      http.close();
    }
    closeAllButHttp();
  }

  private void closeAllButHttp() {
    worker.close();
    metrics.close();
    view.close();
    if (broker != null) {
      broker.close();
    }
  }
}
