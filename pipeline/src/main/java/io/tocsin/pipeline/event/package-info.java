/** The words all rooms share: sensor events, summaries, alerts; records only. */
@NullMarked
package io.tocsin.pipeline.event;

import org.jspecify.annotations.NullMarked;
