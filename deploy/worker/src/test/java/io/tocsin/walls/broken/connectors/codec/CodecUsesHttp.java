package io.tocsin.walls.broken.connectors.codec;

import java.net.http.HttpClient;

record CodecUsesHttp(HttpClient client) {}
