package io.tocsin.pipeline.window;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;

/**
 * A sensor that counts even if it never reports.
 *
 * @param labels what is known of it; its own series say more
 */
public record ExpectedSensor(SensorId sensor, Labels labels) {}
