/** The walls between the rooms, as tests; start at {@link io.tocsin.walls.House}. */
@NullMarked
package io.tocsin.walls;

import org.jspecify.annotations.NullMarked;
