package io.tocsin.deploy.backtest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the firings of two versions of rules differ. */
public final class Difference {
  private final List<Pair> pairs = new ArrayList<>();

  /** What became of a firing. */
  public enum Kind {
    SAME,
    /** Another start, end or label. */
    CHANGED,
    ONLY_NEW,
    ONLY_OLD
  }

  /** A firing in both versions, or in one; never in none. */
  public record Pair(@Nullable Firing before, @Nullable Firing now) {
    /** What became of it. */
    public Kind kind() {
      if (before == null) {
        return Kind.ONLY_NEW;
      } else if (now == null) {
        return Kind.ONLY_OLD;
      }
      boolean same =
          before.start() == now.start()
              && before.end() == now.end()
              && before.labels().equals(now.labels());
      return same ? Kind.SAME : Kind.CHANGED;
    }

    /** The new one where there is one. */
    public Firing shown() {
      return now == null ? Objects.requireNonNull(before) : now;
    }
  }

  private Difference() {}

  /**
   * Compares. Firings with equal labels belong together where their times overlap; what is left,
   * where rule, component and start are equal.
   */
  public static Difference of(List<Firing> before, List<Firing> now) {
    Difference difference = new Difference();
    Set<Firing> left = new HashSet<>(now);
    List<Firing> unmatched = difference.pair(before, now, left, Difference::overlap, Key::byLabels);
    List<Firing> gone =
        difference.pair(unmatched, now, left, (a, b) -> a.start() == b.start(), Key::byStart);
    gone.forEach(firing -> difference.pairs.add(new Pair(firing, null)));
    now.stream().filter(left::contains).forEach(f -> difference.pairs.add(new Pair(null, f)));
    return difference;
  }

  private record Key(String rule, Object identity) {
    static Key byLabels(Firing firing) {
      return new Key(firing.rule(), firing.labels());
    }

    static Key byStart(Firing firing) {
      return new Key(firing.rule(), firing.component() + " " + firing.start());
    }
  }

  private interface Test {
    boolean belong(Firing a, Firing b);
  }

  /** Pairs what it can; returns what it cannot. */
  private List<Firing> pair(
      List<Firing> before,
      List<Firing> now,
      Set<Firing> left,
      Test test,
      java.util.function.Function<Firing, Key> key) {
    Map<Key, List<Firing>> candidates = new HashMap<>();
    for (Firing firing : now) {
      if (left.contains(firing)) {
        candidates.computeIfAbsent(key.apply(firing), k -> new ArrayList<>()).add(firing);
      }
    }
    List<Firing> unmatched = new ArrayList<>();
    for (Firing firing : before) {
      List<Firing> of = candidates.getOrDefault(key.apply(firing), List.of());
      Firing found = null;
      for (Firing candidate : of) {
        if (left.contains(candidate) && test.belong(firing, candidate)) {
          found = candidate;
          break;
        }
      }
      if (found == null) {
        unmatched.add(firing);
      } else {
        left.remove(found);
        pairs.add(new Pair(firing, found));
      }
    }
    return unmatched;
  }

  private static boolean overlap(Firing a, Firing b) {
    return a.start() <= b.end() && b.start() <= a.end();
  }

  /** All pairs, also the same ones. */
  public List<Pair> pairs() {
    return List.copyOf(pairs);
  }

  /** How many of each kind. */
  public Map<Kind, Integer> counts() {
    Map<Kind, Integer> counts = new LinkedHashMap<>();
    for (Kind kind : Kind.values()) {
      counts.put(kind, 0);
    }
    pairs.forEach(pair -> counts.merge(pair.kind(), 1, Integer::sum));
    return counts;
  }
}
