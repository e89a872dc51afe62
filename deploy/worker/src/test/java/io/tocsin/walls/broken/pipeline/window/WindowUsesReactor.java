package io.tocsin.walls.broken.pipeline.window;

import reactor.core.publisher.Flux;

record WindowUsesReactor(Flux<String> flux) {}
