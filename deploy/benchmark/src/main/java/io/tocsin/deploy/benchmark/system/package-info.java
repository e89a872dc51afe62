/** The systems that can be chosen for a contest; start at {@link Systems}. */
@NullMarked
package io.tocsin.deploy.benchmark.system;

import org.jspecify.annotations.NullMarked;
