/** Keeps events, summaries, alerts and incidents for later questions. */
@NullMarked
package io.tocsin.connectors.archive;

import org.jspecify.annotations.NullMarked;
