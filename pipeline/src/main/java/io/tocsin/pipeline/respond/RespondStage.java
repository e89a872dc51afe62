package io.tocsin.pipeline.respond;

import io.tocsin.pipeline.event.Incident;
import io.tocsin.pipeline.state.ShardState;
import io.tocsin.pipeline.suppress.Decision;
import io.tocsin.pipeline.suppress.Inhibitor;
import io.tocsin.pipeline.suppress.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Publishes incidents and tells receivers, by routes and groups. Groups wait and repeat by the wall
 * clock, which is a value in the batch. Used by the lane's thread only.
 */
public final class RespondStage {
  private final Inhibitor inhibitor;
  private final Groups groups;

  public RespondStage(RespondSettings settings, ShardState state) {
    this(settings, state, held -> {});
  }

  /**
   * @param held told of the reason once for each alert that a group keeps quiet, on the lane's
   *     thread
   */
  public RespondStage(RespondSettings settings, ShardState state, Consumer<Reason> held) {
    inhibitor = new Inhibitor(settings.inhibitRules(), state);
    groups = new Groups(settings, state, inhibitor, held);
  }

  /**
   * One batch, in order; an empty one moves time only.
   *
   * @param wall wall clock, epoch milliseconds
   */
  public List<Response> apply(List<Decision> decisions, long wall) {
    List<Response> out = new ArrayList<>();
    tell(wall, out);
    for (Decision decision : decisions) {
      if (decision instanceof Decision.Decided decided) {
        accept(decided, wall, out);
        tell(wall, out);
      } else if (decision instanceof Decision.Forgotten forgotten) {
        out.add(new Response.Forgotten(forgotten.incident()));
      }
    }
    return out;
  }

  private void accept(Decision.Decided decided, long wall, List<Response> out) {
    inhibitor.observe(decided.alert());
    Incident incident = decided.incident();
    if (incident != null) {
      out.add(new Response.Changed(incident));
    }
    if (decided.reason() == Reason.PASS) {
      groups.add(decided.alert(), incident == null ? "" : incident.id(), wall);
    }
  }

  private void tell(long wall, List<Response> out) {
    groups.tell(wall, notification -> out.add(new Response.Told(notification)));
  }
}
