package io.tocsin.pipeline.anomaly;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Combines what the series of one sensor say at one time step: add each member's finding, then
 * close the step. A member that does not report in a step is left out of it.
 *
 * <p>Two things are looked at: how surprised the members are, each by itself, and how far they part
 * from each other ({@link Together}). A member's surprise is a finding of the sensor's if it
 * outweighs that there are many members to choose from; that members part lends weight. Not
 * thread-safe; allocates only for a new member and for a finding.
 */
public final class EntityDetector {
  private static final byte VERSION = 2;

  /** Nats per e-fold of members: the most surprised of many is more surprised than one alone. */
  private static final double NATS_PER_MEMBERS = 3.5;

  /** Nats by which members part with nothing wrong, of all and of each; the rest counts so much. */
  private static final double APART_USUAL = 1;

  private static final double APART_PER_MEMBER = 0.082;
  private static final double APART_WEIGHT = 1.5;

  /** In the shadow of a finding, so much more is news. */
  private static final double GROWTH = 1.6;

  /** Readings for which a member counts as in novelty after a finding of its own. */
  private static final int LIT = 10;

  private static final double NOVELTY_RATE = 0.001;
  private static final double LEAST_NOVELTY = 0.001;

  private final Settings settings;
  private final double threshold;
  private final List<Member> members = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final Shadow shadow = new Shadow();
  private final Together together = new Together();

  /** Whether it was told that the occurrence is more than evidence. */
  private boolean told;

  private double noveltyShare = LEAST_NOVELTY;
  private long steps;

  private double heldSquares;
  private double strongestHeld;
  private double strongestMember;
  private int present;
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
    together.grow(members.size());
    return members.size() - 1;
  }

  /** How many members are known. */
  public int members() {
    return members.size();
  }

  /** Whether that member was added to the open step. */
  public boolean has(int member) {
    return members.get(member).present;
  }

  /** Whether a step is open: something was added since the last was closed. */
  public boolean isOpen() {
    return present > 0;
  }

  /** Whether all members were added to the open step. */
  public boolean isComplete() {
    return present == members.size();
  }

  /** Adds what a member's detector said of its reading in this step. */
  public void add(int member, Verdict verdict, Finding finding) {
    if (verdict == Verdict.OUT_OF_ORDER) {
      return;
    }
    Member one = members.get(member);
    present += one.present ? 0 : 1;
    one.present = true;
    if (verdict == Verdict.WARMING_UP) {
      return;
    }
    heldSquares += finding.level() * finding.level();
    strongestHeld = Math.max(strongestHeld, finding.level());
    strongestMember = Math.max(strongestMember, finding.surprise());
    one.held = finding.level();
    together.put(member, finding.z());
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
    out.members = members.size();
    out.reported = reported;
    out.inNovelty = inNovelty;
    out.surprise = 0;
    out.level = 0;
    out.score = 0;
    out.agrees = false;
    out.grade = Grade.EVIDENCE;
    out.clear();
    Verdict verdict;
    if (reported == 0) {
      verdict = steps < settings.warmUp() ? Verdict.WARMING_UP : Verdict.QUIET;
    } else {
      verdict = judge(out);
      double share = (double) inNovelty / reported;
      noveltyShare = Math.max(LEAST_NOVELTY, noveltyShare + NOVELTY_RATE * (share - noveltyShare));
      if (verdict == Verdict.FINDING) {
        contributions(out);
      }
    }
    begin();
    return verdict;
  }

  private void begin() {
    heldSquares = 0;
    strongestHeld = 0;
    strongestMember = 0;
    present = 0;
    reported = 0;
    inNovelty = 0;
    grownMembers = 0;
    lasting = false;
    for (int i = 0; i < members.size(); i++) {
      members.get(i).present = false;
      members.get(i).held = 0;
    }
  }

  private Verdict judge(EntityFinding out) {
    steps++;
    together.close();
    boolean rises = members.size() == 1 ? alone(out) : several(out);
    out.agrees = agreement(inNovelty, reported) >= threshold;
    boolean confirmed = (grownMembers > 1 && out.agrees) || lasting;
    boolean finding = rises || (confirmed && !told);
    told = confirmed || (told && !shadow.isOver());
    out.surprise = finding ? Math.max(out.surprise, threshold) : out.surprise;
    double nats = Scale.together(Math.sqrt(heldSquares), together.apart(), together.unrest());
    out.score = finding ? out.surprise : Scale.below(threshold, nats);
    out.grade = Grade.of(finding && confirmed, out.surprise, threshold);
    return finding ? Verdict.FINDING : Verdict.QUIET;
  }

  /** A sensor of one metric is that metric. */
  private boolean alone(EntityFinding out) {
    out.level = strongestHeld;
    out.surprise = strongestMember;
    boolean rises = inNovelty > 0 && members.get(0).lit == LIT;
    shadow.rises(rises ? out.surprise : 0, settings.rest());
    return rises;
  }

  private boolean several(EntityFinding out) {
    double usual = APART_USUAL + APART_PER_MEMBER * reported;
    double apart = APART_WEIGHT * Math.max(0, together.apart() - usual);
    double many = NATS_PER_MEMBERS * Math.log(reported);
    out.level = Math.max(0, strongestHeld + apart - many);
    out.surprise = out.level;
    double shade = shadow.height(settings.rest());
    boolean rises = shadow.rises(out.level >= threshold ? out.level : 0, settings.rest());
    return rises && out.level > GROWTH * shade;
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
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      if (member.present) {
        out.contribute(member.metric, member.held + together.apart(i));
      }
    }
  }

  /** The size of {@link #write}, in bytes. */
  public int size() {
    int size = 1 + Shadow.BYTES + 8 + 8 + 1 + 3 * 8 + 4 * 4 + 1 + 4 + together.size();
    for (Member member : members) {
      size += 2 + member.metric.getBytes(StandardCharsets.UTF_8).length + 4 + 8 + 1;
    }
    return size;
  }

  /** Writes the state, {@link #size} bytes, version first; also amid a step. */
  public void write(ByteBuffer out) {
    out.put(VERSION);
    shadow.write(out);
    out.putDouble(noveltyShare).putLong(steps).put(bit(told));
    out.putDouble(heldSquares).putDouble(strongestHeld).putDouble(strongestMember);
    out.putInt(present).putInt(reported).putInt(inNovelty).putInt(grownMembers).put(bit(lasting));
    out.putInt(members.size());
    for (Member member : members) {
      byte[] name = member.metric.getBytes(StandardCharsets.UTF_8);
      out.putShort((short) name.length).put(name).putInt(member.lit);
      out.putDouble(member.held).put(bit(member.present));
    }
    together.write(out);
  }

  private static byte bit(boolean is) {
    return (byte) (is ? 1 : 0);
  }

  /** The state as bytes of its own. */
  public byte[] toBytes() {
    ByteBuffer out = ByteBuffer.allocate(size());
    write(out);
    return out.array();
  }

  /**
   * A detector in the state that {@link #write} wrote; its further verdicts are bit for bit those
   * of the one that wrote.
   *
   * @throws IllegalArgumentException if the bytes are of a newer version, or too few
   */
  public static EntityDetector read(ByteBuffer in, Settings settings) {
    byte version = State.checkVersion("entity detector", in, VERSION);
    EntityDetector detector = new EntityDetector(settings);
    if (version == 1) {
      detector.readFirstVersion(in);
    } else {
      detector.read(in);
    }
    return detector;
  }

  private void read(ByteBuffer in) {
    State.checkSize("entity detector", in, Shadow.BYTES + 8 + 8 + 1 + 3 * 8 + 4 * 4 + 1 + 4);
    shadow.read(in);
    noveltyShare = in.getDouble();
    steps = in.getLong();
    told = in.get() != 0;
    heldSquares = in.getDouble();
    strongestHeld = in.getDouble();
    strongestMember = in.getDouble();
    present = in.getInt();
    reported = in.getInt();
    inNovelty = in.getInt();
    grownMembers = in.getInt();
    lasting = in.get() != 0;
    int count = in.getInt();
    for (int i = 0; i < count; i++) {
      Member member = readMember(in, 8 + 1);
      member.held = in.getDouble();
      member.present = in.get() != 0;
    }
    together.read(in);
  }

  /** Of the time before metrics were looked at together; written between steps only. */
  private void readFirstVersion(ByteBuffer in) {
    State.checkSize("entity detector", in, Shadow.BYTES + 8 * 3 + 1 + 4);
    shadow.read(in);
    in.getDouble();
    noveltyShare = in.getDouble();
    steps = in.getLong();
    told = in.get() != 0;
    int count = in.getInt();
    for (int i = 0; i < count; i++) {
      readMember(in, 0);
    }
  }

  private Member readMember(ByteBuffer in, int behind) {
    State.checkSize("entity detector", in, 2);
    byte[] name = new byte[Short.toUnsignedInt(in.getShort())];
    State.checkSize("entity detector", in, name.length + 4 + behind);
    in.get(name);
    Member member = members.get(member(new String(name, StandardCharsets.UTF_8)));
    member.lit = in.getInt();
    return member;
  }

  /** As {@link #read(ByteBuffer, Settings)}. */
  public static EntityDetector read(byte[] bytes, Settings settings) {
    return read(ByteBuffer.wrap(bytes), settings);
  }

  private static final class Member {
    final String metric;
    double held;
    int lit;
    boolean present;

    Member(String metric) {
      this.metric = metric;
    }
  }
}
