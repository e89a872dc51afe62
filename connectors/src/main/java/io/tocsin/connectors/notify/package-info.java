/** Sends notifications to receivers, one sub-package for each kind of receiver. */
@NullMarked
package io.tocsin.connectors.notify;

import org.jspecify.annotations.NullMarked;
