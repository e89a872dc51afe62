package io.tocsin.pipeline.respond;

import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.state.AlertCodec;
import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Codec;
import io.tocsin.pipeline.state.Codecs;

/** Stored form of {@link Group}, version 1. */
final class GroupCodec implements Codec<Group> {
  static final int VERSION = 1;
  private final AlertCodec alerts = new AlertCodec();

  @Override
  public void write(Group group, ByteWriter out) {
    out.putString(group.node).putString(group.receiver);
    Codecs.LABELS.write(group.labels, out);
    out.putString(group.incident).putVarLong(group.number).putLong(group.toldAt);
    out.putVarInt(group.alerts.size());
    group.alerts.values().forEach(alert -> alerts.write(alert, out));
    out.putVarInt(group.told.size());
    group.told.forEach((print, phase) -> out.putString(print).putString(phase.name()));
    out.putVarInt(group.held.size());
    group.held.forEach(out::putString);
  }

  @Override
  public Group read(ByteReader in, int version) {
    Group group = new Group(in.getString(), in.getString(), Codecs.LABELS.read(in, 1));
    group.incident = in.getString();
    group.number = in.getVarLong();
    group.toldAt = in.getLong();
    int size = in.getVarInt();
    for (int i = 0; i < size; i++) {
      Alert alert = alerts.read(in, AlertCodec.VERSION);
      group.alerts.put(alert.fingerprint(), alert);
    }
    int told = in.getVarInt();
    for (int i = 0; i < told; i++) {
      group.told.put(in.getString(), Group.Phase.valueOf(in.getString()));
    }
    int held = in.getVarInt();
    for (int i = 0; i < held; i++) {
      group.held.add(in.getString());
    }
    return group;
  }
}
