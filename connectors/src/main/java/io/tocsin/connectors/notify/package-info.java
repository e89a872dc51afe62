/**
 * Sends notifications to receivers, one sub-package for each kind of receiver; start at {@link
 * io.tocsin.connectors.notify.webhook.WebhookReceiver}.
 */
@NullMarked
package io.tocsin.connectors.notify;

import org.jspecify.annotations.NullMarked;
