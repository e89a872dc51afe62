package io.tocsin.pipeline.rule.expr;

/**
 * One word of an expression.
 *
 * @param text as written; a string's value without quotes
 * @param start characters before it
 */
record Token(Kind kind, String text, int start, int end) {

  enum Kind {
    WORD("a name"),
    NUMBER("a number"),
    DURATION("a duration"),
    STRING("a string"),
    SYMBOL("a symbol"),
    END("the end");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  boolean is(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  /** Keywords are the same in any case. */
  boolean isWord(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }

  String shown() {
    return switch (kind) {
      case END -> "the end";
      case STRING -> "the string " + Quoted.quote(text);
      case DURATION -> "the duration " + text;
      default -> "\"" + text + "\"";
    };
  }
}
