package io.tocsin.pipeline.rule.template;

/** Texts, numbers and truths that are written out. */
final class Literals {

  private Literals() {}

  static boolean isConstant(String word) {
    return word.equals("true") || word.equals("false") || word.equals("nil");
  }

  static Term literal(TemplateLexer.Word word) throws TemplateError {
    String text = word.text();
    if (text.equals("true") || text.equals("false")) {
      return new Term.Literal(text.equals("true"));
    }
    if (text.startsWith("`")) {
      return new Term.Literal(text.substring(1, text.length() - 1));
    }
    if (text.startsWith("\"")) {
      return new Term.Literal(unescape(text.substring(1, text.length() - 1), word.offset()));
    }
    if (Character.isDigit(text.charAt(0)) || text.startsWith("-") || text.startsWith("+")) {
      return number(text, word.offset());
    }
    throw new TemplateError(word.offset(), "unexpected \"" + text + "\" in a placeholder");
  }

  private static Term number(String text, int offset) throws TemplateError {
    String digits = text.replace("_", "");
    try {
      return new Term.Literal(Long.decode(digits));
    } catch (NumberFormatException notWhole) {
      try {
        return new Term.Literal(Double.parseDouble(digits));
      } catch (NumberFormatException e) {
        throw new TemplateError(offset, "not a number: " + text);
      }
    }
  }

  private static String unescape(String body, int offset) throws TemplateError {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escaped = body.charAt(++i);
      switch (escaped) {
        case 'n' -> text.append('\n');
        case 't' -> text.append('\t');
        case 'r' -> text.append('\r');
        case '"', '\\' -> text.append(escaped);
        default ->
            throw new TemplateError(
                offset, "unknown escape \\" + escaped + "; use `backticks` for a raw text");
      }
    }
    return text.toString();
  }
}
