/** Tests of the sensors; start at {@link io.tocsin.connectors.sensor.SensorRuntimeTest}. */
@NullMarked
package io.tocsin.connectors.sensor;

import org.jspecify.annotations.NullMarked;
