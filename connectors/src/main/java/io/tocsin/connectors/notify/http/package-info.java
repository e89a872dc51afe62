/**
 * What all receivers that are told over HTTP share; start at {@link
 * io.tocsin.connectors.notify.http.HttpPost}.
 */
@NullMarked
package io.tocsin.connectors.notify.http;

import org.jspecify.annotations.NullMarked;
