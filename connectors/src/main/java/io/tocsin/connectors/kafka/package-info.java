/** Reads from and writes to Kafka, and runs a broker inside the process when none is given. */
@NullMarked
package io.tocsin.connectors.kafka;

import org.jspecify.annotations.NullMarked;
