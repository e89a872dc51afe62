package io.tocsin.walls.broken.pipeline.window;

public record WindowStage() {}
