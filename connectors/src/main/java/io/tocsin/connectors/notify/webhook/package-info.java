/**
 * Posts Alertmanager's webhook payload (version 4); start at {@link
 * io.tocsin.connectors.notify.webhook.WebhookReceiver}.
 */
@NullMarked
package io.tocsin.connectors.notify.webhook;

import org.jspecify.annotations.NullMarked;
