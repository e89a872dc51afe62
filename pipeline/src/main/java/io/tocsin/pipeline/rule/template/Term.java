package io.tocsin.pipeline.rule.template;

import io.tocsin.pipeline.event.Labels;
import java.util.ArrayList;
import java.util.List;

/** A piece of a template that has a value: a text, number, truth, or labels. */
sealed interface Term {

  Object value(Scope scope) throws TemplateError;

  /** Something written out. */
  record Literal(Object literal) implements Term {
    @Override
    public Object value(Scope scope) {
      return literal;
    }
  }

  /** The dot. */
  record Dot() implements Term {
    @Override
    public Object value(Scope scope) {
      return scope.dot();
    }
  }

  /** {@code $}: the whole data, also inside of a {@code with}. */
  record Root() implements Term {
    @Override
    public Object value(Scope scope) {
      return scope.data();
    }
  }

  /** {@code $value}. */
  record Value() implements Term {
    @Override
    public Object value(Scope scope) {
      return scope.data().value();
    }
  }

  /** {@code $labels}, or the empty external labels. */
  record AllLabels(boolean external) implements Term {
    @Override
    public Object value(Scope scope) {
      return external ? Labels.NONE : scope.data().labels();
    }
  }

  /** {@code x.name}: a label, or from the dot also the value or the labels. */
  record Field(Term of, String name) implements Term {
    @Override
    public Object value(Scope scope) throws TemplateError {
      Object owner = of.value(scope);
      if (owner instanceof Labels labels) {
        return labels.getOrEmpty(name);
      }
      if (owner instanceof TemplateData data) {
        return switch (name) {
          case "Labels" -> data.labels();
          case "Value" -> data.value();
          case "ExternalLabels" -> Labels.NONE;
          case "ExternalURL" -> "";
          default -> throw new TemplateError("there is no ." + name + "; known: .Labels, .Value");
        };
      }
      throw new TemplateError("." + name + " of something that is not labels");
    }
  }

  /** A function with its arguments. */
  record Call(String function, List<Term> arguments, int offset) implements Term {
    @Override
    public Object value(Scope scope) throws TemplateError {
      // The short circuit of Go since 1.18: what is not needed is not evaluated.
      boolean and = function.equals("and");
      List<Object> values = new ArrayList<>();
      for (Term argument : arguments) {
        Object value = argument.value(scope);
        values.add(value);
        if ((and || function.equals("or")) && TemplateFunctions.isTrue(value) != and) {
          break;
        }
      }
      try {
        return TemplateFunctions.call(function, values);
      } catch (TemplateError error) {
        throw error.at(offset);
      }
    }
  }
}
