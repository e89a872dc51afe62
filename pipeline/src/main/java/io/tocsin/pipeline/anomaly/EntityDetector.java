package io.tocsin.pipeline.anomaly;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Combines what the series of one sensor say at one time step: add each member's finding, then
 * close the step. A member that does not report in a step is left out of it. Not thread-safe;
 * allocates only for a new member.
 */
public final class EntityDetector {
  private static final byte VERSION = 1;
  private static final double MAX_Z = 8;
  private static final double NOVELTY_RATE = 0.001;
  private static final double LEAST_NOVELTY = 0.001;

  private final Settings settings;
  private final double threshold;
  private final List<Member> members = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final Tail tail = new Tail();
  private final Shadow shadow = new Shadow();
  private double usualRoot;
  private double noveltyShare = LEAST_NOVELTY;
  private long steps;

  private double squares;
  private double strongestMember;
  private int reported;
  private int inNovelty;

  /** A detector without members. */
  public EntityDetector(Settings settings) {
    this.settings = settings;
    this.threshold = settings.threshold();
  }

  /** The place of that metric, for {@link #add}; given on first sight, kept for ever. */
  public int member(String metric) {
    Integer known = places.get(metric);
    if (known != null) {
      return known;
    }
    places.put(metric, members.size());
    members.add(new Member(metric));
    return members.size() - 1;
  }

  /** Adds what a member's detector said of its reading in this step. */
  public void add(int member, Verdict verdict, Finding finding) {
    if (verdict == Verdict.OUT_OF_ORDER || verdict == Verdict.WARMING_UP) {
      return;
    }
    Member one = members.get(member);
    double z = Math.min(Math.abs(finding.z()), MAX_Z);
    one.square = z * z;
    if (finding.surprise() >= threshold / 2) {
      one.lit = settings.rest();
    } else if (one.lit > 0) {
      one.lit--;
    }
    squares += one.square;
    strongestMember = Math.max(strongestMember, finding.surprise());
    inNovelty += one.lit > 0 ? 1 : 0;
    reported++;
  }

  /** Ends the step: judges it by what was seen before, then learns from it. */
  public Verdict close(EntityFinding out) {
    out.reported = reported;
    out.inNovelty = inNovelty;
    if (reported == 0) {
      out.surprise = 0;
      out.score = 0;
      return steps < settings.warmUp() ? Verdict.WARMING_UP : Verdict.QUIET;
    }
    double root = Math.sqrt(squares / reported);
    double off = root - usualRoot;
    double z = tail.z(off, 1e-9);
    double together = off > 0 ? tail.surprise(z) : 0;
    double many = agreement(inNovelty, reported);
    learn(off, z);
    double alone = Math.max(0, strongestMember - Math.log(reported));
    out.agrees = inNovelty >= 2 && many >= threshold;
    contributions(out);
    steps++;
    squares = 0;
    strongestMember = 0;
    reported = 0;
    inNovelty = 0;
    if (steps < settings.warmUp()) {
      out.surprise = 0;
      out.score = 0;
      return Verdict.WARMING_UP;
    }
    out.surprise = Math.max(alone, Math.min(together, many));
    boolean finding = shadow.rises(out.surprise, settings.rest()) && out.surprise >= threshold;
    double level = Math.max(out.surprise, Math.max(together, many));
    out.score = finding ? out.surprise : threshold * (1 - Math.exp(-level / threshold));
    return finding ? Verdict.FINDING : Verdict.QUIET;
  }

  /** Chernoff's bound on so many of the members being in novelty by chance. */
  private double agreement(int lit, int of) {
    double share = (double) lit / of;
    if (lit < 2 || share <= noveltyShare) {
      return 0;
    }
    double nats = share * Math.log(share / noveltyShare);
    if (lit < of) {
      nats += (1 - share) * Math.log((1 - share) / (1 - noveltyShare));
    }
    return of * nats;
  }

  private void learn(double off, double z) {
    double rate = Math.max(NOVELTY_RATE, 1.0 / (steps + 1));
    usualRoot += rate * off;
    tail.learn(off, z);
    double share = (double) inNovelty / reported;
    noveltyShare = Math.max(LEAST_NOVELTY, noveltyShare + NOVELTY_RATE * (share - noveltyShare));
  }

  private void contributions(EntityFinding out) {
    double first = 0;
    double next = 0;
    out.strongest = "";
    out.second = "";
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      if (member.square > first) {
        next = first;
        out.second = out.strongest;
        first = member.square;
        out.strongest = member.metric;
      } else if (member.square > next) {
        next = member.square;
        out.second = member.metric;
      }
      member.square = 0;
    }
    out.strongestShare = squares > 0 ? first / squares : 0;
    out.secondShare = squares > 0 ? next / squares : 0;
  }

  /** The size of {@link #write}, in bytes. */
  public int size() {
    int size = 1 + Tail.BYTES + Shadow.BYTES + 8 * 3 + 4;
    for (Member member : members) {
      size += 2 + member.metric.getBytes(StandardCharsets.UTF_8).length + 4;
    }
    return size;
  }

  /** Writes the state, {@link #size} bytes, version first; between steps only. */
  public void write(ByteBuffer out) {
    out.put(VERSION);
    tail.write(out);
    shadow.write(out);
    out.putDouble(usualRoot).putDouble(noveltyShare).putLong(steps).putInt(members.size());
    for (Member member : members) {
      byte[] name = member.metric.getBytes(StandardCharsets.UTF_8);
      out.putShort((short) name.length).put(name).putInt(member.lit);
    }
  }

  /** The state as bytes of its own. */
  public byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(size());
    write(out);
    return out.array();
  }

  /**
   * A detector in the state that {@link #write} wrote.
   *
   * @throws IllegalArgumentException if the bytes are of a newer version, or too few
   */
  public static EntityDetector read(ByteBuffer in, Settings settings) {
    State.checkVersion("entity detector", in, VERSION);
    EntityDetector detector = new EntityDetector(settings);
    State.checkSize("entity detector", in, Tail.BYTES + Shadow.BYTES + 8 * 3 + 4);
    detector.tail.read(in);
    detector.shadow.read(in);
    detector.usualRoot = in.getDouble();
    detector.noveltyShare = in.getDouble();
    detector.steps = in.getLong();
    int count = in.getInt();
    for (int i = 0; i < count; i++) {
      State.checkSize("entity detector", in, 2);
      byte[] name = new byte[Short.toUnsignedInt(in.getShort())];
      State.checkSize("entity detector", in, name.length + 4);
      in.get(name);
      int place = detector.member(new String(name, StandardCharsets.UTF_8));
      detector.members.get(place).lit = in.getInt();
    }
    return detector;
  }

  /** As {@link #read(ByteBuffer, Settings)}. */
  public static EntityDetector read(byte[] bytes, Settings settings) {
    return read(ByteBuffer.wrap(bytes), settings);
  }

  private static final class Member {
    final String metric;
    double square;
    int lit;

    Member(String metric) {
      this.metric = metric;
    }
  }
}
