package io.tocsin.deploy.benchmark.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.deploy.benchmark.job.Transition;
import io.tocsin.deploy.benchmark.report.Percentiles;
import org.junit.jupiter.api.Test;

class LiveResultTest {
  private static final long KILL = 10_000;

  private final TransitionLog log = new TransitionLog();

  private static Transition transition(int sensor, long time) {
    return new Transition("pump-00000" + sensor, time, true);
  }

  private LiveResult result() {
    return LiveResult.of(log.fates(), 0.5, 0, Recovery.NONE);
  }

  private Recovery recovery() {
    return new Kill(KILL, 250, KILL + 40).recovery(log.fates(), 2, "");
  }

  @Test
  void latenciesGoFromTheInputsAppendAndOrderOfNewsDoesNotMatter() {
    log.sent(transition(1, 100), 0, 1_000);
    log.seen(transition(1, 100), 1_040, 1_150);
    log.seen(transition(2, 100), 1_060, 1_170);
    log.sent(transition(2, 100), 1, 1_000);
    LiveResult result = result();
    assertThat(result.append()).isEqualTo(new Percentiles(40, 60, 60, 60, 2));
    assertThat(result.visible().max()).isEqualTo(170);
    assertThat(result.correct()).isTrue();
    assertThat(result.recovery().text()).isEmpty();
  }

  @Test
  void lostDoubledAndInventedTransitionsAreCounted() {
    log.sent(transition(1, 100), 0, 1_000);
    log.sent(transition(2, 100), 1, 1_000);
    log.seen(transition(2, 100), 1_040, 1_150);
    log.seen(transition(2, 100), 1_041, 1_151);
    log.seen(transition(3, 100), 1_040, 1_150);
    LiveResult result = result();
    assertThat(result.caused()).isEqualTo(2);
    assertThat(result.lost()).isEqualTo(1);
    assertThat(result.doubled()).isEqualTo(1);
    assertThat(result.wrong()).isEqualTo(1);
    assertThat(result.correct()).isFalse();
  }

  @Test
  void aSystemIsBackWhenEveryPartitionHasSpokenOfSomethingNew() {
    log.sent(transition(1, 100), 0, KILL - 10);
    log.seen(transition(1, 100), KILL + 300, KILL + 400);
    log.sent(transition(1, 200), 0, KILL + 10);
    log.seen(transition(1, 200), KILL + 900, KILL + 1_000);
    assertThat(recovery().all()).as("partition 1 is silent").isEqualTo(-1);
    log.sent(transition(2, 200), 1, KILL + 20);
    log.seen(transition(2, 200), KILL + 1_900, KILL + 2_000);
    assertThat(recovery()).isEqualTo(new Recovery(250, 40, 1_000, 2_000, ""));
    assertThat(recovery().text()).isEqualTo("1,000 (960 from its start), 2,000; 250 behind");
  }
}
