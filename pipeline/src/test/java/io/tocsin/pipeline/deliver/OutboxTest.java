package io.tocsin.pipeline.deliver;

import static io.tocsin.pipeline.deliver.Bench.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.deliver.DeliverSettings.Budget;
import io.tocsin.pipeline.deliver.DeliverSettings.Repeat;
import io.tocsin.pipeline.deliver.DeliverSettings.Retry;
import io.tocsin.pipeline.deliver.FakeOutlet.Sent;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Notification;
import io.tocsin.pipeline.event.Outcome;
import io.tocsin.pipeline.event.Outcome.Reason;
import io.tocsin.pipeline.event.Receipt;
import io.tocsin.pipeline.event.TestAlert;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * First wait 1 s, no jitter, time-out 15 s, 2 at a time, given up after 1 h, alarm after 10 min.
 */
class OutboxTest {
  private static final Alert HOT = TestAlert.of("Hot", "pump-1").firing(5);
  private static final DeliverSettings SETTINGS = settings(100, 1 << 20);

  private final Bench bench = new Bench(SETTINGS);

  @Test
  void isSentAtOnceAndHasAReceipt() {
    bench.at(0, message("m", "hook", "g", HOT));
    Sent sent = bench.outlet.one("hook/0");
    assertThat(sent.attempt().number()).isEqualTo(1);
    sent.ok();

    bench.at(0.1);

    assertThat(bench.receipts)
        .containsExactly(new Receipt("m", "hook", "hook/0", true, Reason.OK, "", 1, 5, 100));
    assertThat(bench.waiting()).isZero();
  }

  @Test
  void failuresAreTriedAgainWithTheSameIdAndLongerAndLongerWaits() {
    bench.at(0, message("m", "hook", "g", HOT));
    bench.outlet.one("hook/0").fail(Reason.SERVER_ERROR);
    bench.at(0);
    bench.at(0.9);
    assertThat(bench.outlet.take("hook/0")).isEmpty();

    bench.at(1);
    Sent second = bench.outlet.one("hook/0");
    assertThat(second.id()).isEqualTo("m");
    assertThat(second.attempt().number()).isEqualTo(2);
    second.fail(Reason.NETWORK);
    bench.at(1);
    bench.at(2.9);
    assertThat(bench.outlet.take("hook/0")).isEmpty();
    bench.at(3);
    assertThat(bench.outlet.take("hook/0")).hasSize(1);
  }

  @Test
  void aReceiverThatNamesATimeIsNotCalledBefore() {
    bench.at(0, message("m", "hook", "g", HOT), message("n", "hook", "h", HOT));
    List<Sent> both = bench.outlet.take("hook/0");
    both.get(0).retryAfter(120);
    both.get(1).ok();
    bench.at(0);
    bench.at(119.9, message("o", "hook", "i", HOT));
    assertThat(bench.outlet.take("hook/0")).as("no other message either").isEmpty();

    bench.at(120);

    assertThat(bench.outlet.one("hook/0").id()).as("one attempt at a time first").isEqualTo("o");
  }

  @Test
  void whatIsRefusedIsGivenUpAndAnotherReceiverHearsOfIt() {
    bench.at(0, message("m", "hook", "g", HOT));
    bench.outlet.one("hook/0").refuse(Reason.AUTH);

    bench.at(0);

    assertThat(bench.givenUp).extracting(Notification::id).containsExactly("m");
    assertThat(bench.receipts).extracting(Receipt::delivered).containsExactly(false);
    Sent alarm = bench.outlet.one("console/0");
    assertThat(alarm.alerts().get(0).name()).isEqualTo("TocsinDeliveryFailing");
    assertThat(alarm.alerts().get(0).explanation()).contains("hook/0").contains("auth");

    bench.at(1, message("n", "hook", "g", HOT));
    bench.outlet.one("hook/0").refuse(Reason.AUTH);
    bench.at(1);
    assertThat(bench.outlet.take("console/0")).as("told once").isEmpty();
    alarm.ok();
    bench.at(2, message("o", "hook", "g", HOT));
    bench.outlet.one("hook/0").ok();
    bench.at(2);
    assertThat(bench.outlet.one("console/0").attempt().notification().firing())
        .as("and its end")
        .isFalse();
  }

  @Test
  void theReceiverThatHearsOfFailuresDoesNotHearOfItsOwn() {
    bench.at(0, message("m", "console", "g", HOT));
    bench.outlet.one("console/0").refuse(Reason.CLIENT_ERROR);

    bench.at(0);

    assertThat(bench.givenUp).hasSize(1);
    assertThat(bench.outlet.all).isEmpty();
  }

  @Test
  void whatFailsForLongIsReportedAndWhatIsTooOldGivenUp() {
    bench.at(0, message("m", "hook", "g", HOT));
    double wall = 0;
    boolean reported = false;
    while (bench.givenUp.isEmpty()) {
      bench.outlet.take("hook/0").forEach(sent -> sent.fail(Reason.NETWORK));
      wall += 1;
      bench.at(wall);
      if (!reported && !bench.outlet.take("console/0").isEmpty()) {
        reported = true;
        assertThat(wall).isBetween(600.0, 905.0);
      }
    }
    assertThat(reported).isTrue();
    assertThat(wall).isBetween(3600.0, 3601.0);
    assertThat(bench.receipts.get(0).reason()).isEqualTo(Reason.TOO_OLD);
    assertThat(bench.receipts.get(0).attempts()).isGreaterThan(10);
  }

  @Test
  void ofAGroupOneIsUnderWaySoThatNoEndOvertakesItsBeginning() {
    bench.at(0, message("firing", "hook", "g", HOT), message("resolved", "hook", "g", HOT));
    Sent firing = bench.outlet.one("hook/0");
    firing.fail(Reason.SERVER_ERROR);
    bench.at(0);
    bench.at(1);
    Sent again = bench.outlet.one("hook/0");
    assertThat(again.id()).isEqualTo("firing");
    again.ok();
    bench.at(1);

    assertThat(bench.outlet.one("hook/0").id()).isEqualTo("resolved");
  }

  @Test
  void aReceiverThatHangsHoldsBackNothingElse() {
    for (int i = 0; i < 20; i++) {
      bench.at(
          0.1 * i,
          message("h" + i, "hook", "g" + i, HOT),
          message("c" + i, "console", "g" + i, HOT));
      bench.outlet.take("console/0").forEach(Sent::ok);
    }
    bench.at(2);
    assertThat(bench.receipts).hasSize(20).allMatch(r -> r.endpoint().equals("console/0"));
    List<Sent> hanging = bench.outlet.take("hook/0");
    assertThat(hanging).as("and holds no more than its own attempts").hasSize(2);

    bench.at(16);
    hanging.forEach(Sent::ok);
    bench.at(16.1);
    assertThat(bench.receipts).as("an answer after the time-out counts nothing").hasSize(20);
    bench.at(18);
    bench.outlet.one("hook/0").ok();
    bench.at(18);
    assertThat(bench.outlet.take("hook/0")).as("healthy again: two at a time").hasSize(2);
  }

  @Test
  void allEndpointsOfAReceiverAreToldEachForItself() {
    bench.at(0, message("m", "twins", "g", HOT));
    bench.outlet.one("twins/a").fail(Reason.NETWORK);
    bench.outlet.one("twins/b").ok();

    bench.at(0);

    assertThat(bench.receipts).extracting(Receipt::endpoint).containsExactly("twins/b");
    bench.at(1);
    bench.outlet.one("twins/a").ok();
    bench.at(1);
    assertThat(bench.receipts).extracting(Receipt::id).containsExactly("m@twins/b", "m@twins/a");
  }

  @Test
  void creditFallsAsTheOutboxFillsAndComesBack() {
    Bench small = new Bench(settings(4, 1 << 20));
    small.at(0);
    assertThat(small.credit).as("two endpoints at most for each message").isEqualTo(2);
    small.at(0, message("a", "hook", "a", HOT), message("b", "hook", "b", HOT));
    assertThat(small.credit).isEqualTo(1);
    small.at(0, message("c", "hook", "c", HOT), message("d", "hook", "d", HOT));
    assertThat(small.credit).isZero();
    small.outlet.take("hook/0").forEach(Sent::ok);

    small.at(1);

    assertThat(small.credit).isEqualTo(1);
  }

  @Test
  void bytesCountToo() {
    Bench small = new Bench(settings(100, 1000));
    small.at(0, message("a", "hook", "a", HOT, HOT, HOT, HOT, HOT));

    assertThat(small.credit).isZero();
  }

  @Test
  void afterARestartWhatHasNoOutcomeIsSentAgainUnderTheSameId() {
    bench.at(0, message("a", "hook", "g", HOT), message("b", "hook", "g", HOT));
    bench.outlet.one("hook/0").fail(Reason.NETWORK);
    bench.at(0);

    bench.restart(SETTINGS);
    bench.at(1);

    Sent again = bench.outlet.one("hook/0");
    assertThat(again.id()).isEqualTo("a");
    assertThat(again.attempt().number()).isEqualTo(2);
    again.ok();
    bench.at(1);
    assertThat(bench.outlet.one("hook/0").id()).isEqualTo("b");
  }

  @Test
  void whatWaitsForAReceiverThatIsNoMoreIsGivenUp() {
    bench.at(0, message("a", "hook", "g", HOT), message("b", "hook", "g", HOT));

    bench.restart(
        DeliverSettings.of(Map.of("console", List.of(new Endpoint("console/0", false))), ""));
    bench.at(1, message("c", "hook", "g", HOT));

    assertThat(bench.givenUp).extracting(Notification::id).containsExactly("a", "b", "c");
    assertThat(bench.receipts).extracting(Receipt::reason).containsOnly(Reason.NO_RECEIVER);
    assertThat(bench.waiting()).isZero();
  }

  @Test
  void aReceiverThatAnswersAtOnceIsServedInOneBatch() {
    DeliverStage stage =
        new DeliverStage(
            SETTINGS,
            io.tocsin.pipeline.state.States.inMemory(),
            (endpoint, attempt, done) -> done.accept(Outcome.delivered()),
            room -> {});

    assertThat(
            stage.apply(List.of(message("a", "hook", "g", HOT), message("b", "hook", "g", HOT)), 0))
        .hasSize(2);
  }

  private static DeliverSettings settings(int messages, long bytes) {
    return new DeliverSettings(
        Map.of(
            "hook", List.of(new Endpoint("hook/0", false)),
            "console", List.of(new Endpoint("console/0", false)),
            "twins", List.of(new Endpoint("twins/a", false), new Endpoint("twins/b", false))),
        "console",
        new Retry(
            2,
            Duration.ofSeconds(15),
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            0,
            Duration.ofHours(1),
            Duration.ofMinutes(10),
            1),
        new Budget(messages, bytes),
        Repeat.DEFAULTS);
  }
}
