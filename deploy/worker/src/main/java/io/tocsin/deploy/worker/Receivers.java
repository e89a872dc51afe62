package io.tocsin.deploy.worker;

import io.tocsin.connectors.notify.alertmanager.AlertmanagerReceiver;
import io.tocsin.connectors.notify.alertmanager.AlertmanagerSettings;
import io.tocsin.connectors.notify.console.ConsoleReceiver;
import io.tocsin.connectors.notify.webhook.WebhookReceiver;
import io.tocsin.connectors.notify.webhook.WebhookSettings;
import io.tocsin.pipeline.deliver.Endpoint;
import io.tocsin.pipeline.deliver.Outlet;
import io.tocsin.pipeline.event.Attempt;
import io.tocsin.pipeline.event.Outcome;
import io.tocsin.pipeline.flow.Receiver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import reactor.core.Disposable;

/** The receivers that are configured, with their connections. Safe for use by any thread. */
final class Receivers implements Outlet, AutoCloseable {
  private final Map<String, List<Endpoint>> endpoints = new TreeMap<>();
  private final Map<String, Receiver> byEndpoint = new TreeMap<>();

  /**
   * Opens nothing yet: receivers connect when they are told something.
   *
   * @param console how alerts are printed
   */
  Receivers(Map<String, ReceiverSettings> receivers, ConsoleReceiver console) {
    receivers.forEach(
        (name, settings) -> {
          List<Endpoint> own = new ArrayList<>();
          if (settings.console()) {
            own.add(endpoint(name + "/console", false, console));
          }
          int i = 0;
          for (WebhookSettings webhook : settings.webhooks()) {
            own.add(endpoint(name + "/webhook-" + i++, false, new WebhookReceiver(webhook)));
          }
          i = 0;
          for (AlertmanagerSettings am : settings.alertmanagers()) {
            own.add(endpoint(name + "/alertmanager-" + i++, true, new AlertmanagerReceiver(am)));
          }
          endpoints.put(name, own);
        });
  }

  private Endpoint endpoint(String name, boolean keepsAlerts, Receiver receiver) {
    byEndpoint.put(name, receiver);
    return new Endpoint(name, keepsAlerts);
  }

  Map<String, List<Endpoint>> endpoints() {
    return endpoints;
  }

  @Override
  public void send(String endpoint, Attempt attempt, Consumer<Outcome> done) {
    Receiver receiver = byEndpoint.get(endpoint);
    if (receiver == null) {
      done.accept(Outcome.refused(Outcome.Reason.NO_RECEIVER, "no endpoint \"" + endpoint + "\""));
      return;
    }
    receiver
        .send(attempt)
        .onErrorResume(
            e ->
                reactor.core.publisher.Mono.just(
                    Outcome.retry(Outcome.Reason.FAILED, e.getClass().getSimpleName())))
        .subscribe(done);
  }

  @Override
  public void close() {
    byEndpoint
        .values()
        .forEach(
            receiver -> {
              if (receiver instanceof Disposable disposable) {
                disposable.dispose();
              }
            });
  }
}
