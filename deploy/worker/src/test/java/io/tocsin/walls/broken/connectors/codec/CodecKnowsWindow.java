package io.tocsin.walls.broken.connectors.codec;

import io.tocsin.walls.broken.pipeline.window.WindowStage;

record CodecKnowsWindow(WindowStage stage) {}
