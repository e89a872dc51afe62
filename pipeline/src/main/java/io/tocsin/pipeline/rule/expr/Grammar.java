package io.tocsin.pipeline.rule.expr;

import static io.tocsin.pipeline.rule.expr.ValueType.VECTOR;

import io.tocsin.pipeline.rule.Suggest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The grammar, by recursive descent with precedence climbing for operators. */
final class Grammar {

  /** Words that cannot be a metric's name without braces. */
  private static final Set<String> RESERVED =
      Set.of(
          "and",
          "or",
          "unless",
          "atan2",
          "bool",
          "on",
          "ignoring",
          "group_left",
          "group_right",
          "inf",
          "nan");

  private final Tokens tokens;
  private final SelectorGrammar selectors;
  private int depth;

  Grammar(Tokens tokens) {
    this.tokens = tokens;
    this.selectors = new SelectorGrammar(tokens);
  }

  static boolean isReserved(String word) {
    return RESERVED.contains(word.toLowerCase(Locale.ROOT));
  }

  static SyntaxError tooDeep(int offset) {
    return new SyntaxError(
        offset, "the expression nests deeper than " + ExprParser.DEEPEST + " levels");
  }

  Expr whole() throws SyntaxError {
    if (tokens.peek().kind() == Token.Kind.END) {
      throw new SyntaxError(0, "the expression is empty");
    }
    Expr expr = expression(1);
    if (tokens.peek().kind() != Token.Kind.END) {
      throw tokens.unexpected("an operator or the end");
    }
    return expr;
  }

  private Expr expression(int loosest) throws SyntaxError {
    if (++depth > ExprParser.DEEPEST / 2) {
      throw tooDeep(tokens.peek().start());
    }
    Expr left = signed();
    int chain = 1;
    for (Optional<BinaryOp> op = operator(loosest); op.isPresent(); op = operator(loosest)) {
      if (++chain > ExprParser.DEEPEST) {
        // Each link asks for the type of all before it.
        throw tooDeep(tokens.peek().start());
      }
      left = binary(left, op.get());
    }
    depth--;
    return left;
  }

  private Optional<BinaryOp> operator(int loosest) {
    Token token = tokens.peek();
    boolean possible = token.kind() == Token.Kind.SYMBOL || token.kind() == Token.Kind.WORD;
    return possible
        ? BinaryOp.of(token.text()).filter(op -> op.precedence() >= loosest)
        : Optional.empty();
  }

  private Expr binary(Expr left, BinaryOp op) throws SyntaxError {
    Place place = new Place(tokens.next().start());
    boolean bool = tokens.skipWord("bool");
    Matching written = matching(op);
    Expr right = expression(op.isRightAssociative() ? op.precedence() : op.precedence() + 1);
    boolean vectors = left.type() == VECTOR && right.type() == VECTOR;
    Matching matching = written == null && vectors ? plain(op) : written;
    return new Expr.Binary(op, bool, matching, left, right, place);
  }

  private static Matching plain(BinaryOp op) {
    return new Matching(cardinality(op), false, List.of(), List.of());
  }

  private static Matching.Cardinality cardinality(BinaryOp op) {
    return op.isSet() ? Matching.Cardinality.MANY_TO_MANY : Matching.Cardinality.ONE_TO_ONE;
  }

  private @Nullable Matching matching(BinaryOp op) throws SyntaxError {
    boolean on = tokens.peek().isWord("on");
    if (!on && !tokens.peek().isWord("ignoring")) {
      return null;
    }
    tokens.next();
    List<String> labels = selectors.labels("after on or ignoring");
    boolean left = tokens.peek().isWord("group_left");
    if (!left && !tokens.peek().isWord("group_right")) {
      return new Matching(cardinality(op), on, labels, List.of());
    }
    Token group = tokens.next();
    if (op.isSet()) {
      throw new SyntaxError(
          group.start(), "no grouping allowed for \"" + op.symbol() + "\", which is many to many");
    }
    List<String> include =
        tokens.peek().is("(") ? selectors.labels("after " + group.text()) : List.of();
    Matching.Cardinality cardinality =
        left ? Matching.Cardinality.MANY_TO_ONE : Matching.Cardinality.ONE_TO_MANY;
    return new Matching(cardinality, on, labels, include);
  }

  /** A sign binds as tightly as a product: what follows it may only be a power. */
  private Expr signed() throws SyntaxError {
    Token sign = tokens.peek();
    if (!sign.is("-") && !sign.is("+")) {
      return selectors.modified(this::primary);
    }
    tokens.next();
    boolean literal = !tokens.peek().is("(");
    Expr operand = expression(BinaryOp.POWER.precedence());
    if (literal && operand instanceof Expr.Num number) {
      return sign.is("-") ? new Expr.Num(-number.value(), new Place(sign.start())) : number;
    }
    Checker.requireNumeric(operand, sign);
    return sign.is("-") ? new Expr.Negation(operand, new Place(sign.start())) : operand;
  }

  private Expr primary() throws SyntaxError {
    Token token = tokens.peek();
    Place place = new Place(token.start());
    return switch (token.kind()) {
      case NUMBER -> new Expr.Num(Numbers.number(tokens.next()), place);
      case STRING -> new Expr.Text(tokens.next().text(), place);
      case WORD -> word(token, place);
      case SYMBOL -> {
        if (token.is("{")) {
          yield selectors.selector(null, place);
        }
        if (!tokens.skip("(")) {
          throw tokens.unexpected("an expression");
        }
        Expr inner = expression(1);
        tokens.expect(")", "to close the parenthesis");
        yield inner;
      }
      case DURATION ->
          throw new SyntaxError(
              token.start(),
              "unexpected duration "
                  + token.text()
                  + "; numbers have no unit here, seconds are"
                  + " written as a number");
      case END -> throw tokens.unexpected("an expression");
    };
  }

  private Expr word(Token token, Place place) throws SyntaxError {
    boolean call = tokens.peekSecond().is("(");
    if (token.isWord("inf") || token.isWord("nan")) {
      tokens.next();
      double value = token.isWord("inf") ? Double.POSITIVE_INFINITY : Double.NaN;
      return new Expr.Num(value, place);
    }
    Optional<Aggregator> aggregator = Aggregator.of(token.text());
    if (aggregator.isPresent() && (call || isGrouping(tokens.peekSecond()))) {
      tokens.next();
      return aggregation(aggregator.get(), place);
    }
    if (call && !isReserved(token.text())) {
      tokens.next();
      return call(token, place);
    }
    if (isReserved(token.text())) {
      throw tokens.unexpected("an expression");
    }
    return selectors.selector(tokens.next().text(), place);
  }

  private static boolean isGrouping(Token token) {
    return token.isWord("by") || token.isWord("without");
  }

  private Expr aggregation(Aggregator aggregator, Place place) throws SyntaxError {
    Grouping before = grouping();
    List<Expr> arguments = arguments("after " + aggregator.word());
    Grouping after = before == null ? grouping() : null;
    Grouping grouping = before != null ? before : after != null ? after : Grouping.ALL;
    int wanted = aggregator.parameter() == null ? 1 : 2;
    if (arguments.size() != wanted) {
      throw new SyntaxError(
          place.offset(),
          "wrong number of arguments for "
              + aggregator.word()
              + ": expected "
              + wanted
              + ", got "
              + arguments.size());
    }
    Expr parameter = wanted == 2 ? arguments.get(0) : null;
    return new Expr.Aggregation(aggregator, grouping, parameter, arguments.get(wanted - 1), place);
  }

  private @Nullable Grouping grouping() throws SyntaxError {
    if (!isGrouping(tokens.peek())) {
      return null;
    }
    Token word = tokens.next();
    return new Grouping(word.isWord("without"), selectors.labels("after " + word.text()));
  }

  private Expr call(Token name, Place place) throws SyntaxError {
    Optional<Builtin> function = Builtin.of(name.text());
    if (function.isEmpty()) {
      Optional<String> refused = Refused.function(name.text());
      if (refused.isPresent()) {
        throw new SyntaxError(name.start(), refused.get());
      }
      List<String> known = new ArrayList<>(Builtin.words());
      Aggregator.words().forEach(known::add);
      throw new SyntaxError(
          name.start(),
          "unknown function \"" + name.text() + "\"",
          Suggest.nearest(name.text(), known).orElse(null));
    }
    return new Expr.Call(function.get(), arguments("after " + name.text()), place);
  }

  private List<Expr> arguments(String where) throws SyntaxError {
    tokens.expect("(", where);
    List<Expr> arguments = new ArrayList<>();
    if (tokens.skip(")")) {
      return arguments;
    }
    do {
      arguments.add(expression(1));
    } while (tokens.skip(","));
    tokens.expect(")", "to close the arguments");
    return arguments;
  }
}
