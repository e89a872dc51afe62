package io.tocsin.pipeline.correlate;

import io.tocsin.pipeline.event.IncidentStatus;
import io.tocsin.pipeline.event.Severity;
import io.tocsin.pipeline.state.AlertCodec;
import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Codec;

/** Stored form of {@link IncidentState}, version 1. */
final class IncidentCodec implements Codec<IncidentState> {
  static final int VERSION = 1;

  @Override
  public void write(IncidentState incident, ByteWriter out) {
    out.putString(incident.id).putString(incident.component).putString(incident.type);
    out.putLong(incident.number).putLong(incident.firstSeen).putLong(incident.lastUpdated);
    out.putString(incident.severity.name()).putString(incident.status.name());
    out.putLong(incident.count).putString(incident.summary);
    out.putVarInt(incident.active.size());
    incident.active.forEach(
        print -> out.putString(print).putBoolean(incident.unknown.contains(print)));
    out.putVarInt(incident.members.size());
    incident.members.forEach(out::putString);
    AlertCodec.writeMap(incident.context, out);
  }

  @Override
  public IncidentState read(ByteReader in, int version) {
    String id = in.getString();
    String component = in.getString();
    String type = in.getString();
    IncidentState incident = new IncidentState(id, component, type, in.getLong(), in.getLong());
    incident.lastUpdated = in.getLong();
    incident.severity = Severity.valueOf(in.getString());
    incident.status = IncidentStatus.valueOf(in.getString());
    incident.count = in.getLong();
    incident.summary = in.getString();
    int active = in.getVarInt();
    for (int i = 0; i < active; i++) {
      String print = in.getString();
      incident.active.add(print);
      if (in.getBoolean()) {
        incident.unknown.add(print);
      }
    }
    int members = in.getVarInt();
    for (int i = 0; i < members; i++) {
      incident.members.addLast(in.getString());
    }
    incident.context.putAll(AlertCodec.readMap(in));
    return incident;
  }
}
