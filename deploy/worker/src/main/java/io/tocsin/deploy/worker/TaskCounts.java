package io.tocsin.deploy.worker;

import io.tocsin.connectors.codec.EventSink.Skip;
import io.tocsin.pipeline.flow.Rejection.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What a task's stages count by reason. Written by lanes, read by anyone. */
final class TaskCounts {
  private final Map<Reason, LongAdder> rejections = new EnumMap<>(Reason.class);
  private final Map<Skip, LongAdder> skips = new EnumMap<>(Skip.class);
  private final Map<String, LongAdder> decisions = new ConcurrentHashMap<>();

  TaskCounts() {
    for (Reason reason : Reason.values()) {
      rejections.put(reason, new LongAdder());
    }
    for (Skip skip : Skip.values()) {
      skips.put(skip, new LongAdder());
    }
  }

  void rejected(Reason reason) {
    add(rejections.get(reason));
  }

  void skipped(Skip skip) {
    add(skips.get(skip));
  }

  void decided(String decision) {
    decisions.computeIfAbsent(decision, d -> new LongAdder()).increment();
  }

  long rejections(Reason reason) {
    return sum(rejections.get(reason));
  }

  long rejections() {
    return rejections.values().stream().mapToLong(LongAdder::sum).sum();
  }

  long skips(Skip skip) {
    return sum(skips.get(skip));
  }

  /** Counts by decision: what was dropped as a duplicate, what was suppressed, and why. */
  Map<String, Long> decisions() {
    Map<String, Long> all = new TreeMap<>();
    decisions.forEach((name, count) -> all.put(name, count.sum()));
    return all;
  }

  private static void add(@org.jspecify.annotations.Nullable LongAdder adder) {
    if (adder != null) {
      adder.increment();
    }
  }

  private static long sum(@org.jspecify.annotations.Nullable LongAdder adder) {
    return adder == null ? 0 : adder.sum();
  }
}
