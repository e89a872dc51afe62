package io.tocsin.walls;

import java.util.List;

/**
 * A package and the packages it may import, both relative to the base package.
 *
 * @param name the package; its sub-packages belong to it
 * @param imports the rooms it may import besides itself
 */
record Room(String name, List<String> imports) {}
