/** Keeps the life of an incident, from opening to resolution, and routes what must be told. */
@NullMarked
package io.tocsin.pipeline.respond;

import org.jspecify.annotations.NullMarked;
