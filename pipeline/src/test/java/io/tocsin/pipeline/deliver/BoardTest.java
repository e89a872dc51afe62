package io.tocsin.pipeline.deliver;

import static io.tocsin.pipeline.deliver.Bench.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.deliver.FakeOutlet.Sent;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Notification;
import io.tocsin.pipeline.event.Outcome.Reason;
import io.tocsin.pipeline.event.Receipt;
import io.tocsin.pipeline.event.TestAlert;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two Alertmanagers: told again every minute, ended alerts for 15 minutes. */
class BoardTest {
  private static final TestAlert HOT = TestAlert.of("Hot", "pump-1");
  private static final TestAlert DRY = TestAlert.of("Dry", "pump-1");
  private static final DeliverSettings SETTINGS =
      DeliverSettings.of(
          Map.of(
              "am", List.of(new Endpoint("am/0", true), new Endpoint("am/1", true)),
              "console", List.of(new Endpoint("console/0", false))),
          "console");

  private final Bench bench = new Bench(SETTINGS);

  @Test
  void bothPeersAreToldAtOnceAndAgainEveryMinute() {
    bench.at(0, message("m", "am", "g", HOT.firing(5)));
    bench.outlet.one("am/0").ok();
    bench.outlet.one("am/1").ok();
    bench.at(0.1);
    assertThat(bench.receipts).extracting(Receipt::id).containsExactly("m@am/0", "m@am/1");
    bench.at(60);
    assertThat(bench.outlet.take("am/0")).isEmpty();

    bench.at(60.1);

    Sent again = bench.outlet.one("am/0");
    assertThat(again.alerts()).containsExactly(HOT.firing(5));
    assertThat(again.attempt().at()).isEqualTo(60_100);
    again.ok();
    bench.at(60.2);
    assertThat(bench.receipts).as("repeats have no receipts").hasSize(2);
  }

  @Test
  void aPeerThatIsDownHoldsBackNobodyAndHearsTheLatestState() {
    bench.at(0, message("m", "am", "g", HOT.firing(5)));
    bench.outlet.one("am/0").ok();
    bench.outlet.one("am/1").fail(Reason.NETWORK);
    bench.at(0);
    bench.at(0.1, message("n", "am", "g", HOT.resolved(5, 9)));
    assertThat(bench.outlet.one("am/0").alerts()).containsExactly(HOT.resolved(5, 9));
    assertThat(bench.outlet.take("am/1")).isEmpty();

    bench.at(1.1);

    assertThat(bench.outlet.one("am/1").alerts()).containsExactly(HOT.resolved(5, 9));
  }

  @Test
  void endedAlertsAreToldForAQuarterOfAnHour() {
    bench.at(0, message("m", "am", "g", HOT.firing(5)));
    bench.at(1, message("n", "am", "g", HOT.resolved(5, 9)));
    int told = 0;
    for (int second = 1; second < 1200; second++) {
      List<Sent> sent = bench.outlet.take("am/0");
      told += (int) sent.stream().filter(s -> !s.attempt().notification().firing()).count();
      sent.forEach(Sent::ok);
      bench.outlet.take("am/1").forEach(Sent::ok);
      bench.at(second);
    }
    assertThat(told).isBetween(14, 16);
    assertThat(bench.outlet.all).isEmpty();
  }

  @Test
  void newsComeFirstAndNothingOvertakes() {
    bench.at(0, message("m", "am", "g", HOT.firing(5)));
    Sent first = bench.outlet.one("am/0");
    bench.at(0.1, message("n", "am", "g", HOT.resolved(5, 9)));
    assertThat(bench.outlet.take("am/0")).as("one message at a time").isEmpty();
    first.ok();

    bench.at(0.2);

    assertThat(bench.outlet.one("am/0").alerts()).containsExactly(HOT.resolved(5, 9));
    assertThat(bench.receipts).extracting(Receipt::notification).contains("m");
    assertThat(bench.receipts.get(0).detail()).isEqualTo("a later state followed");
  }

  @Test
  void manyAlertsGoInSeveralMessages() {
    Alert[] storm =
        IntStream.range(0, 600)
            .mapToObj(i -> HOT.label("n", Integer.toString(i)).firing(5))
            .toArray(Alert[]::new);
    bench.at(0, message("m", "am", "g", storm));
    int[] sizes = new int[3];
    for (int i = 0; i < 3; i++) {
      Sent sent = bench.outlet.one("am/0");
      sizes[i] = sent.alerts().size();
      sent.ok();
      bench.at(0.1);
    }

    assertThat(sizes).containsExactly(256, 256, 88);
    assertThat(bench.receipts).as("one receipt, with the last part").hasSize(1);
  }

  @Test
  void anAlertThatIsNotAcceptedLeavesAndSomebodyHearsOfIt() {
    bench.at(0, message("m", "am", "g", HOT.firing(5), DRY.firing(5)));
    bench.outlet.one("am/0").refuse(Reason.CLIENT_ERROR);
    bench.outlet.one("am/1").ok();

    bench.at(0.1);

    assertThat(bench.givenUp).hasSize(2);
    assertThat(bench.outlet.one("console/0").alerts().get(0).name())
        .isEqualTo("TocsinDeliveryFailing");
    bench.at(100);
    assertThat(bench.outlet.take("am/0")).isEmpty();
    assertThat(bench.outlet.take("am/1")).hasSize(1);
  }

  @Test
  void aPeerThatDoesNotAcceptUsIsWaitedForAndReported() {
    bench.at(0, message("m", "am", "g", HOT.firing(5)));
    bench.outlet.one("am/0").refuse(Reason.AUTH);
    bench.at(0.1);
    assertThat(bench.outlet.take("console/0")).hasSize(1);

    bench.at(2);

    assertThat(bench.outlet.one("am/0").alerts()).containsExactly(HOT.firing(5));
  }

  @Test
  void anEndThatCouldNotBeToldIsGivenUpWhenThePeerHasForgottenAnyway() {
    bench.at(0, message("m", "am", "g", HOT.resolved(5, 9)));
    bench.outlet.one("am/1").ok();
    bench.at(0);
    for (int second = 1; second <= 900; second++) {
      bench.outlet.take("am/0").forEach(sent -> sent.fail(Reason.NETWORK));
      bench.outlet.take("am/1").forEach(Sent::ok);
      bench.at(second);
    }

    assertThat(bench.givenUp).extracting(Notification::id).containsExactly("m");
  }

  @Test
  void afterARestartPeersAreToldAsBefore() {
    bench.at(0, message("m", "am", "g", HOT.firing(5)));
    bench.outlet.one("am/0").ok();
    bench.at(1);

    bench.restart(SETTINGS);
    bench.at(2);

    assertThat(bench.outlet.take("am/0")).isEmpty();
    assertThat(bench.outlet.one("am/1").alerts()).containsExactly(HOT.firing(5));
    bench.at(61);
    assertThat(bench.outlet.take("am/0")).hasSize(1);
  }
}
