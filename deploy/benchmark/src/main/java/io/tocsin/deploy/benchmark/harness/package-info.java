/**
 * Starts the broker and the systems under test as processes of their own, runs them in turn, and
 * measures them from outside; start at {@link Contest}.
 */
@NullMarked
package io.tocsin.deploy.benchmark.harness;

import org.jspecify.annotations.NullMarked;
