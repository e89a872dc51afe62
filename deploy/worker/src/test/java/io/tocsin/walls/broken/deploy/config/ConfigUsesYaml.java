package io.tocsin.walls.broken.deploy.config;

import org.yaml.snakeyaml.Yaml;

record ConfigUsesYaml(Yaml yaml) {}
