/**
 * Decides, with a reason, which alerts people need not hear of; start at {@link
 * io.tocsin.pipeline.suppress.SuppressStage}.
 */
@NullMarked
package io.tocsin.pipeline.suppress;

import org.jspecify.annotations.NullMarked;
