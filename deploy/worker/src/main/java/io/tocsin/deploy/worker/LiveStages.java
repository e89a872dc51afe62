package io.tocsin.deploy.worker;

import io.tocsin.pipeline.detect.DetectOutput;
import io.tocsin.pipeline.detect.DetectStage;
import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.Input;
import io.tocsin.pipeline.flow.ShardContext;
import io.tocsin.pipeline.window.WindowOutput;
import io.tocsin.pipeline.window.WindowSettings;
import io.tocsin.pipeline.window.WindowStage;
import java.util.function.Consumer;

/**
 * Window and detect stage of one shard under the rules that hold. When these change, both are made
 * anew over the shard's state as it is, exactly as after a restart. The lane's thread only, but for
 * the getters.
 */
final class LiveStages {
  private final ActiveRules active;
  private final WorkerSettings settings;
  private final WindowSettings windows;
  private final ShardContext shard;
  private final Consumer<WindowStage> prepare;
  private ActiveRules.Version version;
  private volatile WindowStage window;
  private volatile DetectStage detect;

  /**
   * @param prepare what each new window stage is told before its first batch
   */
  LiveStages(
      ActiveRules active,
      WorkerSettings settings,
      WindowSettings windows,
      ShardContext shard,
      Consumer<WindowStage> prepare) {
    this.prepare = prepare;
    this.active = active;
    this.settings = settings;
    this.windows = windows;
    this.shard = shard;
    version = active.current();
    window = newWindow();
    detect = newDetect();
  }

  private WindowStage newWindow() {
    WindowStage stage = WindowStage.of(windows, settings.summaries().plan(version.rules()), shard);
    prepare.accept(stage);
    return stage;
  }

  private DetectStage newDetect() {
    return DetectStage.of(version.rules(), settings.detect(), shard);
  }

  @SuppressWarnings("ReferenceEquality") // every change makes a new version
  Batch<WindowOutput> window(Batch<Input> batch) {
    ActiveRules.Version now = active.current();
    if (now != version) {
      shard.state().reopen();
      version = now;
      window = newWindow();
      detect = newDetect();
    }
    return window.apply(batch);
  }

  Batch<DetectOutput> detect(Batch<WindowOutput> batch) {
    // One of all shards says so.
    if (shard.id().partition() == 0 && shard.id().topic().equals(settings.topics().events())) {
      detect.refused(active.problem());
    }
    return detect.apply(batch);
  }

  WindowStage window() {
    return window;
  }

  DetectStage detect() {
    return detect;
  }
}
