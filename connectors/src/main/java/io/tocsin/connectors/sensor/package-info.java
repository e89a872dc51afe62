/**
 * Tocsin's own sensors, which publish to Kafka like any other, and their supervision; start at
 * {@link io.tocsin.connectors.sensor.SensorRuntime}.
 */
@NullMarked
package io.tocsin.connectors.sensor;

import org.jspecify.annotations.NullMarked;
