/** Joins alerts that belong together into incidents and gives them a priority. */
@NullMarked
package io.tocsin.pipeline.correlate;

import org.jspecify.annotations.NullMarked;
