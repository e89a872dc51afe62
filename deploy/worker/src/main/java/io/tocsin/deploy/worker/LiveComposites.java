package io.tocsin.deploy.worker;

import io.tocsin.pipeline.correlate.CompositeStage;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.flow.ShardContext;
import io.tocsin.pipeline.flow.ShardId;
import io.tocsin.pipeline.respond.Response;
import java.util.ArrayList;
import java.util.List;

/** The composites of one shard under the rules that hold. The lane's thread only. */
final class LiveComposites {
  private final ActiveRules active;
  private ActiveRules.Version version;
  private final CompositeStage stage;

  LiveComposites(ActiveRules active, ShardContext shard) {
    this.active = active;
    version = active.current();
    ShardId id = shard.id();
    stage =
        new CompositeStage(version.composites(), shard.state(), id.topic() + "-" + id.partition());
  }

  @SuppressWarnings("ReferenceEquality") // every change makes a new version
  List<Alert> apply(List<Alert> alerts) {
    ActiveRules.Version now = active.current();
    if (now != version) {
      version = now;
      stage.change(now.composites());
    }
    return stage.apply(alerts);
  }

  long shed() {
    return stage.shed();
  }

  /** What the last batch made of its alerts. */
  List<Response> made() {
    List<Response> made = new ArrayList<>();
    stage.made().forEach(one -> made.add(new Response.Composed(one.alert(), one.shadow())));
    return made;
  }
}
