package io.tocsin.connectors.sensor;

import java.nio.file.Path;

/**
 * The host sensor.
 *
 * @param sensor name of the sensor; empty for the host's own name
 * @param probeFolder where storage latency is measured
 */
public record HostSettings(String sensor, Path probeFolder) {}
