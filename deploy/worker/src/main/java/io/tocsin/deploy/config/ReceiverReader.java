package io.tocsin.deploy.config;

import io.tocsin.connectors.notify.alertmanager.AlertmanagerSettings;
import io.tocsin.connectors.notify.webhook.WebhookSettings;
import io.tocsin.deploy.worker.ReceiverSettings;
import io.tocsin.pipeline.rule.ConfigMap;
import io.tocsin.pipeline.rule.ConfigNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code receivers}. */
final class ReceiverReader {
  private static final List<String> NOT_YET =
      List.of("pagerduty_configs", "slack_configs", "email_configs", "msteams_configs");

  /** The receivers by name; one called {@code console} that prints, where the file has none. */
  Map<String, ReceiverSettings> read(ConfigMap root) {
    Map<String, ReceiverSettings> receivers = new LinkedHashMap<>();
    for (ConfigMap map : root.maps("receivers")) {
      ConfigNode name = map.require("name");
      ReceiverSettings settings = receiver(map);
      if (receivers.put(name.string().orElse(""), settings) != null) {
        name.problem("there are two receivers of that name");
      }
      map.done();
    }
    if (receivers.isEmpty()) {
      receivers.put("console", new ReceiverSettings(true, List.of(), List.of()));
    }
    return receivers;
  }

  private static ReceiverSettings receiver(ConfigMap map) {
    NOT_YET.forEach(
        key ->
            map.refuse(
                key, "not yet; accepted: console_configs, webhook_configs, alertmanager_configs"));
    List<WebhookSettings> webhooks = new ArrayList<>();
    for (ConfigMap webhook : map.maps("webhook_configs")) {
      URI url = url(webhook.require("url"));
      if (url != null) {
        webhooks.add(
            new WebhookSettings(
                url,
                Map.of(),
                secrets(webhook.get("signing_secret_file")),
                "",
                WebhookSettings.of(url).times()));
      }
      webhook.done();
    }
    List<AlertmanagerSettings> alertmanagers = new ArrayList<>();
    for (ConfigMap alertmanager : map.maps("alertmanager_configs")) {
      for (ConfigNode item : alertmanager.require("urls").items()) {
        URI url = url(item);
        if (url != null) {
          alertmanagers.add(AlertmanagerSettings.of(url));
        }
      }
      alertmanager.done();
    }
    List<ConfigMap> consoles = map.maps("console_configs");
    consoles.forEach(ConfigMap::done);
    return new ReceiverSettings(!consoles.isEmpty(), webhooks, alertmanagers);
  }

  private static @org.jspecify.annotations.Nullable URI url(ConfigNode node) {
    String text = node.string().orElse("");
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Told below, like every other text that is no address.
    }
    if (node.present()) {
      node.problem("accepted: an address such as http://host:9093");
    }
    return null;
  }

  private static List<String> secrets(ConfigNode node) {
    String file = node.string().orElse("");
    if (file.isEmpty()) {
      return List.of();
    }
    try {
      return List.of(Files.readString(Path.of(file)).strip());
    } catch (IOException e) {
      node.problem(TextFile.reason(e));
      return List.of();
    }
  }
}
