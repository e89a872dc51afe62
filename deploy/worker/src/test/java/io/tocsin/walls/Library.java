package io.tocsin.walls;

import java.util.List;

/**
 * A library and the rooms that may use it.
 *
 * @param name what people call it
 * @param packages its packages, in ArchUnit's notation
 * @param homes the rooms that may use it, or a part of the house such as {@code connectors}
 */
record Library(String name, List<String> packages, List<String> homes) {
  /** Whether the room, or the part of the house it belongs to, is one of the homes. */
  boolean isAtHomeIn(String room) {
    return homes.stream().anyMatch(home -> room.equals(home) || room.startsWith(home + "."));
  }
}
