package io.tocsin.pipeline.rule.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The part of the grammar that names series: selectors, their modifiers, label lists. */
final class SelectorGrammar {

  private static final String NAME = "__name__";
  private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

  /** Reads one expression from the tokens. */
  interface Part {
    Expr read() throws SyntaxError;
  }

  private final Tokens tokens;

  SelectorGrammar(Tokens tokens) {
    this.tokens = tokens;
  }

  Expr selector(@Nullable String metric, Place place) throws SyntaxError {
    List<LabelMatcher> matchers = new ArrayList<>();
    if (tokens.skip("{")) {
      while (!tokens.skip("}")) {
        matchers.add(matcher());
        if (!tokens.skip(",") && !tokens.peek().is("}")) {
          throw tokens.unexpected("\",\" or \"}\" after a label matcher");
        }
      }
    }
    return named(metric, matchers, place);
  }

  private LabelMatcher matcher() throws SyntaxError {
    Token name = tokens.expect(Token.Kind.WORD, "as a label in braces");
    LabelMatcher.Op op = op();
    Token value = tokens.expect(Token.Kind.STRING, "in quotes as the label's value");
    if (op == LabelMatcher.Op.MATCHES || op == LabelMatcher.Op.MATCHES_NOT) {
      Optional<String> problem = LabelMatcher.patternProblem(value.text());
      if (problem.isPresent()) {
        throw new SyntaxError(value.start(), problem.get());
      }
    }
    return LabelMatcher.of(name.text(), op, value.text());
  }

  private LabelMatcher.Op op() throws SyntaxError {
    for (LabelMatcher.Op op : LabelMatcher.Op.values()) {
      if (tokens.skip(op.symbol())) {
        return op;
      }
    }
    throw tokens.unexpected("one of = != =~ !~ between a label and its value");
  }

  private static Expr named(@Nullable String metric, List<LabelMatcher> matchers, Place place)
      throws SyntaxError {
    LabelMatcher byName =
        matchers.stream().filter(m -> m.name().equals(NAME)).findFirst().orElse(null);
    if (metric != null && byName != null) {
      throw new SyntaxError(
          place.offset(), "the metric's name is given twice: " + metric + " and " + byName);
    }
    if (metric == null && matchers.stream().allMatch(m -> m.matches(""))) {
      throw new SyntaxError(
          place.offset(), "the selector must have a matcher that does not match the empty text");
    }
    if (byName != null && isPlainName(byName)) {
      List<LabelMatcher> others = new ArrayList<>(matchers);
      others.remove(byName);
      boolean once = others.stream().noneMatch(m -> m.name().equals(NAME));
      return once
          ? new Expr.Selector(byName.value(), others, 0, place)
          : new Expr.Selector(null, matchers, 0, place);
    }
    return new Expr.Selector(metric, matchers, 0, place);
  }

  private static boolean isPlainName(LabelMatcher matcher) {
    return matcher.op() == LabelMatcher.Op.EQUAL
        && METRIC.matcher(matcher.value()).matches()
        && !Grammar.isReserved(matcher.value());
  }

  /** Reads a part and what modifies it: a range and an offset. */
  Expr modified(Part part) throws SyntaxError {
    boolean parenthesised = tokens.peek().is("(");
    Expr expr = part.read();
    while (true) {
      Token token = tokens.peek();
      if (token.is("[")) {
        expr = range(expr, parenthesised);
      } else if (token.isWord("offset")) {
        expr = offset(expr, parenthesised);
      } else if (token.is("@")) {
        throw new SyntaxError(token.start(), Refused.AT_MODIFIER);
      } else {
        return expr;
      }
    }
  }

  private Expr range(Expr expr, boolean parenthesised) throws SyntaxError {
    Token bracket = tokens.next();
    long millis = Numbers.duration(tokens.expect(Token.Kind.DURATION, "such as 5m as the range"));
    if (tokens.peek().is(":")) {
      throw new SyntaxError(bracket.start(), Refused.SUBQUERY);
    }
    tokens.expect("]", "to close the range");
    if (parenthesised || !(expr instanceof Expr.Selector selector)) {
      throw new SyntaxError(
          bracket.start(),
          "a range is only allowed right after a metric or braces; " + Refused.SUBQUERY);
    }
    if (selector.offsetMillis() != 0) {
      throw new SyntaxError(
          bracket.start(), "the offset comes after the range, as in x[5m] offset 1h");
    }
    return new Expr.Range(selector, millis, selector.place());
  }

  private Expr offset(Expr expr, boolean parenthesised) throws SyntaxError {
    Token word = tokens.next();
    boolean ahead = tokens.skip("-");
    Token duration = tokens.expect(Token.Kind.DURATION, "such as 5m after offset");
    long millis = (ahead ? -1 : 1) * Numbers.duration(duration);
    if (!parenthesised && expr instanceof Expr.Selector selector) {
      return shifted(selector, millis, word);
    }
    if (!parenthesised && expr instanceof Expr.Range range) {
      return new Expr.Range(
          shifted(range.selector(), millis, word), range.rangeMillis(), range.place());
    }
    throw new SyntaxError(
        word.start(), "offset is only allowed right after a metric, braces or a range");
  }

  private static Expr.Selector shifted(Expr.Selector selector, long millis, Token word)
      throws SyntaxError {
    if (selector.offsetMillis() != 0) {
      throw new SyntaxError(word.start(), "the offset is given twice");
    }
    return new Expr.Selector(selector.metric(), selector.matchers(), millis, selector.place());
  }

  List<String> labels(String where) throws SyntaxError {
    tokens.expect("(", where);
    List<String> labels = new ArrayList<>();
    while (!tokens.skip(")")) {
      Token label = tokens.expect(Token.Kind.WORD, "as a label");
      if (!LabelNames.isName(label.text())) {
        throw new SyntaxError(label.start(), label.shown() + " is not a label's name");
      }
      labels.add(label.text());
      if (!tokens.skip(",") && !tokens.peek().is(")")) {
        throw tokens.unexpected("\",\" or \")\" after a label");
      }
    }
    return labels;
  }
}
