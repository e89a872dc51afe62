/** The least that any system must do: read, and decode; start at {@link FloorMain}. */
@NullMarked
package io.tocsin.deploy.benchmark.floor;

import org.jspecify.annotations.NullMarked;
