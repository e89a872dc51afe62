/**
 * What flows, batches and the stages they pass, and the ports at both ends; start at {@link
 * io.tocsin.pipeline.flow.Stage}.
 */
@NullMarked
package io.tocsin.pipeline.flow;

import org.jspecify.annotations.NullMarked;
