package io.tocsin.pipeline.way;

import io.tocsin.pipeline.deliver.Outlet;
import io.tocsin.pipeline.event.Attempt;
import io.tocsin.pipeline.event.Outcome;
import io.tocsin.pipeline.flow.Receiver;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * The deliver stage's way to its receivers: subscribes to one attempt after the other and brings
 * back its outcome. One for each shard; disposed of with it, which ends what is under way. Safe for
 * any thread.
 */
public final class ReceiverOutlet implements Outlet, Disposable {
  private final Map<String, Receiver> receivers;
  private final Disposable.Composite running = Disposables.composite();

  /**
   * @param receivers by name of their endpoint
   */
  public ReceiverOutlet(Map<String, Receiver> receivers) {
    this.receivers = new TreeMap<>(receivers);
  }

  @Override
  public void send(String endpoint, Attempt attempt, Consumer<Outcome> done) {
    Receiver receiver = receivers.get(endpoint);
    if (receiver == null) {
      done.accept(
          Outcome.refused(
              Outcome.Reason.NO_RECEIVER, "no endpoint \"" + endpoint + "\" is configured"));
      return;
    }
    Disposable.Swap slot = Disposables.swap();
    running.add(slot);
    slot.update(
        Mono.defer(() -> receiver.send(attempt))
            .onErrorResume(e -> Mono.just(failed(e.getClass().getSimpleName())))
            .defaultIfEmpty(failed("the receiver ended without an outcome"))
            .doFinally(signal -> running.remove(slot))
            .subscribe(done));
  }

  /** Class name only: a message could hold an address with a secret in it. */
  private static Outcome failed(String what) {
    return Outcome.retry(Outcome.Reason.FAILED, what);
  }

  @Override
  public void dispose() {
    running.dispose();
  }

  @Override
  public boolean isDisposed() {
    return running.isDisposed();
  }
}
