package io.tocsin.pipeline.event;

/**
 * The range in which the value was expected. Either end may be infinite.
 *
 * @param low lowest expected value, {@code -Infinity} if none
 * @param high highest expected value, {@code Infinity} if none
 */
public record Expected(double low, double high) {}
