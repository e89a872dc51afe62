package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Expected;
import io.tocsin.pipeline.window.Leaf;
import io.tocsin.pipeline.window.RangeFunction;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The one sentence that says why. */
final class Explanations {
  private static final MathContext SIX_DIGITS = new MathContext(6, RoundingMode.HALF_UP);
  private static final Pattern ZEROS = Pattern.compile("\\.?0+(?=e|$)");

  private Explanations() {}

  /** Of an expression that became true. */
  static String condition(
      AlertRule rule, double value, @Nullable Expected expected, String subject) {
    StringBuilder text = new StringBuilder(subject).append(" is ").append(number(value));
    if (expected != null) {
      text.append(", expected ").append(expected.text(Explanations::number));
    }
    if (rule.timing().holdFor() > 0) {
      text.append(", for ").append(duration(rule.timing().holdFor()));
    }
    return text.toString();
  }

  static String of(AlertRule rule, Told told, Outcome outcome, double value) {
    return switch (outcome.reason()) {
      case CONDITION, CAUGHT_UP -> told.explanation();
      case LATE_DATA ->
          outcome.next() == null
              ? "late data show that it was not so: " + told.explanation()
              : "after late data of " + time(outcome.time()) + ": " + told.explanation();
      case CONDITION_ENDED -> "no longer so, was: " + told.explanation();
      case DATA_RETURNED -> "there is data again, and still: " + told.explanation();
      case NO_DATA ->
          "no data for "
              + duration(rule.timing().onNoData())
              + ", last was "
              + number(value)
              + "; before: "
              + told.explanation();
      case STALE ->
          "no data for "
              + duration(rule.timing().forgetAfter())
              + ", given up; before: "
              + told.explanation();
      case SURPASSED -> "now more than evidence: " + told.explanation();
      case RULE_REMOVED -> "the rule is gone; before: " + told.explanation();
    };
  }

  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    double magnitude = Math.abs(value);
    if (magnitude >= 1e-4 && magnitude < 999_999) {
      // As below, at a tenth of its cost.
      return BigDecimal.valueOf(value).round(SIX_DIGITS).stripTrailingZeros().toPlainString();
    }
    return ZEROS.matcher(String.format(Locale.ROOT, "%.6g", value)).replaceFirst("");
  }

  static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  static String duration(long millis) {
    long seconds = millis / 1000;
    if (millis % 1000 != 0) {
      return millis + "ms";
    } else if (seconds % 3600 == 0 && seconds > 0) {
      return seconds / 3600 + "h";
    } else if (seconds % 60 == 0 && seconds > 0) {
      return seconds / 60 + "m";
    }
    return seconds + "s";
  }

  /** What a leaf looks at, at a step. */
  static String window(Leaf leaf, long step) {
    long to = step - leaf.offset();
    String function = leaf.function().name().toLowerCase(Locale.ROOT);
    return (leaf.function() == RangeFunction.INSTANT ? "newest" : function)
        + " of "
        + Leaves.seriesOf(leaf).replace("[]", "")
        + " from "
        + time(to - leaf.range())
        + " to "
        + time(to);
  }

  static String of(Sample sample) {
    return sample.labels() + " " + number(sample.value());
  }

  /** A line for each element, as many as there may be. */
  static List<String> listed(List<Sample> samples, int most) {
    List<String> lines = new ArrayList<>();
    samples.stream().limit(most).forEach(sample -> lines.add("  " + of(sample)));
    if (samples.size() > most) {
      lines.add("  and " + (samples.size() - most) + " more");
    }
    return lines;
  }

  /** The first of them. */
  static String some(List<String> words, String between, int most) {
    String first = words.stream().limit(most).collect(Collectors.joining(between));
    return words.size() > most ? first + " and " + (words.size() - most) + " more" : first;
  }

  /** An alert's state, in words. */
  static String of(@Nullable AlertState state) {
    if (state instanceof AlertState.Pending pending) {
      return "pending since " + time(pending.since()) + ", not yet for long enough";
    } else if (state instanceof AlertState.Firing firing) {
      String ended =
          firing.endedAt() == AlertState.NEVER
              ? ""
              : ", though the condition ended at " + time(firing.endedAt());
      return "firing since " + time(firing.told().startsAt()) + ended;
    } else if (state instanceof AlertState.Unknown unknown) {
      return "unknown: no data since " + time(unknown.dataTime());
    }
    return "inactive";
  }
}
