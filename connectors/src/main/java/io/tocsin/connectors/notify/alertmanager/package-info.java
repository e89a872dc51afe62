/**
 * Tells Alertmanagers over their API, version 2; start at {@link
 * io.tocsin.connectors.notify.alertmanager.AlertmanagerReceiver}.
 */
@NullMarked
package io.tocsin.connectors.notify.alertmanager;

import org.jspecify.annotations.NullMarked;
