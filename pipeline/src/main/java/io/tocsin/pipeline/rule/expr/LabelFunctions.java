package io.tocsin.pipeline.rule.expr;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What can be told of label_replace and label_join before they run: their texts are literals. */
final class LabelFunctions {

  private LabelFunctions() {}

  static void check(Expr.Call call, BiConsumer<Expr, String> problem) {
    List<Expr> arguments = call.arguments();
    if (call.function() == Builtin.LABEL_REPLACE) {
      name(arguments.get(1), problem);
      if (arguments.get(4) instanceof Expr.Text pattern) {
        Optional<String> wrong = LabelMatcher.patternProblem(pattern.value());
        wrong.ifPresent(message -> problem.accept(pattern, message));
      }
    } else if (call.function() == Builtin.LABEL_JOIN) {
      name(arguments.get(1), problem);
      arguments.stream().skip(3).forEach(source -> name(source, problem));
    }
  }

  private static void name(Expr expr, BiConsumer<Expr, String> problem) {
    if (expr instanceof Expr.Text label && !LabelNames.isName(label.value())) {
      problem.accept(label, Quoted.quote(label.value()) + " is not a label's name");
    }
  }
}
