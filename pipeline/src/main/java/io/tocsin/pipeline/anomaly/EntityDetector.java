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

  /** Nats per e-fold of members: the most surprised of many is more surprised than one alone. */
  private static final double NATS_PER_MEMBERS = 1.5;

  /** Readings for which a member counts as in novelty after a finding of its own. */
  private static final int LIT = 30;

  private static final double NOVELTY_RATE = 0.001;
  private static final double LEAST_NOVELTY = 0.001;

  private final Settings settings;
  private final double threshold;
  private final List<Member> members = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final Shadow shadow = new Shadow();
  private double deviation;

  /** Whether it was told that the occurrence is more than evidence. */
  private boolean told;

  private double noveltyShare = LEAST_NOVELTY;
  private long steps;

  private double squares;
  private double heldSquares;
  private double strongestMember;
  private int reported;
  private int inNovelty;
  private int grownMembers;
  private boolean lasting;

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
    double beyond = Scale.beyondUsual(finding.z());
    squares += beyond * beyond;
    heldSquares += finding.level() * finding.level();
    one.weight = Scale.level(finding.level(), beyond);
    strongestMember = Math.max(strongestMember, finding.surprise());
    if (verdict == Verdict.FINDING) {
      one.lit = LIT;
    } else if (one.lit > 0) {
      one.lit--;
    }
    grownMembers += finding.grown ? 1 : 0;
    lasting |= verdict == Verdict.FINDING && finding.grade() != Grade.EVIDENCE;
    inNovelty += one.lit > 0 ? 1 : 0;
    reported++;
  }

  /** Ends the step: judges it by what was seen before, then learns from it. */
  public Verdict close(EntityFinding out) {
    out.reported = reported;
    out.inNovelty = inNovelty;
    out.surprise = 0;
    out.score = 0;
    out.agrees = false;
    out.grade = Grade.EVIDENCE;
    if (reported == 0) {
      contributions(out);
      return steps < settings.warmUp() ? Verdict.WARMING_UP : Verdict.QUIET;
    }
    Verdict verdict = judge(out);
    contributions(out);
    double share = (double) inNovelty / reported;
    noveltyShare = Math.max(LEAST_NOVELTY, noveltyShare + NOVELTY_RATE * (share - noveltyShare));
    squares = 0;
    heldSquares = 0;
    strongestMember = 0;
    reported = 0;
    inNovelty = 0;
    grownMembers = 0;
    lasting = false;
    return verdict;
  }

  /**
   * The decision is the most surprised member's, less what the most surprised of so many would show
   * anyway. The score tells besides, below the threshold, how far the sensor is from normal: the
   * members' surprises kept in mind, and the root mean square of their deviations.
   */
  private Verdict judge(EntityFinding out) {
    double root = Math.sqrt(squares / reported);
    deviation += Scale.SMOOTHING * (root - deviation);
    steps++;
    double alone = strongestMember - NATS_PER_MEMBERS * Math.log(reported);
    out.surprise = Math.max(0, alone);
    boolean rises = shadow.rises(out.surprise, settings.rest()) && out.surprise >= threshold;
    out.agrees = agreement(inNovelty, reported) >= threshold;
    boolean confirmed = (grownMembers > 1 && out.agrees) || lasting;
    boolean finding = rises || (confirmed && !told);
    told = confirmed || (told && !shadow.isOver());
    out.surprise = finding ? Math.max(out.surprise, threshold) : out.surprise;
    out.score = finding ? out.surprise : Scale.below(threshold, Math.sqrt(heldSquares), deviation);
    out.grade = Grade.of(finding && confirmed, out.surprise, threshold);
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

  private void contributions(EntityFinding out) {
    double first = 0;
    double next = 0;
    double sum = 0;
    out.strongest = "";
    out.second = "";
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      sum += member.weight;
      if (member.weight > first) {
        next = first;
        out.second = out.strongest;
        first = member.weight;
        out.strongest = member.metric;
      } else if (member.weight > next) {
        next = member.weight;
        out.second = member.metric;
      }
      member.weight = 0;
    }
    out.strongestShare = sum > 0 ? first / sum : 0;
    out.secondShare = sum > 0 ? next / sum : 0;
  }

  /** The size of {@link #write}, in bytes. */
  public int size() {
    int size = 1 + Shadow.BYTES + 8 * 3 + 1 + 4;
    for (Member member : members) {
      size += 2 + member.metric.getBytes(StandardCharsets.UTF_8).length + 4;
    }
    return size;
  }

  /** Writes the state, {@link #size} bytes, version first; between steps only. */
  public void write(ByteBuffer out) {
    out.put(VERSION);
    shadow.write(out);
    out.putDouble(deviation).putDouble(noveltyShare).putLong(steps).put((byte) (told ? 1 : 0));
    out.putInt(members.size());
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
    State.checkSize("entity detector", in, Shadow.BYTES + 8 * 3 + 1 + 4);
    detector.shadow.read(in);
    detector.deviation = in.getDouble();
    detector.noveltyShare = in.getDouble();
    detector.steps = in.getLong();
    detector.told = in.get() != 0;
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
    double weight;
    int lit;

    Member(String metric) {
      this.metric = metric;
    }
  }
}
