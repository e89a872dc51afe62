package io.tocsin.walls.broken.pipeline.detect;

import io.tocsin.walls.broken.pipeline.window.WindowStage;

record DetectKnowsWindowStage(WindowStage stage) {}
