package io.tocsin.pipeline.rule.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits an expression into words as Prometheus' lexer does. */
final class Lexer {

  /** Each alternative is linear: no two parts of one can match the same characters. */
  private static final Pattern NUMBER =
      Pattern.compile("0[xX][0-9a-fA-F]+|(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");

  private static final Pattern DURATION = Pattern.compile("(?:[0-9]+(?:ms|[smhdwy]))+");
  private static final Pattern WORD = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final String[] LONG_SYMBOLS = {"==", "!=", ">=", "<=", "=~", "!~"};
  private static final String SHORT_SYMBOLS = "+-*/%^<>=(){}[],@:";

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private boolean inBrackets;
  private boolean inBraces;

  private Lexer(String text) {
    this.text = text;
  }

  static List<Token> tokens(String text) throws SyntaxError {
    return new Lexer(text).run();
  }

  private List<Token> run() throws SyntaxError {
    for (skipBlank(); at < text.length(); skipBlank()) {
      next();
    }
    tokens.add(new Token(Token.Kind.END, "", text.length(), text.length()));
    return tokens;
  }

  private void skipBlank() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        at++;
      } else {
        return;
      }
    }
  }

  private void next() throws SyntaxError {
    char c = text.charAt(at);
    if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
      numberOrDuration();
    } else if (c == '"' || c == '\'' || c == '`') {
      string(c);
    } else if (isLetter(c) || (c == ':' && !inBrackets && !inBraces)) {
      word();
    } else {
      symbol();
    }
  }

  private void numberOrDuration() throws SyntaxError {
    int duration = match(DURATION);
    int number = match(NUMBER);
    int end = Math.max(duration, number);
    if (end < text.length() && (isLetter(text.charAt(end)) || isDigit(text.charAt(end)))) {
      throw new SyntaxError(
          at,
          "not a number or duration; durations are whole numbers with units, such as 1h30m or 500ms");
    }
    add(duration > number ? Token.Kind.DURATION : Token.Kind.NUMBER, end);
  }

  private void word() {
    add(Token.Kind.WORD, match(inBraces || inBrackets ? LABEL : WORD));
  }

  private void string(char quote) throws SyntaxError {
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != quote) {
      if (text.charAt(end) == '\n' && quote != '`') {
        break;
      }
      end += text.charAt(end) == '\\' && quote != '`' ? 2 : 1;
    }
    if (end >= text.length() || text.charAt(end) != quote) {
      throw new SyntaxError(at, "the string that begins here does not end");
    }
    String value = Quoted.unquote(text.substring(at + 1, end), quote, at + 1);
    tokens.add(new Token(Token.Kind.STRING, value, at, end + 1));
    at = end + 1;
  }

  private void symbol() throws SyntaxError {
    for (String symbol : LONG_SYMBOLS) {
      if (text.startsWith(symbol, at)) {
        add(Token.Kind.SYMBOL, at + symbol.length());
        return;
      }
    }
    char c = text.charAt(at);
    if (SHORT_SYMBOLS.indexOf(c) < 0) {
      String shown = text.substring(at, text.offsetByCodePoints(at, 1));
      throw new SyntaxError(at, "unexpected character \"" + shown + "\"" + hint(c));
    }
    track(c);
    add(Token.Kind.SYMBOL, at + 1);
  }

  private static String hint(char c) {
    return switch (c) {
      case '&' -> "; the operator is \"and\"";
      case '|' -> "; the operator is \"or\"";
      case '!' -> "; \"unless\" leaves out what another vector has, != compares";
      default -> "";
    };
  }

  private void track(char c) {
    if (c == '[' || c == ']') {
      inBrackets = c == '[';
    } else if (c == '{' || c == '}') {
      inBraces = c == '{';
    }
  }

  private int match(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    return matcher.lookingAt() ? matcher.end() : at;
  }

  private void add(Token.Kind kind, int end) {
    tokens.add(new Token(kind, text.substring(at, end), at, end));
    at = end;
  }

  private char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : ' ';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }
}
