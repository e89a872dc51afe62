package io.tocsin.pipeline.window;

import net.bytebuddy.asm.Advice;

/** Advice for {@code WindowStage.heard}: all sensors share the shard's time as their watermark. */
public final class OneWatermark {
  private OneWatermark() {}

  @Advice.OnMethodExit
  static void exit(
      @Advice.FieldValue("time") ShardTime.Live time, @Advice.Return SensorState state) {
    state.maxTime = Math.max(state.maxTime, time.time());
  }
}
