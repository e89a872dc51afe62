/** A small house in which every wall is broken: shows that the walls' tests can fail. */
@NullMarked
package io.tocsin.walls.broken;

import org.jspecify.annotations.NullMarked;
