package io.tocsin.pipeline.deliver;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Notification;
import io.tocsin.pipeline.state.AlertCodec;
import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Codec;
import io.tocsin.pipeline.state.Codecs;
import java.util.ArrayList;
import java.util.List;

/** Stored form of {@link OutboxEntry}, version 1. */
final class OutboxCodec implements Codec<OutboxEntry> {
  static final int VERSION = 1;
  private final AlertCodec alerts = new AlertCodec();

  @Override
  public void write(OutboxEntry entry, ByteWriter out) {
    out.putString(entry.endpoint).putLong(entry.since);
    out.putVarInt(entry.attempts).putLong(entry.nextAt);
    write(entry.notification, out);
  }

  @Override
  public OutboxEntry read(ByteReader in, int version) {
    String endpoint = in.getString();
    long since = in.getLong();
    int attempts = in.getVarInt();
    long nextAt = in.getLong();
    OutboxEntry entry = new OutboxEntry(endpoint, readNotification(in), since);
    entry.attempts = attempts;
    entry.nextAt = nextAt;
    return entry;
  }

  /** Stored size of a notification, bytes. */
  int size(Notification notification) {
    ByteWriter out = new ByteWriter(1024);
    write(notification, out);
    return out.size();
  }

  private void write(Notification notification, ByteWriter out) {
    out.putString(notification.id()).putString(notification.receiver());
    out.putString(notification.groupKey());
    Codecs.LABELS.write(notification.groupLabels(), out);
    out.putVarInt(notification.alerts().size());
    notification.alerts().forEach(alert -> alerts.write(alert, out));
    out.putVarInt(notification.truncated()).putString(notification.incident());
    out.putLong(notification.createdAt());
  }

  private Notification readNotification(ByteReader in) {
    String id = in.getString();
    String receiver = in.getString();
    String groupKey = in.getString();
    io.tocsin.pipeline.event.Labels groupLabels = Codecs.LABELS.read(in, 1);
    int size = in.getVarInt();
    List<Alert> list = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      list.add(alerts.read(in, AlertCodec.VERSION));
    }
    return new Notification(
        id,
        receiver,
        groupKey,
        groupLabels,
        List.copyOf(list),
        in.getVarInt(),
        in.getString(),
        in.getLong());
  }
}
