package io.tocsin.pipeline.rule.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a template: text, placeholders, choices. */
final class TemplateParser {

  private static final int DEEPEST = 50;
  private static final Set<String> REFUSED =
      Set.of("range", "define", "template", "block", "break", "continue");

  private final String text;
  private int at;
  private boolean trimNext;

  private TemplateParser(String text) {
    this.text = text;
  }

  static List<Part> parse(String text) throws TemplateError {
    TemplateParser parser = new TemplateParser(text);
    List<Part> parts = new ArrayList<>();
    Action end = parser.parts(parts, 0);
    if (end != null) {
      throw new TemplateError(end.offset(), "{{" + end.keyword() + "}} without an open if or with");
    }
    return parts;
  }

  /** What is inside of a pair of braces. */
  private record Action(String keyword, List<TemplateLexer.Word> words, int offset) {}

  /** Reads parts up to an {@code else} or {@code end}, which it gives back; null at the end. */
  private @Nullable Action parts(List<Part> into, int depth) throws TemplateError {
    if (depth > DEEPEST) {
      throw new TemplateError(at, "if and with nest deeper than " + DEEPEST);
    }
    while (at < text.length()) {
      int open = text.indexOf("{{", at);
      constant(into, open < 0 ? text.length() : open, open);
      if (open < 0) {
        return null;
      }
      Action action = action(open);
      switch (action.keyword()) {
        case "" -> {
          if (!action.words().isEmpty()) {
            into.add(new Part.Placeholder(new TermParser(action.words(), open).whole()));
          }
        }
        case "if", "with" -> into.add(choice(action, depth));
        default -> {
          return action;
        }
      }
    }
    return null;
  }

  /** A dash inside of a brace takes the blanks on that side away. */
  private void constant(List<Part> into, int end, int open) {
    String constant = text.substring(at, end);
    if (trimNext) {
      constant = constant.stripLeading();
    }
    if (open >= 0 && dashAfter(open)) {
      constant = constant.stripTrailing();
    }
    if (!constant.isEmpty()) {
      into.add(new Part.Constant(constant));
    }
    at = end;
  }

  private boolean dashAfter(int open) {
    return text.startsWith("{{-", open)
        && open + 3 < text.length()
        && Character.isWhitespace(text.charAt(open + 3));
  }

  private Action action(int open) throws TemplateError {
    int start = open + (dashAfter(open) ? 3 : 2);
    int comment = skipBlanks(start);
    if (text.startsWith("/*", comment)) {
      return comment(open, comment);
    }
    int close = TemplateLexer.closing(text, start);
    if (close < 0) {
      throw new TemplateError(open, "the placeholder that begins here has no end \"}}\"");
    }
    int end = close;
    trimNext =
        text.charAt(close - 1) == '-'
            && close - 2 >= start
            && Character.isWhitespace(text.charAt(close - 2));
    if (trimNext) {
      end--;
    }
    at = close + 2;
    List<TemplateLexer.Word> words = TemplateLexer.words(text, start, end);
    if (words.isEmpty()) {
      throw new TemplateError(open, "the placeholder is empty");
    }
    return keyword(words, open);
  }

  private Action comment(int open, int start) throws TemplateError {
    int end = text.indexOf("*/", start);
    int close = end < 0 ? -1 : text.indexOf("}}", end);
    if (close < 0) {
      throw new TemplateError(open, "the comment that begins here does not end");
    }
    trimNext = text.charAt(close - 1) == '-';
    at = close + 2;
    return new Action("", List.of(), open);
  }

  private static Action keyword(List<TemplateLexer.Word> words, int open) throws TemplateError {
    String first = words.get(0).text();
    if (REFUSED.contains(first)) {
      throw new TemplateError(
          words.get(0).offset(), first + " is not supported; there are if, with and functions");
    }
    boolean keyword = Set.of("if", "with", "else", "end").contains(first);
    return keyword
        ? new Action(first, words.subList(1, words.size()), open)
        : new Action("", words, open);
  }

  private Part choice(Action action, int depth) throws TemplateError {
    Term condition = new TermParser(action.words(), action.offset()).whole();
    List<Part> then = new ArrayList<>();
    List<Part> otherwise = new ArrayList<>();
    Action next = parts(then, depth + 1);
    if (next != null && next.keyword().equals("else")) {
      if (next.words().isEmpty()) {
        next = parts(otherwise, depth + 1);
      } else {
        return elseIf(action, condition, then, next, depth);
      }
    }
    requireEnd(action, next);
    return new Part.Choice(condition, action.keyword().equals("with"), then, otherwise);
  }

  private Part elseIf(Action action, Term condition, List<Part> then, Action next, int depth)
      throws TemplateError {
    TemplateLexer.Word word = next.words().get(0);
    if (!word.text().equals("if") || action.keyword().equals("with")) {
      throw new TemplateError(word.offset(), "after else stands nothing, or if in an if");
    }
    List<TemplateLexer.Word> rest = next.words().subList(1, next.words().size());
    Part inner = choice(new Action("if", rest, next.offset()), depth + 1);
    return new Part.Choice(condition, false, then, List.of(inner));
  }

  private static void requireEnd(Action open, @Nullable Action end) throws TemplateError {
    if (end == null || !end.keyword().equals("end")) {
      throw new TemplateError(open.offset(), "{{" + open.keyword() + "}} has no {{end}}");
    }
  }

  private int skipBlanks(int from) {
    int i = from;
    while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i;
  }
}
