/** What the systems under test read, and what they must answer; start at {@link ReadingPlan}. */
@NullMarked
package io.tocsin.deploy.benchmark.load;

import org.jspecify.annotations.NullMarked;
