package io.tocsin.pipeline.detect;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tocsin.pipeline.window.LatePolicy;
import io.tocsin.pipeline.window.OneWatermark;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.implementation.StubMethod;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each timeline of {@link PainsTest} fails when what prevents its pain is taken out: the whole
 * pipeline is loaded anew with one method replaced, and the timeline runs in it.
 */
@SuppressWarnings("UnusedVariable") // advice assigns what it changes
class PainsMutationTest {
  private static final String WINDOW = "io.tocsin.pipeline.window.";
  private static final String DETECT = "io.tocsin.pipeline.detect.";

  /**
   * One mechanism taken out.
   *
   * @param timeline the method of {@link PainsTest} that must fail
   * @param type the class that is changed
   * @param method whose body is replaced
   * @param how the advice that replaces it; null: it does nothing
   */
  record Mutation(String timeline, String type, String method, @Nullable Class<?> how) {
    @Override
    public String toString() {
      String what = how == null ? "does nothing" : how.getSimpleName();
      return timeline
          + " / "
          + type.substring(type.lastIndexOf('.') + 1)
          + "."
          + method
          + " "
          + what;
    }
  }

  static Stream<Mutation> mutations() {
    return Stream.of(
        new Mutation(
            "theFinalWindowOfAStreamThatGoesQuietAppears", WINDOW + "WindowStage", "idle", null),
        new Mutation(
            "theFinalWindowOfAStreamThatGoesQuietAppears",
            "io.tocsin.pipeline.flow.Now",
            "caughtUpTo",
            Never.class),
        new Mutation("oneQuietSensorHoldsBackNobody", WINDOW + "WindowStage", "idle", null),
        new Mutation(
            "idlenessComesFromPositionsNotFromSilence",
            "io.tocsin.pipeline.flow.Now",
            "caughtUpTo",
            TheWallClock.class),
        new Mutation(
            "aDeviceThatUploadsYesterdaysDataKeepsItsWindowsWhole",
            WINDOW + "WindowStage",
            "heard",
            OneWatermark.class),
        new Mutation(
            "aClockAYearAheadMakesNothingLate",
            WINDOW + "WindowSettings",
            "maxFutureSkew",
            Years.class),
        new Mutation("lateRecordsDoNotVanish", WINDOW + "WindowSettings", "late", Dropped.class),
        new Mutation(
            "anAlertThatLateDataRefuteIsWithdrawnAndOneTheyChangeIsAmended",
            DETECT + "Corrections",
            "reconsider",
            null),
        new Mutation(
            "anAlertThatLateDataRefuteIsWithdrawnAndOneTheyChangeIsAmended",
            WINDOW + "Panes",
            "amend",
            No.class),
        new Mutation(
            "aDeadMansAlertComesForEachSensorAlsoForOneThatNeverReported",
            WINDOW + "Silences",
            "tell",
            null),
        new Mutation(
            "aDeadMansAlertComesForEachSensorAlsoForOneThatNeverReported",
            WINDOW + "Silences",
            "meetExpected",
            null),
        new Mutation(
            "aSensorsOwnPaceSaysWhenItIsSilentIfTheRuleDoesNot",
            WINDOW + "UsualGap",
            "learn",
            null),
        new Mutation(
            "timeInWhichNobodyCouldBeHeardIsNotSilence",
            WINDOW + "ShardTime$Live",
            "looks",
            SinceEver.class),
        new Mutation(
            "whenManyFallSilentTogetherThereIsOneAlert", WINDOW + "Sensors", "forEachState", null),
        new Mutation(
            "whatIsStuckBeforeUsIsNotSilence", WINDOW + "ShardTime$Live", "marks", Always.class),
        new Mutation(
            "nothingIsSilentWhileTheShardCatchesUp",
            "io.tocsin.pipeline.flow.Now",
            "caughtUpTo",
            TheWallClock.class),
        new Mutation(
            "rulesSeeCompleteDataOnly", WINDOW + "WindowSettings", "maxOutOfOrder", AtOnce.class),
        new Mutation(
            "theJumpFromOldDataToTodayRaisesNothing",
            WINDOW + "WindowSettings",
            "followWallClock",
            Yes.class));
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void withoutItsMechanismTheTimelineFails(Mutation mutation) throws Exception {
    Throwable failure = run(mutation.timeline(), mutation);
    assertThat(failure)
        .as("the timeline is the same without %s.%s", mutation.type(), mutation.method())
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void everyTimelineIsShownAndHoldsWithItsMechanism() throws Exception {
    for (Method timeline : PainsTest.class.getDeclaredMethods()) {
      if (timeline.isAnnotationPresent(Test.class)) {
        assertThat(mutations().map(Mutation::timeline)).contains(timeline.getName());
        assertThat(run(timeline.getName(), null)).as(timeline.getName()).isNull();
      }
    }
  }

  /** What the timeline ends with in a pipeline of its own; null if it holds. */
  private static @Nullable Throwable run(String timeline, @Nullable Mutation mutation)
      throws ReflectiveOperationException {
    ClassLoader own = new Own(PainsMutationTest.class.getClassLoader(), mutation);
    Class<?> pains = own.loadClass(PainsTest.class.getName());
    Constructor<?> made = pains.getDeclaredConstructor();
    made.setAccessible(true);
    Object test = made.newInstance();
    Method method = pains.getDeclaredMethod(timeline);
    method.setAccessible(true);
    Throwable thrown = catchThrowable(() -> method.invoke(test));
    return thrown instanceof InvocationTargetException ? thrown.getCause() : thrown;
  }

  /** Loads the pipeline anew, with one method replaced. */
  private static final class Own extends ClassLoader {
    private final @Nullable Mutation mutation;

    Own(ClassLoader parent, @Nullable Mutation mutation) {
      super(parent);
      this.mutation = mutation;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        if (known != null) {
          return known;
        }
        // The native library can be loaded once only.
        if (!name.startsWith("io.tocsin.pipeline.")
            || name.startsWith(PainsMutationTest.class.getName())) {
          return super.loadClass(name, resolve);
        }
        byte[] bytes = bytes(name);
        return defineClass(name, bytes, 0, bytes.length);
      }
    }

    private byte[] bytes(String name) throws ClassNotFoundException {
      if (mutation != null && name.equals(mutation.type())) {
        return mutated(mutation, getParent());
      }
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        return Objects.requireNonNull(in, name).readAllBytes();
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    private static byte[] mutated(Mutation mutation, ClassLoader from) {
      ClassFileLocator files = ClassFileLocator.ForClassLoader.of(from);
      var type = TypePool.Default.of(files).describe(mutation.type()).resolve();
      assertThat(type.getDeclaredMethods().filter(named(mutation.method())))
          .as("%s.%s", mutation.type(), mutation.method())
          .isNotEmpty();
      var changed = new ByteBuddy(ClassFileVersion.JAVA_V17).redefine(type, files);
      Class<?> how = mutation.how();
      var method =
          how == null
              ? changed.method(named(mutation.method())).intercept(StubMethod.INSTANCE)
              : changed.visit(Advice.to(how).on(named(mutation.method())));
      return method.make().getBytes();
    }
  }

  // Advice is copied into the class that is changed.

  /** A time that never comes. */
  static final class Never {
    private Never() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) long returned) {
      returned = Long.MIN_VALUE;
    }
  }

  /** The wall clock in place of positions. */
  static final class TheWallClock {
    private TheWallClock() {}

    @Advice.OnMethodExit
    static void exit(
        @Advice.FieldValue("wall") long wall, @Advice.Return(readOnly = false) long returned) {
      returned = wall;
    }
  }

  /** More than any clock is ahead. */
  static final class Years {
    private Years() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) Duration returned) {
      returned = Duration.ofDays(4_000);
    }
  }

  /** Late events are dropped. */
  static final class Dropped {
    private Dropped() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) LatePolicy returned) {
      returned = LatePolicy.DROP;
    }
  }

  /** Nothing is waited for. */
  static final class AtOnce {
    private AtOnce() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) Duration returned) {
      returned = Duration.ZERO;
    }
  }

  /** As if we had listened all the time. */
  static final class SinceEver {
    private SinceEver() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) long returned) {
      returned = Long.MIN_VALUE;
    }
  }

  /** As if nobody were behind. */
  static final class Always {
    private Always() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) long returned) {
      returned = Long.MAX_VALUE;
    }
  }

  /** False in any case. */
  static final class No {
    private No() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) boolean returned) {
      returned = false;
    }
  }

  /** True in any case. */
  static final class Yes {
    private Yes() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) boolean returned) {
      returned = true;
    }
  }
}
