package io.tocsin.walls.broken.pipeline.event;

public record EventOfState() {}
