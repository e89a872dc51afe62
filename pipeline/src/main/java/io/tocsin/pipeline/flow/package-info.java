/** The stage, the batch and the ports, and the one file that puts the stages in order. */
@NullMarked
package io.tocsin.pipeline.flow;

import org.jspecify.annotations.NullMarked;
