package io.tocsin.connectors.codec;

import java.util.List;

/** The closed table of the formats that records may have. */
public final class Codecs {
  /** Names as the configuration has them. */
  public static final List<String> NAMES =
      List.of(
          "native",
          "telegraf_json",
          "influx",
          "collectd_json",
          "otlp_json",
          "cloudevents",
          "ecs",
          "prom_adapter",
          "syslog_json");

  /** Formats that are known of, and that this version does not read. */
  public static final List<String> NOT_YET = List.of("otlp_proto", "sparkplug_b");

  private Codecs() {}

  /**
   * A new decoder; one for each shard.
   *
   * @throws IllegalArgumentException if there is no codec of that name; the message lists all
   */
  public static Decoder decoder(CodecSettings settings) {
    Decoder decoder = ofFormat(settings);
    return settings.source().isEmpty() ? decoder : new SourceLabel(decoder, settings);
  }

  private static Decoder ofFormat(CodecSettings settings) {
    return switch (settings.codec()) {
      case "native" -> new NativeDecoder(settings.maxBytes(), settings.maxSeries());
      case "telegraf_json" -> new TelegrafDecoder(settings);
      case "influx" -> new InfluxDecoder(settings);
      case "otlp_json" -> new OtlpJsonDecoder(settings);
      case "cloudevents" -> new CloudEventsDecoder(settings);
      case "ecs" -> new EcsDecoder(settings);
      case "prom_adapter" -> new PromAdapterDecoder(settings);
      case "syslog_json" -> new SyslogJsonDecoder(settings);
      case "collectd_json" -> new CollectdDecoder(settings);
      default ->
          throw new IllegalArgumentException(
              "codec \""
                  + settings.codec()
                  + "\""
                  + (NOT_YET.contains(settings.codec()) ? " is not supported yet" : "")
                  + "; accepted: "
                  + String.join(", ", NAMES));
    };
  }
}
