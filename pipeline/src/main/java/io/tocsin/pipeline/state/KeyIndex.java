package io.tocsin.pipeline.state;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A hash index of entries by key, with a hand that goes round it as in the CLOCK algorithm: an
 * entry that was used since the hand passed last gets another turn, so that a hit costs one write
 * of a flag and no list is kept.
 *
 * @param <E> the one subclass of {@link Entry} that is in here
 */
final class KeyIndex<K, E extends Entry<K>> {
  private @Nullable Entry<K>[] buckets = newBuckets(16);
  private int count;
  private int hand;

  int count() {
    return count;
  }

  static int hash(Object key) {
    int h = key.hashCode();
    return h ^ (h >>> 16);
  }

  @SuppressWarnings("unchecked")
  @Nullable E find(K key, int hash) {
    for (Entry<K> e = buckets[hash & (buckets.length - 1)]; e != null; e = e.next) {
      if (e.hash == hash && (e.key == key || e.key.equals(key))) {
        if (!e.used) {
          e.used = true;
        }
        return (E) e;
      }
    }
    return null;
  }

  void add(E entry) {
    if (count++ > buckets.length - (buckets.length >> 2)) {
      grow();
    }
    link(buckets, entry);
  }

  @SuppressWarnings("unchecked")
  void forEach(Consumer<E> action) {
    for (Entry<K> head : buckets) {
      for (Entry<K> e = head; e != null; e = e.next) {
        action.accept((E) e);
      }
    }
  }

  /**
   * Moves the hand, at most twice round, and takes out what is neither pinned nor used until the
   * action says that it is enough.
   */
  void sweep(Predicate<E> evictAndGoOn) {
    for (long left = 2L * buckets.length; left > 0; left--) {
      boolean more = sweepBucket(hand, evictAndGoOn);
      hand = (hand + 1) & (buckets.length - 1);
      if (!more) {
        return;
      }
    }
  }

  @SuppressWarnings("unchecked")
  private boolean sweepBucket(int i, Predicate<E> evictAndGoOn) {
    boolean more = true;
    Entry<K> before = null;
    for (Entry<K> e = buckets[i]; e != null; e = e.next) {
      if (!more || e.pinned()) {
        before = e;
      } else if (e.used) {
        e.used = false;
        before = e;
      } else {
        unlink(i, before, e);
        more = evictAndGoOn.test((E) e);
      }
    }
    return more;
  }

  void remove(E entry) {
    int i = entry.hash & (buckets.length - 1);
    Entry<K> before = null;
    for (Entry<K> e = buckets[i]; e != null; e = e.next) {
      if (e == entry) {
        unlink(i, before, e);
        return;
      }
      before = e;
    }
  }

  /** Takes out all that the test names. */
  @SuppressWarnings("unchecked")
  void removeIf(Predicate<E> test) {
    for (int i = 0; i < buckets.length; i++) {
      Entry<K> before = null;
      for (Entry<K> e = buckets[i]; e != null; e = e.next) {
        if (test.test((E) e)) {
          unlink(i, before, e);
        } else {
          before = e;
        }
      }
    }
  }

  private void unlink(int i, @Nullable Entry<K> before, Entry<K> e) {
    if (before == null) {
      buckets[i] = e.next;
    } else {
      before.next = e.next;
    }
    e.evicted = true;
    count--;
  }

  private void grow() {
    Entry<K>[] larger = newBuckets(buckets.length * 2);
    for (Entry<K> head : buckets) {
      Entry<K> e = head;
      while (e != null) {
        Entry<K> next = e.next;
        link(larger, e);
        e = next;
      }
    }
    buckets = larger;
    hand = 0;
  }

  private static <K> void link(@Nullable Entry<K>[] buckets, Entry<K> e) {
    int i = e.hash & (buckets.length - 1);
    e.next = buckets[i];
    buckets[i] = e;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <K> Entry<K>[] newBuckets(int size) {
    return (Entry<K>[]) new Entry[size];
  }
}
