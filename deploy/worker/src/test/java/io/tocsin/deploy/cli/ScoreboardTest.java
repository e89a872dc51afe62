package io.tocsin.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.deploy.cli.Scoreboard.Fault;
import io.tocsin.deploy.cli.Scoreboard.Firing;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The demo's judge. Times in milliseconds; a fault may be found until 15 s after its end. */
class ScoreboardTest {
  private static final long END = 100_000;
  private static final Fault FAULT = new Fault("pump-1", "leak", 10_000, 20_000);

  @Test
  void aFiringOfTheFaultsSensorFindsIt() {
    Scoreboard board = Scoreboard.of(List.of(FAULT), List.of(firing("pump-1", 12_000)), END);

    assertThat(board.found()).isEqualTo(1);
    assertThat(board.falseAlerts()).isZero();
    assertThat(board.passes()).isTrue();
    assertThat(board.text(1000, false)).contains("median delay      2.0 s");
  }

  @Test
  void firingsOfOtherSensorsBeforeTheFaultOrLongAfterItAreFalse() {
    Scoreboard board =
        Scoreboard.of(
            List.of(FAULT),
            List.of(firing("pump-2", 12_000), firing("pump-1", 9_999), firing("pump-1", 35_001)),
            END);

    assertThat(board.found()).isZero();
    assertThat(board.falseAlerts()).isEqualTo(3);
    assertThat(board.passes()).isFalse();
  }

  @Test
  void fourOfFiveAreEnoughAndThreeAreNot() {
    List<Fault> faults =
        List.of(
            fault("pump-1"), fault("pump-2"), fault("pump-3"), fault("pump-4"), fault("pump-5"));
    List<Firing> four =
        List.of(
            firing("pump-1", 11_000),
            firing("pump-2", 11_000),
            firing("pump-3", 11_000),
            firing("pump-4", 11_000));

    assertThat(Scoreboard.of(faults, four, END).passes()).isTrue();
    assertThat(Scoreboard.of(faults, four.subList(0, 3), END).passes()).isFalse();
  }

  @Test
  void aFaultThatIsNotOverIsNeitherMissedNorAFalseAlert() {
    Fault open = new Fault("pump-2", "leak", 15_000, 25_000);
    List<Firing> firings = List.of(firing("pump-1", 11_000), firing("pump-2", 16_000));
    Scoreboard board = Scoreboard.of(List.of(FAULT, open), firings, 20_000);

    assertThat(board.found()).isEqualTo(1);
    assertThat(board.falseAlerts()).isZero();
    assertThat(board.text(1000, true)).contains("faults injected   1").contains("ended early");
  }

  @Test
  void aRunWithoutFaultsProvesNothing() {
    assertThat(Scoreboard.of(List.of(), List.of(), END).passes()).isFalse();
  }

  private static Fault fault(String sensor) {
    return new Fault(sensor, "leak", 10_000, 20_000);
  }

  private static Firing firing(String sensor, long at) {
    return new Firing(sensor, "Unusual", at);
  }
}
