/**
 * The job that the peers run, free of any engine: decode, aggregate, encode; start at {@link
 * WindowStats}.
 */
@NullMarked
package io.tocsin.deploy.benchmark.job;

import org.jspecify.annotations.NullMarked;
