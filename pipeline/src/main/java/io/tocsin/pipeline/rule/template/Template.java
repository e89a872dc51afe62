package io.tocsin.pipeline.rule.template;

import io.tocsin.pipeline.event.Labels;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A text with placeholders in the notation of Go's templates, as Prometheus expands them in
 * annotations and labels: {@code {{ $labels.x }}}, {@code {{ $value | humanize }}}, {@code {{ if
 * ... }}}.
 *
 * <p>Supported are {@code $labels}, {@code $value}, {@code if}, {@code with}, pipelines and the
 * functions of {@link TemplateFunctions}; what else Go or Prometheus knows is refused by name.
 * Immutable; two templates are equal when their texts are.
 *
 * @see <a href="https://prometheus.io/docs/prometheus/2.42/configuration/template_reference/">the
 *     reference</a>
 */
public final class Template {

  private final String text;
  private final List<Part> parts;

  private Template(String text, List<Part> parts) {
    this.text = text;
    this.parts = parts;
  }

  /** A template or what is wrong with its text. */
  public record Compiled(Optional<Template> template, Optional<TemplateProblem> problem) {}

  /**
   * Compiles a text and tries it on empty labels and the value 0, so that mistakes of types are
   * found before there is an alert.
   */
  public static Compiled compile(String text) {
    try {
      Template template = new Template(text, TemplateParser.parse(text));
      template.tryOut();
      return new Compiled(Optional.of(template), Optional.empty());
    } catch (TemplateError error) {
      String suggestion = TemplateFunctions.suggestion(error.message()).orElse(null);
      TemplateProblem problem = new TemplateProblem(error.offset(), error.message(), suggestion);
      return new Compiled(Optional.empty(), Optional.of(problem));
    }
  }

  private void tryOut() throws TemplateError {
    try {
      run(new TemplateData(Labels.NONE, 0));
    } catch (TemplateError error) {
      if (!error.isOfData()) {
        throw error;
      }
    }
  }

  /** The template that always gives this text. */
  public static Template constant(String text) {
    return new Template(text, List.of(new Part.Constant(text)));
  }

  /**
   * The text for these values. Never fails: where a value does not suit, the text says so in
   * Prometheus' way, {@code <error expanding template: ...>}.
   */
  public String expand(TemplateData data) {
    try {
      return run(data);
    } catch (TemplateError error) {
      return "<error expanding template: " + error.message() + ">";
    }
  }

  private String run(TemplateData data) throws TemplateError {
    StringBuilder out = new StringBuilder();
    Scope scope = new Scope(data, data);
    for (Part part : parts) {
      part.write(scope, out);
    }
    return out.toString();
  }

  /** Whether the text is the same whatever the values are. */
  public boolean isConstant() {
    return parts.stream().allMatch(part -> part instanceof Part.Constant);
  }

  /** The text as written. */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Template that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
