package io.tocsin.pipeline.suppress;

import org.jspecify.annotations.Nullable;

/**
 * What is stored about an alert when a decision is due.
 *
 * @param told what was decided when it last began to fire; null if it is not active
 * @param recent what came from the same source at the same level before it
 */
record Facts(@Nullable Reason told, Recent recent) {}
