package io.tocsin.walls.broken.connectors.codec;

import io.tocsin.walls.broken.pipeline.flow.WaitsInFlow;

record CodecKnowsFlow(WaitsInFlow flow) {}
