/**
 * Expressions evaluated on samples in memory, exactly and slowly: the reference for incremental
 * evaluation, and what rule tests run on; start at {@link io.tocsin.pipeline.promql.Evaluator}.
 */
@NullMarked
package io.tocsin.pipeline.promql;

import org.jspecify.annotations.NullMarked;
