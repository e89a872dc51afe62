package io.tocsin.pipeline.rule.expr;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The operators that combine the elements of an instant vector. */
public enum Aggregator {
  SUM(null),
  AVG(null),
  MIN(null),
  MAX(null),
  COUNT(null),
  GROUP(null),
  STDDEV(null),
  STDVAR(null),
  TOPK(ValueType.SCALAR),
  BOTTOMK(ValueType.SCALAR),
  QUANTILE(ValueType.SCALAR),
  COUNT_VALUES(ValueType.STRING);

  private static final Map<String, Aggregator> BY_WORD =
      Stream.of(values())
          .collect(Collectors.toUnmodifiableMap(Aggregator::word, Function.identity()));

  private final @Nullable ValueType parameter;

  Aggregator(@Nullable ValueType parameter) {
    this.parameter = parameter;
  }

  /** The operator as written. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type of the parameter before the vector, or null when there is none. */
  public @Nullable ValueType parameter() {
    return parameter;
  }

  static Optional<Aggregator> of(String word) {
    return Optional.ofNullable(BY_WORD.get(word.toLowerCase(Locale.ROOT)));
  }

  static Iterable<String> words() {
    return BY_WORD.keySet().stream().sorted().toList();
  }
}
