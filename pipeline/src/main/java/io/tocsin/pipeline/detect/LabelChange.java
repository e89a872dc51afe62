package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.rule.expr.Builtin;
import io.tocsin.pipeline.rule.expr.Expr;
import io.tocsin.pipeline.rule.expr.LabelReplacement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** {@code label_replace} and {@code label_join}. */
final class LabelChange {
  private LabelChange() {}

  static Node.Vector of(Expr.Call call, Node.Vector vector) throws NotYet {
    List<String> texts = new ArrayList<>();
    for (Expr argument : call.arguments().subList(1, call.arguments().size())) {
      if (argument instanceof Expr.Text text) {
        texts.add(text.value());
      }
    }
    if (texts.contains("__name__")) {
      throw new NotYet(call.function().word() + "() with the label __name__");
    }
    UnaryOperator<Labels> change =
        call.function() == Builtin.LABEL_REPLACE ? replace(texts) : join(texts);
    return view -> {
      List<Sample> result = new ArrayList<>();
      for (Sample sample : vector.at(view)) {
        result.add(new Sample(sample.name(), change.apply(sample.labels()), sample.value()));
      }
      return result;
    };
  }

  private static UnaryOperator<Labels> replace(List<String> texts) {
    LabelReplacement replacement = LabelReplacement.of(texts.get(3), texts.get(1));
    return labels ->
        replacement
            .apply(labels.getOrEmpty(texts.get(2)))
            .map(value -> labels.with(texts.get(0), value))
            .orElse(labels);
  }

  private static UnaryOperator<Labels> join(List<String> texts) {
    return labels ->
        labels.with(
            texts.get(0),
            texts.stream()
                .skip(2)
                .map(labels::getOrEmpty)
                .collect(Collectors.joining(texts.get(1))));
  }
}
