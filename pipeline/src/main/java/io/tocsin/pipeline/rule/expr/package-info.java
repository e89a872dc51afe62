/**
 * Prometheus' expression language: text to checked tree and back; start at {@link
 * io.tocsin.pipeline.rule.expr.ExprParser} and {@link io.tocsin.pipeline.rule.expr.Expr}.
 */
@NullMarked
package io.tocsin.pipeline.rule.expr;

import org.jspecify.annotations.NullMarked;
