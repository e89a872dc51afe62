package io.tocsin.pipeline.event;

/** A notification that was given up, for the dead-letter topic. */
public record Undelivered(Notification notification, Receipt receipt) {}
