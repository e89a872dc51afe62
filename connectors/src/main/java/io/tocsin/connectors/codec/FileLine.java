package io.tocsin.connectors.codec;

import io.tocsin.pipeline.event.SensorEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a file of events: either its events or what is wrong with it.
 *
 * @param number line number in the file, from 1
 * @param raw the line as it is in the file, without its end
 * @param events may be empty for a good line too: all cells blank
 * @param wrong null for a good line; the message names line, column, value and what is accepted
 */
public record FileLine(
    long number, byte[] raw, List<SensorEvent> events, @Nullable Undecodable wrong) {}
