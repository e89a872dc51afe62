package io.tocsin.walls;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Calls, and references to methods, that some rooms must do without. */
final class Forbidden {
  private static final String NEW = "<init>";

  private static final Map<String, Set<String>> CLOCKS =
      Map.of(
          "java.lang.System", Set.of("currentTimeMillis", "nanoTime"),
          "java.lang.Thread", Set.of("sleep"),
          "java.util.concurrent.TimeUnit", Set.of("sleep"),
          "java.time.Clock",
              Set.of(
                  "system",
                  "systemUTC",
                  "systemDefaultZone",
                  "tickMillis",
                  "tickSeconds",
                  "tickMinutes"),
          "java.time.InstantSource", Set.of("system"),
          "java.util.Calendar", Set.of("getInstance"));

  private static final Set<String> GENERATORS =
      Set.of("java.util.Random", "java.util.SplittableRandom");

  private static final Map<String, Set<String>> DICE =
      Map.of(
          "java.lang.Math", Set.of("random"),
          "java.security.SecureRandom", Set.of(NEW, "getInstanceStrong"),
          "java.util.UUID", Set.of("randomUUID"),
          "java.util.concurrent.ThreadLocalRandom", Set.of("current"));

  private static final Set<String> TIMED =
      Set.of(
          "bufferTimeout",
          "delay",
          "delayElement",
          "delayElements",
          "delaySequence",
          "delaySubscription",
          "interval",
          "sampleTimeout",
          "timeout",
          "windowTimeout");

  static final DescribedPredicate<JavaAccess<?>> CLOCK =
      of(
          "a clock or a sleep",
          access ->
              isIn(CLOCKS, access)
                  || isNow(access)
                  || (isOf("java.util.Date", access) && isBare(access)));

  static final DescribedPredicate<JavaAccess<?>> CHANCE =
      of(
          "an unseeded random generator",
          access ->
              isIn(DICE, access)
                  || (GENERATORS.contains(owner(access)) && isBare(access))
                  || (isOf("java.util.Collections", access)
                      && access.getTarget().getName().equals("shuffle")
                      && parameters(access) == 1));

  static final DescribedPredicate<JavaAccess<?>> TIMED_OPERATORS =
      of(
          "an operator with a timer",
          access ->
              owner(access).startsWith("reactor.core.publisher.")
                  && TIMED.contains(access.getTarget().getName()));

  private Forbidden() {}

  private static DescribedPredicate<JavaAccess<?>> of(String what, Predicate<JavaAccess<?>> test) {
    return new DescribedPredicate<>(what) {
      @Override
      public boolean test(JavaAccess<?> access) {
        return test.test(access);
      }
    };
  }

  /** {@code now()} and {@code now(zone)}; {@code now(clock)} is given its time. */
  private static boolean isNow(JavaAccess<?> access) {
    return owner(access).startsWith("java.time.")
        && access.getTarget().getName().equals("now")
        && access.getTarget() instanceof CodeUnitAccessTarget target
        && target.getRawParameterTypes().stream()
            .noneMatch(type -> type.getName().equals("java.time.Clock"));
  }

  private static boolean isBare(JavaAccess<?> access) {
    return access.getTarget().getName().equals(NEW) && parameters(access) == 0;
  }

  private static int parameters(JavaAccess<?> access) {
    return access.getTarget() instanceof CodeUnitAccessTarget target
        ? target.getRawParameterTypes().size()
        : 0;
  }

  private static boolean isIn(Map<String, Set<String>> table, JavaAccess<?> access) {
    return table.getOrDefault(owner(access), Set.of()).contains(access.getTarget().getName());
  }

  private static boolean isOf(String type, JavaAccess<?> access) {
    return owner(access).equals(type);
  }

  private static String owner(JavaAccess<?> access) {
    return access.getTargetOwner().getName();
  }
}
