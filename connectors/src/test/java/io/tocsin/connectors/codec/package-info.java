/** Tests of the wire formats; start at {@link io.tocsin.connectors.codec.NativeDecoderTest}. */
@NullMarked
package io.tocsin.connectors.codec;

import org.jspecify.annotations.NullMarked;
