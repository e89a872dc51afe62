/** Turns bytes of the supported wire formats into sensor events, and alerts into bytes. */
@NullMarked
package io.tocsin.connectors.codec;

import org.jspecify.annotations.NullMarked;
