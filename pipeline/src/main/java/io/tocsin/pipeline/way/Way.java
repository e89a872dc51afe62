package io.tocsin.pipeline.way;

import io.tocsin.pipeline.correlate.Correlation;
import io.tocsin.pipeline.deliver.Delivery;
import io.tocsin.pipeline.detect.DetectOutput;
import io.tocsin.pipeline.detect.MergeInput;
import io.tocsin.pipeline.event.Alert;
import io.tocsin.pipeline.event.Notification;
import io.tocsin.pipeline.flow.Batch;
import io.tocsin.pipeline.flow.Input;
import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.flow.Records;
import io.tocsin.pipeline.flow.Stage;
import io.tocsin.pipeline.respond.Response;
import io.tocsin.pipeline.suppress.Decision;
import io.tocsin.pipeline.window.WindowOutput;
import reactor.core.publisher.Flux;

/**
 * The way of a record, stage by stage. Four tasks, joined by topics: what one writes the next one
 * reads.
 *
 * <pre>
 * source topics → ingest → events → detect → alerts → respond → incidents, notifications → deliver → receivers
 *                                   detect → partials → detect: what no shard can answer alone
 * </pre>
 *
 * What flows is a batch: what one poll gave for one shard. Each stage takes one batch and gives one
 * batch, in order, on the lane's thread.
 */
public final class Way {
  private Way() {}

  /** Any format and any key in; one native event a record, keyed by its sensor, out. */
  public static Flux<Batch<OutRecord>> ingest(
      Flux<Batch<Records>> in,
      Stage<Records, OutRecord> rekey,
      Stage<OutRecord, OutRecord> encode) {
    return in.map(rekey).map(encode);
  }

  /** Events in; summaries and alerts out. */
  public static Flux<Batch<OutRecord>> detect(
      Flux<Batch<Records>> in,
      Stage<Records, Input> decode,
      Stage<Input, WindowOutput> window,
      Stage<WindowOutput, DetectOutput> detect,
      Stage<DetectOutput, OutRecord> encode) {
    return detect(in.map(decode), window, detect).map(encode);
  }

  /** Events that are decoded in, what is told of them out: for inputs that are no topics. */
  public static Flux<Batch<DetectOutput>> detect(
      Flux<Batch<Input>> in,
      Stage<Input, WindowOutput> window,
      Stage<WindowOutput, DetectOutput> detect) {
    return in.map(window).map(detect);
  }

  /** What many sensors add up to: each shard's part in; alerts out. */
  public static Flux<Batch<OutRecord>> merge(
      Flux<Batch<Records>> in,
      Stage<Records, MergeInput> decode,
      Stage<MergeInput, DetectOutput> merge,
      Stage<DetectOutput, OutRecord> encode) {
    return in.map(decode).map(merge).map(encode);
  }

  /** Alerts in; incidents, and what is to be told to whom, out. */
  public static Flux<Batch<OutRecord>> respond(
      Flux<Batch<Records>> in,
      Stage<Records, Alert> decode,
      Stage<Alert, Alert> compose,
      Stage<Alert, Correlation> correlate,
      Stage<Correlation, Decision> suppress,
      Stage<Decision, Response> route,
      Stage<Response, OutRecord> encode) {
    return in.map(decode).map(compose).map(correlate).map(suppress).map(route).map(encode);
  }

  /** Notifications in; receivers told, receipts out. */
  public static Flux<Batch<OutRecord>> deliver(
      Flux<Batch<Records>> in,
      Stage<Records, Notification> decode,
      Stage<Notification, Delivery> deliver,
      Stage<Delivery, OutRecord> encode) {
    return in.map(decode).map(deliver).map(encode);
  }
}
