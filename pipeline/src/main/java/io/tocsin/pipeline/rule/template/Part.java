package io.tocsin.pipeline.rule.template;

import java.util.List;

/** A piece of a template that writes text. */
sealed interface Part {

  void write(Scope scope, StringBuilder out) throws TemplateError;

  /** Text outside of braces. */
  record Constant(String text) implements Part {
    @Override
    public void write(Scope scope, StringBuilder out) {
      out.append(text);
    }
  }

  /** A value in braces. */
  record Placeholder(Term term) implements Part {
    @Override
    public void write(Scope scope, StringBuilder out) throws TemplateError {
      out.append(GoFormat.print(term.value(scope)));
    }
  }

  /**
   * {@code if} or {@code with}: the latter makes the condition's value the dot of what it guards.
   */
  record Choice(Term condition, boolean with, List<Part> then, List<Part> otherwise)
      implements Part {
    @Override
    public void write(Scope scope, StringBuilder out) throws TemplateError {
      Object value = condition.value(scope);
      boolean truth = TemplateFunctions.isTrue(value);
      Scope inner = truth && with ? new Scope(scope.data(), value) : scope;
      for (Part part : truth ? then : otherwise) {
        part.write(inner, out);
      }
    }
  }
}
