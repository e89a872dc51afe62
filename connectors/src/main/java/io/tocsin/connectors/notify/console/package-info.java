/**
 * Shows notifications to whoever looks at the terminal; start at {@link
 * io.tocsin.connectors.notify.console.ConsoleReceiver}.
 */
@NullMarked
package io.tocsin.connectors.notify.console;

import org.jspecify.annotations.NullMarked;
