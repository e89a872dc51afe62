package io.tocsin.deploy.benchmark.harness;

import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** The broker's process: formats its folder at the first start, then serves until it is ended. */
final class BrokerMain {
  private BrokerMain() {}

  /**
   * Runs the broker.
   *
   * @param args the path of its properties file
   */
  public static void main(String[] args) {
    Path properties = Path.of(args[0]);
    String[] format = {
      "format",
      "-t",
      Uuid.randomUuid().toString(),
      "-c",
      properties.toString(),
      "--ignore-formatted"
    };
    int failed = StorageTool.execute(format, System.out);
    if (failed != 0) {
      throw new IllegalStateException("the folder of the broker cannot be formatted: " + failed);
    }
    Kafka.main(new String[] {properties.toString()});
  }
}
