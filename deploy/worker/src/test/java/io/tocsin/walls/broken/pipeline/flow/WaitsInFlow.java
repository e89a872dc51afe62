package io.tocsin.walls.broken.pipeline.flow;

import java.time.Duration;
import reactor.core.publisher.Flux;

public record WaitsInFlow(Flux<String> flux) {
  Flux<String> late() {
    return flux.delayElements(Duration.ofSeconds(1));
  }
}
