/**
 * Groups what must be told and routes it to receivers; start at {@link
 * io.tocsin.pipeline.respond.RespondStage}.
 */
@NullMarked
package io.tocsin.pipeline.respond;

import org.jspecify.annotations.NullMarked;
