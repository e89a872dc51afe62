package io.tocsin.deploy.worker;

import io.tocsin.connectors.notify.alertmanager.AlertmanagerSettings;
import io.tocsin.connectors.notify.webhook.WebhookSettings;
import java.util.List;

/**
 * One named receiver; it tells all of its endpoints.
 *
 * @param console whether the worker prints it
 */
public record ReceiverSettings(
    boolean console, List<WebhookSettings> webhooks, List<AlertmanagerSettings> alertmanagers) {}
