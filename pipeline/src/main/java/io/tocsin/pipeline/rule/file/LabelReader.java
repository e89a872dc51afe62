package io.tocsin.pipeline.rule.file;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.rule.ConfigMap;
import io.tocsin.pipeline.rule.ConfigNode;
import io.tocsin.pipeline.rule.template.Template;
import io.tocsin.pipeline.rule.template.TemplateProblem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads labels and annotations. */
final class LabelReader {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  private LabelReader() {}

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Labels whose values are texts. */
  static Labels constant(ConfigMap map, String key) {
    Map<String, String> labels = new LinkedHashMap<>();
    map.map(key)
        .entries()
        .forEach(
            (name, node) -> {
              if (checkName(name, node, true)) {
                labels.put(name, node.string().orElse(""));
              }
            });
    return Labels.of(labels);
  }

  /** Labels or annotations whose values are templates. */
  static Map<String, Template> templates(ConfigMap map, String key, boolean areLabels) {
    Map<String, Template> templates = new LinkedHashMap<>();
    map.map(key)
        .entries()
        .forEach(
            (name, node) -> {
              if (checkName(name, node, areLabels)) {
                node.string().ifPresent(text -> compile(name, node, text, templates));
              }
            });
    return templates;
  }

  private static void compile(
      String name, ConfigNode node, String text, Map<String, Template> templates) {
    Template.Compiled compiled = Template.compile(text);
    compiled.template().ifPresent(template -> templates.put(name, template));
    if (compiled.problem().isPresent()) {
      TemplateProblem problem = compiled.problem().get();
      node.problemAt(problem.offset(), problem.message(), problem.suggestion());
    }
  }

  private static boolean checkName(String name, ConfigNode node, boolean label) {
    if (!isName(name)) {
      node.problem("\"" + name + "\" is not a name: letters, digits and _, no digit first");
      return false;
    }
    boolean reserved = label && (name.equals("__name__") || name.equals("alertname"));
    if (reserved) {
      node.problem("the label " + name + " is the rule's own name and cannot be set");
    }
    return !reserved;
  }
}
