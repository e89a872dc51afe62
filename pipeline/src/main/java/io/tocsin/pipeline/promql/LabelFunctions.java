package io.tocsin.pipeline.promql;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.rule.expr.Builtin;
import io.tocsin.pipeline.rule.expr.Expr;
import io.tocsin.pipeline.rule.expr.LabelReplacement;
import java.util.ArrayList;
import java.util.List;

/** Functions that change labels only. */
final class LabelFunctions {

  private LabelFunctions() {}

  static Value apply(Evaluator.Step step, Expr.Call call) {
    List<String> texts = new ArrayList<>();
    call.arguments().stream().skip(1).forEach(argument -> texts.add(step.text(argument)));
    List<Element> elements = new ArrayList<>();
    for (Element element : step.vector(call.arguments().get(0))) {
      Labels labels =
          call.function() == Builtin.LABEL_REPLACE
              ? replace(element.labels(), texts)
              : join(element.labels(), texts);
      elements.add(new Element(labels, element.value(), step.now()));
    }
    return new Value.Vector(elements);
  }

  private static Labels replace(Labels labels, List<String> texts) {
    LabelReplacement replacement = LabelReplacement.of(texts.get(3), texts.get(1));
    return replacement
        .apply(labels.getOrEmpty(texts.get(2)))
        .map(value -> labels.with(texts.get(0), value))
        .orElse(labels);
  }

  private static Labels join(Labels labels, List<String> texts) {
    List<String> values = texts.subList(2, texts.size()).stream().map(labels::getOrEmpty).toList();
    return labels.with(texts.get(0), String.join(texts.get(1), values));
  }
}
