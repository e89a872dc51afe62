package io.tocsin.pipeline.rule.expr;

import io.tocsin.pipeline.rule.Suggest;
import java.util.List;

/** The words of an expression, read one after the other. */
final class Tokens {

  private static final List<String> KEYWORDS =
      List.of(
          "by",
          "without",
          "and",
          "or",
          "unless",
          "offset",
          "bool",
          "on",
          "ignoring",
          "group_left",
          "group_right",
          "atan2");

  private final List<Token> tokens;
  private int at;

  private Tokens(List<Token> tokens) {
    this.tokens = tokens;
  }

  static Tokens of(String text) throws SyntaxError {
    return new Tokens(Lexer.tokens(text));
  }

  Token peek() {
    return tokens.get(at);
  }

  Token peekSecond() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  Token next() {
    Token token = tokens.get(at);
    if (token.kind() != Token.Kind.END) {
      at++;
    }
    return token;
  }

  boolean skip(String symbol) {
    boolean there = peek().is(symbol);
    if (there) {
      at++;
    }
    return there;
  }

  boolean skipWord(String word) {
    boolean there = peek().isWord(word);
    if (there) {
      at++;
    }
    return there;
  }

  void expect(String symbol, String where) throws SyntaxError {
    if (!skip(symbol)) {
      throw unexpected("\"" + symbol + "\" " + where);
    }
  }

  Token expect(Token.Kind kind, String where) throws SyntaxError {
    if (peek().kind() != kind) {
      throw unexpected(kind.words() + " " + where);
    }
    return next();
  }

  SyntaxError unexpected(String expected) {
    Token token = peek();
    String suggestion =
        token.kind() == Token.Kind.WORD
            ? Suggest.nearest(token.text(), KEYWORDS)
                .filter(word -> !token.isWord(word))
                .orElse(null)
            : null;
    return new SyntaxError(
        token.start(), "unexpected " + token.shown() + "; expected " + expected, suggestion);
  }
}
