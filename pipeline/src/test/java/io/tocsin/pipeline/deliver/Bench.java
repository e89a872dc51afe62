package io.tocsin.pipeline.deliver;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Notification;
import io.tocsin.pipeline.event.Receipt;
import io.tocsin.pipeline.state.CacheBudget;
import io.tocsin.pipeline.state.Position;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.state.StateStore;
import io.tocsin.pipeline.state.States;
import java.util.ArrayList;
import java.util.List;

/** A deliver stage with its state, outlet, and wall time in seconds. */
final class Bench {
  final FakeOutlet outlet = new FakeOutlet();
  final List<Receipt> receipts = new ArrayList<>();
  final List<Notification> givenUp = new ArrayList<>();
  long credit = -1;

  private final StateStore store = States.inMemoryStore();
  private ShardState state;
  private DeliverStage stage;

  Bench(DeliverSettings settings) {
    state = States.open(store, CacheBudget.unbounded());
    stage = new DeliverStage(settings, state, outlet, room -> credit = room);
  }

  void at(double second, Notification... notifications) {
    for (Delivery delivery : stage.apply(List.of(notifications), Math.round(second * 1000))) {
      if (delivery instanceof Delivery.Noted noted) {
        receipts.add(noted.receipt());
      } else if (delivery instanceof Delivery.GivenUp up) {
        givenUp.add(up.undelivered().notification());
      }
    }
  }

  /** What was written is kept; what was under way is lost. */
  void restart(DeliverSettings settings) {
    state.drain();
    state.committed(new Position(1, 1, 0));
    outlet.all.clear();
    state = States.open(store, CacheBudget.unbounded());
    stage = new DeliverStage(settings, state, outlet, room -> credit = room);
  }

  int waiting() {
    return stage.waiting();
  }

  static Notification message(String id, String receiver, String group, Alert... alerts) {
    return new Notification(id, receiver, group, Labels.NONE, List.of(alerts), 0, "", 5);
  }
}
