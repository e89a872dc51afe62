package io.tocsin.deploy.worker;

import io.tocsin.connectors.notify.alertmanager.AlertmanagerReceiver;
import io.tocsin.connectors.notify.alertmanager.AlertmanagerSettings;
import io.tocsin.connectors.notify.console.ConsoleReceiver;
import io.tocsin.connectors.notify.webhook.WebhookReceiver;
import io.tocsin.connectors.notify.webhook.WebhookSettings;
import io.tocsin.pipeline.deliver.Endpoint;
import io.tocsin.pipeline.flow.Receiver;
import io.tocsin.pipeline.way.ReceiverOutlet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import reactor.core.Disposable;

/** The receivers that are configured, with their connections. Safe for use by any thread. */
final class Receivers implements AutoCloseable {
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

  /** A way to all endpoints, one for each shard. */
  ReceiverOutlet outlet() {
    return new ReceiverOutlet(byEndpoint);
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
