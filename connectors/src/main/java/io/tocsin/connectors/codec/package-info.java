/**
 * Turns bytes of the supported wire formats into sensor events, and alerts into bytes; start at
 * {@link io.tocsin.connectors.codec.Codecs}.
 */
@NullMarked
package io.tocsin.connectors.codec;

import org.jspecify.annotations.NullMarked;
