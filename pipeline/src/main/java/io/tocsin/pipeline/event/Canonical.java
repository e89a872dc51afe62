package io.tocsin.pipeline.event;

import org.jspecify.annotations.Nullable;

/**
 * One object for equal texts and equal labels. A million series have few metrics and few labels
 * between them; with a copy for each, most of the memory would be texts. Remembers some thousand,
 * each in the one place its hash gives it, and forgets them as others come. Safe for use by any
 * thread: what races is who is remembered, and all of it is immutable.
 */
final class Canonical {
  private static final int PLACES = 1 << 13;
  private static final @Nullable String[] TEXTS = new String[PLACES];
  private static final @Nullable Labels[] LABELS = new Labels[PLACES];

  private Canonical() {}

  /** A text equal to this one. */
  static String text(String text) {
    int place = place(text.hashCode());
    String known = TEXTS[place];
    if (known != null && known.equals(text)) {
      return known;
    }
    TEXTS[place] = text;
    return text;
  }

  /** Labels equal to these. */
  static Labels labels(Labels labels) {
    int place = place(labels.hashCode());
    Labels known = LABELS[place];
    if (known != null && known.equals(labels)) {
      return known;
    }
    Labels fresh = labels.map(Canonical::text);
    LABELS[place] = fresh;
    return fresh;
  }

  private static int place(int hash) {
    int mixed = hash * 0x9E3779B9;
    return (mixed ^ (mixed >>> 15)) & (PLACES - 1);
  }
}
