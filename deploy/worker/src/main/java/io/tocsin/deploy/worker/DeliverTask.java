package io.tocsin.deploy.worker;

import io.tocsin.connectors.codec.CodecSettings;
import io.tocsin.connectors.codec.DeadLetters;
import io.tocsin.connectors.codec.NotificationCodec;
import io.tocsin.connectors.codec.ReceiptCodec;
import io.tocsin.pipeline.deliver.DeliverSettings;
import io.tocsin.pipeline.deliver.DeliverStage;
import io.tocsin.pipeline.deliver.Delivery;
import io.tocsin.pipeline.event.Notification;
import io.tocsin.pipeline.event.Receipt;
import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.ShardContext;
import io.tocsin.pipeline.flow.Task;
import io.tocsin.pipeline.way.ReceiverOutlet;
import io.tocsin.pipeline.way.Way;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;

/** Deliver: tells receivers, keeps what they have not taken. */
final class DeliverTask implements Task {
  private final WorkerSettings settings;
  private final TaskCounts counts;
  private final Receivers receivers;

  DeliverTask(WorkerSettings settings, TaskCounts counts, Receivers receivers) {
    this.settings = settings;
    this.counts = counts;
    this.receivers = receivers;
  }

  @Override
  public String name() {
    return "deliver";
  }

  @Override
  public Flux<Batch<OutRecord>> open(ShardContext shard, Flux<Batch<Records>> in) {
    ReceiverOutlet outlet = receivers.outlet();
    DeliverStage deliver =
        new DeliverStage(
            DeliverSettings.of(receivers.endpoints(), ""),
            shard.state(),
            outlet,
            shard.credit()::set);
    DeadLetters deadLetters =
        new DeadLetters(settings.topics().deadLetter(), name(), CodecSettings.DEFAULT_MAX_BYTES);
    return Way.deliver(
        in.doFinally(signal -> outlet.dispose()),
        new ValueDecode<>(NotificationCodec::read),
        batch -> batch.with(deliver.apply(batch.items(), batch.now().wall())),
        new Encoded<>(this::encode, deadLetters, counts));
  }

  private void encode(Delivery delivery, List<OutRecord> out) {
    if (delivery instanceof Delivery.Noted noted) {
      Receipt receipt = noted.receipt();
      counts.decided(Decisions.delivery(receipt.delivered(), receipt.reason()));
      out.add(
          new OutRecord(
              settings.topics().receipts(),
              OutRecord.BY_KEY,
              ReceiptCodec.key(receipt),
              ReceiptCodec.value(receipt),
              Map.of(),
              receipt.at(),
              false));
    } else if (delivery instanceof Delivery.GivenUp givenUp) {
      Notification notification = givenUp.undelivered().notification();
      out.add(
          new OutRecord(
              settings.topics().deadLetter(),
              OutRecord.BY_KEY,
              NotificationCodec.key(notification),
              NotificationCodec.value(notification),
              NotificationCodec.headers(givenUp.undelivered()),
              notification.createdAt(),
              false));
    }
  }
}
