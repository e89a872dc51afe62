/**
 * Feeds a running system at an even pace, while it may be killed, and times every answer; start at
 * {@link LiveContest}.
 */
@NullMarked
package io.tocsin.deploy.benchmark.live;

import org.jspecify.annotations.NullMarked;
