package io.tocsin.pipeline.rule;

import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The place in a file of one character of a scalar's text.
 *
 * <p>Quotes, escapes, indentation and folding stand between a text and what was written. Both are
 * walked side by side over what they have in common, the visible characters; where that fails (an
 * environment reference replaced, an escaped letter), the place is that of the last common one.
 */
record TextPlace(int line, int column) {

  static TextPlace of(ConfigSource source, ScalarNode scalar, int offset) {
    String text = scalar.getValue();
    String written = source.written(scalar);
    int at = 0;
    int next = bodyStart(scalar, written);
    int wanted = Math.min(offset, text.length());
    for (int i = 0; i <= wanted && i < text.length(); i++) {
      if (Character.isWhitespace(text.charAt(i))) {
        at = next;
        continue;
      }
      int found = written.indexOf(text.charAt(i), next);
      if (found < 0) {
        break;
      }
      at = found;
      next = found + 1;
    }
    if (wanted >= text.length()) {
      at = next;
    }
    return place(scalar, written, at);
  }

  /** A block scalar's text begins below its header, which may hold any comment. */
  private static int bodyStart(ScalarNode scalar, String written) {
    return switch (scalar.getScalarStyle()) {
      case LITERAL, FOLDED -> Math.max(0, written.indexOf('\n'));
      case SINGLE_QUOTED, DOUBLE_QUOTED -> 1;
      default -> 0;
    };
  }

  private static TextPlace place(ScalarNode scalar, String written, int at) {
    int line = scalar.getStartMark().getLine() + 1;
    int column = scalar.getStartMark().getColumn() + 1;
    for (int i = 0; i < at; i++) {
      if (written.charAt(i) == '\n') {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
    return new TextPlace(line, column);
  }
}
