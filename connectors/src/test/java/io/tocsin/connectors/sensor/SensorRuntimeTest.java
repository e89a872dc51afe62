package io.tocsin.connectors.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.connectors.sensor.SensorStatus.Health;
import io.tocsin.connectors.sensor.SensorStatus.State;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.SensorEvent;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Timelines of sensors under supervision, in virtual time. */
class SensorRuntimeTest {
  private static final SensorSettings EACH_SECOND = SensorSettings.every(Duration.ofSeconds(1));

  private final ManualScheduler time = new ManualScheduler();
  private final List<SensorEvent> published = new ArrayList<>();
  private final Deque<Mono<Void>> answers = new ArrayDeque<>();
  private final SensorRuntime runtime =
      new SensorRuntime(
          events ->
              Mono.defer(
                  () -> {
                    Mono<Void> answer = answers.isEmpty() ? Mono.empty() : answers.remove();
                    return answer.doOnSuccess(ok -> published.addAll(events));
                  }),
          time,
          time);

  @AfterEach
  void close() {
    runtime.close();
  }

  /** Answers with the count of its samples, unless told to fail. */
  private static final class Scripted implements Sensor {
    private final String name;
    final Deque<Throwable> failures = new ArrayDeque<>();
    final List<String> hooks = new ArrayList<>();
    private int samples;

    Scripted(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<SensorEvent> sample(long now) throws Exception {
      Throwable failure = failures.poll();
      if (failure instanceof Exception e) {
        throw e;
      }
      if (failure instanceof Error e) {
        throw e;
      }
      return List.of(reading(name, now, ++samples));
    }

    @Override
    public void restart() throws IOException {
      hooks.add("restart");
      throw new IOException("the hook fails too");
    }

    @Override
    public void reset() {
      hooks.add("reset");
    }
  }

  private static Reading reading(String sensor, long time, double value) {
    return new Reading(new Series(new SensorId(sensor), "m", Labels.NONE), time, value);
  }

  private Scripted add(String name) {
    Scripted sensor = new Scripted(name);
    runtime.add(sensor, EACH_SECOND);
    return sensor;
  }

  private SensorStatus status(String name) {
    return runtime.statuses().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private void pass(long millis) {
    time.pass(millis);
  }

  private List<Long> times() {
    return published.stream().map(SensorEvent::time).toList();
  }

  @Test
  void asksAtOnceAndThenEveryInterval() {
    add("a");
    pass(3500);
    assertThat(times()).containsExactly(0L, 1000L, 2000L, 3000L);
    assertThat(status("a").state()).isEqualTo(State.RUNNING);
    assertThat(status("a").health()).isEqualTo(Health.HEALTHY);
    assertThat(status("a").lastSuccess()).isEqualTo(3000);
  }

  @Test
  void pausesAfterAFailureAndGoesOn() {
    Scripted sensor = add("a");
    pass(1500);
    sensor.failures.add(new IllegalStateException("odd"));
    pass(1000);
    assertThat(status("a").state()).isEqualTo(State.PAUSED);
    assertThat(status("a").health()).isEqualTo(Health.FAILING);
    pass(4000);
    assertThat(times()).as("the fallback among them").containsExactly(0L, 1000L, 2000L);
    pass(1000);
    assertThat(times()).containsExactly(0L, 1000L, 2000L, 7000L);
    assertThat(status("a").health()).isEqualTo(Health.DEGRADED);
    pass(3_600_000);
    assertThat(status("a").health()).isEqualTo(Health.HEALTHY);
  }

  @Test
  void fallsBackToTheLastGoodValueMarkedAsSuch() {
    Scripted sensor = add("a");
    pass(500);
    sensor.failures.add(new IllegalStateException("odd"));
    pass(1000);
    assertThat(published.get(1).toString())
        .isEqualTo(
            new Reading(
                    new Series(new SensorId("a"), "m", Labels.of("fallback", "last_good")), 1000, 1)
                .toString());
  }

  @Test
  void threeFailuresInARowAreQuarantinedUntilSomebodyRestarts() {
    Scripted sensor = add("a");
    for (int i = 0; i < 3; i++) {
      sensor.failures.add(new IOException("no"));
    }
    pass(60_000);
    assertThat(published).isEmpty();
    assertThat(status("a").state()).isEqualTo(State.QUARANTINED);
    assertThat(runtime.failures("a").stream().map(SensorFailure::strategy))
        .containsExactly(
            Strategy.RESTART, Strategy.NONE, Strategy.RESTART, Strategy.NONE, Strategy.QUARANTINE);
    runtime.restart("a");
    pass(1500);
    assertThat(published).hasSize(2);
    assertThat(status("a").state()).isEqualTo(State.RUNNING);
    assertThat(status("a").health()).isEqualTo(Health.HEALTHY);
    assertThat(status("a").failures()).isEqualTo(3);
  }

  @Test
  void fiveFailuresInTheWindowAreQuarantinedThoughItAnswersBetween() {
    Scripted sensor = add("a");
    for (int i = 0; i < 5; i++) {
      sensor.failures.add(new IOException("no"));
      pass(60_000);
    }
    assertThat(status("a").state()).isEqualTo(State.QUARANTINED);
    assertThat(status("a").failures()).isEqualTo(5);
  }

  @Test
  void badDataResetsMemoryAndTheCountInARow() {
    Scripted sensor = add("a");
    for (int i = 0; i < 4; i++) {
      sensor.failures.add(new NumberFormatException("x"));
    }
    pass(60_000);
    assertThat(sensor.hooks).containsExactly("reset", "reset", "reset", "reset");
    assertThat(status("a").state()).isEqualTo(State.RUNNING);
  }

  @Test
  void notEvenAnErrorOfOneSensorTouchesAnother() {
    Scripted bad = add("bad");
    add("good");
    for (int i = 0; i < 3; i++) {
      bad.failures.add(new NoClassDefFoundError("gone"));
    }
    pass(20_500);
    assertThat(status("bad").state()).isEqualTo(State.QUARANTINED);
    assertThat(status("good").samples()).isEqualTo(21);
  }

  @Test
  void failuresTellEverything() {
    add("a").failures.add(new IllegalStateException("odd"));
    pass(100);
    SensorFailure failure = runtime.failures("a").get(0);
    assertThat(failure.time()).isZero();
    assertThat(failure.type()).isEqualTo("java.lang.IllegalStateException");
    assertThat(failure.message()).isEqualTo("odd");
    assertThat(failure.stackTrace()).contains("SensorRuntimeTest");
    assertThat(failure.context()).isEqualTo("sample 1");
  }

  @Test
  void waitsForAPublisherThatTakesItsTime() {
    answers.add(Mono.delay(Duration.ofMillis(2500), time).then());
    add("a");
    pass(4500);
    assertThat(times()).containsExactly(0L, 3000L, 4000L);
    assertThat(status("a").skipped()).isEqualTo(2);
  }

  @Test
  void aPublisherThatFailsIsNoFailureOfTheSensor() {
    answers.add(Mono.error(new IOException("no broker")));
    answers.add(Mono.error(new IOException("no broker")));
    answers.add(Mono.error(new IOException("no broker")));
    add("a");
    pass(15_500);
    assertThat(times()).containsExactly(15_000L);
    assertThat(status("a").unpublished()).isEqualTo(3);
    assertThat(status("a").failures()).isZero();
    assertThat(status("a").state()).isEqualTo(State.RUNNING);
  }

  @Test
  void aPublisherThatNeverAnswersShowsAsFailing() {
    answers.add(Mono.never());
    add("a");
    pass(60_000);
    assertThat(status("a").health()).isEqualTo(Health.FAILING);
  }

  @Test
  void whatIsNotFiniteIsCountedAndNotPublished() {
    runtime.add(
        new Sensor() {
          @Override
          public String name() {
            return "nan";
          }

          @Override
          public List<SensorEvent> sample(long now) {
            return List.of(reading("nan", now, Double.NaN), reading("nan", now, 1));
          }
        },
        EACH_SECOND);
    pass(500);
    assertThat(published).hasSize(1);
    assertThat(status("nan").dropped()).isEqualTo(1);
  }

  @Test
  void stopsAndStarts() {
    add("a");
    pass(1500);
    runtime.stop("a");
    pass(10_000);
    assertThat(published).hasSize(2);
    assertThat(status("a").state()).isEqualTo(State.STOPPED);
    runtime.start("a");
    runtime.start("a");
    pass(1500);
    assertThat(published).hasSize(4);
  }

  @Test
  void namesAreUniqueAndKnown() {
    add("a");
    assertThatThrownBy(() -> add("a")).hasMessage("sensor \"a\" exists already");
    assertThatThrownBy(() -> runtime.stop("b"))
        .hasMessage("sensor \"b\" does not exist; accepted: a");
  }
}
