package io.tocsin.walls.broken.pipeline.window;

import com.fasterxml.jackson.databind.JsonNode;

record WindowUsesJson(JsonNode json) {}
