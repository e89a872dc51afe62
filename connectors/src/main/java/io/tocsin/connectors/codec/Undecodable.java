package io.tocsin.connectors.codec;

import io.tocsin.pipeline.flow.Rejection;

/**
 * Why a record makes no events.
 *
 * @param message what was wrong, with the key, the value, and what is accepted
 */
public record Undecodable(Rejection.Reason reason, String message) {}
