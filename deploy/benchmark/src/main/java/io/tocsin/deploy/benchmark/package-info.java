/** Runs the same work on Tocsin and on other engines and compares them. */
@NullMarked
package io.tocsin.deploy.benchmark;

import org.jspecify.annotations.NullMarked;
