package io.tocsin.pipeline.rule;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** One file under reading: its name and text, the environment, and where problems go. */
record ConfigSource(String file, String text, Environment environment, Problems problems) {

  void problem(
      @Nullable Mark at,
      String path,
      @Nullable String value,
      String message,
      @Nullable String hint) {
    int line = at == null ? 1 : at.getLine() + 1;
    int column = at == null ? 1 : at.getColumn() + 1;
    problems.add(new Problem(file, line, column, path, value, message, hint));
  }

  /** The text between a node's marks, as written. */
  String written(Node node) {
    int start = text.offsetByCodePoints(0, node.getStartMark().getIndex());
    int end = text.offsetByCodePoints(0, node.getEndMark().getIndex());
    return text.substring(start, end);
  }
}
