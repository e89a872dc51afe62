package io.tocsin.pipeline.rule.template;

import java.util.ArrayList;
import java.util.List;

/** Reads what has a value: {@code $labels.x}, {@code printf "%.2f" $value | title}. */
final class TermParser {

  private static final int DEEPEST = 50;

  private final List<TemplateLexer.Word> words;
  private final int offset;
  private int at;
  private int depth;

  TermParser(List<TemplateLexer.Word> words, int offset) {
    this.words = words;
    this.offset = offset;
  }

  Term whole() throws TemplateError {
    Term term = pipeline();
    if (at < words.size()) {
      throw unexpected();
    }
    return term;
  }

  private Term pipeline() throws TemplateError {
    if (++depth > DEEPEST) {
      throw new TemplateError(offset, "parentheses nest deeper than " + DEEPEST);
    }
    Term term = command(List.of());
    while (is("|")) {
      at++;
      term = command(List.of(term));
    }
    depth--;
    return term;
  }

  /** A function with arguments, the last of which may come through a pipe; or a single operand. */
  private Term command(List<Term> piped) throws TemplateError {
    if (at >= words.size()) {
      throw new TemplateError(offset, "a value is missing");
    }
    TemplateLexer.Word first = words.get(at);
    boolean function = isFunction(first.text());
    if (!function) {
      if (!piped.isEmpty()) {
        throw new TemplateError(first.offset(), "only a function can take what is piped into it");
      }
      Term operand = operand();
      if (at < words.size() && !is("|") && !is(")")) {
        throw unexpected();
      }
      return operand;
    }
    at++;
    return call(first, piped);
  }

  private Term call(TemplateLexer.Word name, List<Term> piped) throws TemplateError {
    if (!TemplateFunctions.isKnown(name.text())) {
      throw new TemplateError(name.offset(), TemplateFunctions.unknown(name.text()));
    }
    List<Term> arguments = new ArrayList<>();
    while (at < words.size() && !is("|") && !is(")")) {
      TemplateLexer.Word word = words.get(at);
      arguments.add(isFunction(word.text()) ? alone(word) : operand());
    }
    arguments.addAll(piped);
    return new Term.Call(name.text(), arguments, name.offset());
  }

  /** A function among arguments stands alone; its own arguments need parentheses. */
  private Term alone(TemplateLexer.Word name) throws TemplateError {
    at++;
    if (!TemplateFunctions.isKnown(name.text())) {
      throw new TemplateError(name.offset(), TemplateFunctions.unknown(name.text()));
    }
    return new Term.Call(name.text(), List.of(), name.offset());
  }

  private Term operand() throws TemplateError {
    TemplateLexer.Word word = words.get(at++);
    String text = word.text();
    Term term;
    if (text.equals("(")) {
      term = pipeline();
      if (!is(")")) {
        throw new TemplateError(word.offset(), "the parenthesis that opens here does not close");
      }
      at++;
    } else if (text.startsWith(".")) {
      term = text.equals(".") ? new Term.Dot() : new Term.Field(new Term.Dot(), text.substring(1));
    } else if (text.startsWith("$")) {
      term = variable(word);
    } else {
      term = Literals.literal(word);
    }
    return fields(term);
  }

  private Term fields(Term term) {
    Term result = term;
    while (at < words.size()
        && words.get(at).joined()
        && words.get(at).text().startsWith(".")
        && words.get(at).text().length() > 1) {
      result = new Term.Field(result, words.get(at++).text().substring(1));
    }
    return result;
  }

  private Term variable(TemplateLexer.Word word) throws TemplateError {
    return switch (word.text()) {
      case "$labels" -> new Term.AllLabels(false);
      case "$externalLabels" -> new Term.AllLabels(true);
      case "$externalURL" -> new Term.Literal("");
      case "$value" -> new Term.Value();
      case "$" -> new Term.Root();
      default -> {
        boolean defines = at < words.size() && (is(":=") || is("="));
        throw new TemplateError(
            word.offset(),
            defines
                ? "variables of your own are not supported; known: $labels, $value"
                : "unknown variable " + word.text() + "; known: $labels, $value");
      }
    };
  }

  private static boolean isFunction(String word) {
    char c = word.charAt(0);
    return (Character.isLetter(c) || c == '_') && !Literals.isConstant(word);
  }

  private boolean is(String symbol) {
    return at < words.size() && words.get(at).text().equals(symbol);
  }

  private TemplateError unexpected() {
    TemplateLexer.Word word = words.get(at);
    return new TemplateError(word.offset(), "unexpected \"" + word.text() + "\" in a placeholder");
  }
}
