package io.tocsin.deploy.benchmark.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.deploy.benchmark.job.Transition;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoakTest {
  private static final long START = 1_000_000;

  @Test
  void cutsTheCourseIntoHalfMinutes() {
    LiveSettings live =
        new LiveSettings(10, false, 100, Duration.ofSeconds(20), Duration.ofSeconds(60));
    TransitionLog log = new TransitionLog();
    alert(log, START + 10_000, 40);
    alert(log, START + 20_000, 60);
    alert(log, START + 40_000, 900);
    List<Vitals> vitals =
        List.of(
            new Vitals(START + 15_000, 500, 0.5, 3),
            new Vitals(START + 30_000, 510, 0.7, 9),
            new Vitals(START + 60_000, 600, 1.0, 2));

    List<Soak.Piece> pieces = Soak.pieces(vitals, log.fates(), live);

    assertThat(pieces).extracting(Soak.Piece::endSeconds).containsExactly(30L, 60L);
    assertThat(pieces.get(0).append().max()).isEqualTo(60);
    assertThat(pieces.get(0).rssMib()).isEqualTo(510);
    assertThat(pieces.get(0).cores()).isEqualTo(0.6);
    assertThat(pieces.get(0).lag()).isEqualTo(9);
    assertThat(pieces.get(1).append().p50()).isEqualTo(900);
    assertThat(pieces.get(1).rssMib()).isEqualTo(600);
  }

  @Test
  void ofNothingThereIsNothing() {
    LiveSettings live =
        new LiveSettings(10, false, 100, Duration.ofSeconds(20), Duration.ofSeconds(60));
    assertThat(Soak.pieces(List.of(), List.of(), live)).isEmpty();
  }

  private static void alert(TransitionLog log, long at, long latency) {
    Transition transition = new Transition("pump-1", at, true);
    log.sent(transition, 0, at);
    log.seen(transition, at + latency, at + latency + 5);
  }
}
