package io.tocsin.pipeline.deliver;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Notification;
import io.tocsin.pipeline.event.TestAlert;
import io.tocsin.pipeline.state.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliverGoldenTest {
  private static final TestAlert HOT = TestAlert.of("Hot", "pump-1").annotated("summary", "hot");

  @Test
  void outboxEntry() {
    Notification notification =
        new Notification(
            "m",
            "hook",
            "{}:{}",
            Labels.of("alertname", "Hot"),
            List.of(HOT.firing(1000), HOT.resolved(1, 2)),
            4,
            "incident",
            2000);
    OutboxEntry entry = new OutboxEntry("hook/0", notification, 3000);
    entry.attempts = 2;
    entry.nextAt = 5000;
    Golden.check("outbox-entry", OutboxCodec.VERSION, new OutboxCodec(), entry);
  }

  @Test
  void boardAlert() {
    BoardAlert entry = new BoardAlert("am/0", "am", HOT.resolved(1000, 2000), "m");
    entry.createdAt = 2000;
    entry.endedAt = 3000;
    entry.sentAt = 4000;
    entry.attempts = 1;
    Golden.check("board-alert", BoardCodec.VERSION, new BoardCodec(), entry);
  }
}
