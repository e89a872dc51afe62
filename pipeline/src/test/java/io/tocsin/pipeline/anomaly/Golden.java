package io.tocsin.pipeline.anomaly;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Stored states of every version, which are never written again. */
final class Golden {
  private Golden() {}

  static byte[] bytes(String name) throws IOException {
    try (InputStream in = Golden.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is missing from the test resources");
      }
      return in.readAllBytes();
    }
  }

  /** Writes the states of the newest version into a folder: once, before that version ships. */
  public static void main(String[] args) throws IOException {
    SeriesDetector series = new SeriesDetector(Settings.DEFAULTS);
    EntityDetector entity = new EntityDetector(Settings.DEFAULTS);
    int member = entity.member("temp_c");
    int idle = entity.member("rpm");
    Finding finding = new Finding();
    EntityFinding together = new EntityFinding();
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      long time = 1_700_000_000_000L + i * 10_000L;
      entity.add(member, series.add(time, random.nextGaussian(), finding), finding);
      entity.add(idle, series.add(time, 0, finding), finding);
      if (i < 999) {
        entity.close(together);
      }
    }
    Path folder = Path.of(args[0]);
    ByteBuffer out = ByteBuffer.allocate(series.size());
    series.write(out);
    Files.write(folder.resolve("series-detector-1.bin"), out.array());
    Files.write(folder.resolve("entity-detector-2.bin"), entity.toBytes());
  }
}
