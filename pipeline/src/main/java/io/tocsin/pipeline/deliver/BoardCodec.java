package io.tocsin.pipeline.deliver;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.state.AlertCodec;
import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Codec;

/** Stored form of {@link BoardAlert}, version 1. */
final class BoardCodec implements Codec<BoardAlert> {
  static final int VERSION = 1;
  private final AlertCodec alerts = new AlertCodec();

  @Override
  public void write(BoardAlert entry, ByteWriter out) {
    out.putString(entry.endpoint).putString(entry.receiver);
    alerts.write(entry.alert, out);
    out.putString(entry.notification).putLong(entry.createdAt);
    out.putLong(entry.endedAt).putLong(entry.sentAt).putVarInt(entry.attempts);
  }

  @Override
  public BoardAlert read(ByteReader in, int version) {
    String endpoint = in.getString();
    String receiver = in.getString();
    Alert alert = alerts.read(in, AlertCodec.VERSION);
    BoardAlert entry = new BoardAlert(endpoint, receiver, alert, in.getString());
    entry.createdAt = in.getLong();
    entry.endedAt = in.getLong();
    entry.sentAt = in.getLong();
    entry.attempts = in.getVarInt();
    return entry;
  }
}
