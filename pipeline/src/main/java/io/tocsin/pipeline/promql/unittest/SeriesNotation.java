package io.tocsin.pipeline.promql.unittest;

import io.tocsin.pipeline.promql.StaleMarker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values of a series as tests write them: {@code 1 2 _ stale 0+10x5 3x2 _x4}.
 *
 * <p>{@code axn} is {@code a} and {@code n} more of it, {@code a+bxn} adds {@code b} each time,
 * {@code _} is a step without a sample and {@code _xn} are {@code n} of them.
 *
 * @see <a href="https://prometheus.io/docs/prometheus/2.42/configuration/unit_testing_rules/">unit
 *     testing for rules</a>
 */
final class SeriesNotation {

  private static final int MOST = 1_000_000;
  private static final String NUMBER =
      "(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[iI]nf|INF|[nN]a[nN]|NAN|0[xX][0-9a-fA-F]{1,15}";
  private static final Pattern ITEM =
      Pattern.compile(
          "(?<blank>_)(?:x(?<blanks>[0-9]{1,7}))?"
              + "|(?<stale>stale)"
              + "|(?<sign>[+-]?)(?<value>"
              + NUMBER
              + ")"
              + "(?:(?<stepsign>[+-])(?<step>"
              + NUMBER
              + "))?(?:x(?<times>[0-9]{1,7}))?");

  private SeriesNotation() {}

  /** The values step by step, or the word that cannot be read. */
  record Expanded(List<OptionalDouble> values, Optional<String> unreadable) {}

  static Expanded expand(String text) {
    List<OptionalDouble> values = new ArrayList<>();
    for (String word : text.strip().split("\\s+", -1)) {
      if (!word.isEmpty() && !add(word, values)) {
        return new Expanded(values, Optional.of(word));
      }
    }
    return new Expanded(values, Optional.empty());
  }

  private static boolean add(String word, List<OptionalDouble> values) {
    Matcher item = ITEM.matcher(word);
    if (!item.matches()) {
      return false;
    }
    if (item.group("blank") != null) {
      int count = count(item.group("blanks"), 1);
      for (int i = 0; i < count && values.size() <= MOST; i++) {
        values.add(OptionalDouble.empty());
      }
    } else if (item.group("stale") != null) {
      values.add(OptionalDouble.of(StaleMarker.VALUE));
    } else {
      addNumbers(item, values);
    }
    return values.size() <= MOST;
  }

  private static void addNumbers(Matcher item, List<OptionalDouble> values) {
    double value = signed(item.group("sign"), item.group("value"));
    double step =
        item.group("step") == null ? 0 : signed(item.group("stepsign"), item.group("step"));
    int more = count(item.group("times"), 0);
    for (int i = 0; i <= more && values.size() <= MOST; i++) {
      values.add(OptionalDouble.of(value));
      value += step;
    }
  }

  private static int count(@Nullable String digits, int absent) {
    return digits == null ? absent : Integer.parseInt(digits);
  }

  private static double signed(String sign, String number) {
    double value =
        switch (number.charAt(0)) {
          case 'i', 'I' -> Double.POSITIVE_INFINITY;
          case 'n', 'N' -> Double.NaN;
          default ->
              number.startsWith("0x") || number.startsWith("0X")
                  ? Long.parseLong(number.substring(2), 16)
                  : Double.parseDouble(number);
        };
    return sign.equals("-") ? -value : value;
  }
}
