package io.tocsin.pipeline.window;

import net.bytebuddy.asm.Advice;

/** Advice for {@code WindowStage.heard}: all sensors share the shard's time as their watermark. */
public final class OneWatermark {
  private OneWatermark() {}

  @Advice.OnMethodExit
  static void exit(
      @Advice.FieldValue("time") ShardTime.Live time, @Advice.Return SensorClock clock) {
    clock.maxTime = Math.max(clock.maxTime, time.time());
  }
}
