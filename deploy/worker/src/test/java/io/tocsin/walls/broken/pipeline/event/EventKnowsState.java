package io.tocsin.walls.broken.pipeline.event;

import io.tocsin.walls.broken.pipeline.state.StateKnowsKafka;

record EventKnowsState(StateKnowsKafka state) {}
