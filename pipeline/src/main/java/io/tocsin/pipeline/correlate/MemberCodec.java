package io.tocsin.pipeline.correlate;

import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.state.ByteReader;
import io.tocsin.pipeline.state.ByteWriter;
import io.tocsin.pipeline.state.Codec;

/** Stored form of {@link Member}, version 1. */
final class MemberCodec implements Codec<Member> {
  static final int VERSION = 1;

  @Override
  public void write(Member member, ByteWriter out) {
    out.putString(member.incident).putString(member.status.name()).putString(member.content);
    out.putVarInt(member.revisions.size());
    member.revisions.forEach((startsAt, revision) -> out.putLong(startsAt).putVarInt(revision));
  }

  @Override
  public Member read(ByteReader in, int version) {
    Member member = new Member();
    member.incident = in.getString();
    member.status = AlertStatus.valueOf(in.getString());
    member.content = in.getString();
    int starts = in.getVarInt();
    for (int i = 0; i < starts; i++) {
      member.revisions.put(in.getLong(), in.getVarInt());
    }
    return member;
  }
}
