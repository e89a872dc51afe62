/** Decides, with a reason, which incidents people need not hear of again. */
@NullMarked
package io.tocsin.pipeline.suppress;

import org.jspecify.annotations.NullMarked;
