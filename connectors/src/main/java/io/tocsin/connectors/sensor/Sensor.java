package io.tocsin.connectors.sensor;

import io.tocsin.pipeline.event.SensorEvent;
import java.util.List;

/**
 * Something that can be asked what it sees now. Asked by one thread at a time, which it may block;
 * may fail in any way, for the runtime takes care of that.
 */
public interface Sensor {
  /** Name in the runtime, its statuses and its failures; unique there. */
  String name();

  /**
   * What it sees.
   *
   * @param now wall time of this sample, epoch milliseconds
   */
  List<SensorEvent> sample(long now) throws Exception;

  /** Opens its resources anew; called on restart. Its failure is recorded and changes nothing. */
  default void restart() throws Exception {}

  /** Forgets what it remembers between samples. Its failure is recorded and changes nothing. */
  default void reset() throws Exception {}
}
