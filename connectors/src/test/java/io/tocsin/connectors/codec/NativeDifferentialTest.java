package io.tocsin.connectors.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.event.Reading;
import io.tocsin.pipeline.event.Report;
import io.tocsin.pipeline.event.SensorEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The scanner and the plain way agree about seeded documents, good and damaged, byte by byte. */
class NativeDifferentialTest {
  private static final long SEED = Long.getLong("tocsin.seed", 1);

  private final NativeDecoder decoder = new NativeDecoder(1 << 20, 1 << 10);

  private static String line(SensorEvent event) {
    if (event instanceof Reading r) {
      return r.sensor()
          + " "
          + r.series().metric()
          + " "
          + new TreeMap<>(r.series().labels().asMap())
          + " "
          + r.time()
          + " "
          + (r.value() + 0.0);
    }
    Report report = (Report) event;
    return "report "
        + report.sensor()
        + " "
        + report.type()
        + " "
        + report.time()
        + " "
        + new TreeMap<>(report.labels().asMap());
  }

  /** Whether the document was accepted. */
  private boolean compare(byte[] document) {
    Decoded decoded = Decoded.by(decoder, OneRecord.of(document));
    List<String> expected = ReferenceDecoder.decode(document, OneRecord.TIME);
    String shown = new String(document, StandardCharsets.UTF_8);
    if (expected == null) {
      assertThat(decoded.wrong()).as(shown).isNotNull();
      assertThat(decoded.events()).as(shown).isEmpty();
    } else {
      assertThat(decoded.error()).as(shown).isEmpty();
      assertThat(decoded.events().stream().map(NativeDifferentialTest::line).toList())
          .as(shown)
          .isEqualTo(expected);
    }
    return expected != null;
  }

  @Test
  void goodDocuments() {
    DocumentMaker maker = new DocumentMaker(SEED);
    int accepted = 0;
    for (int i = 0; i < 25_000; i++) {
      accepted += compare(maker.document().getBytes(StandardCharsets.UTF_8)) ? 1 : 0;
    }
    assertThat(accepted).as("enough of them are good").isBetween(8_000, 24_500);
  }

  @Test
  void damagedDocuments() {
    DocumentMaker maker = new DocumentMaker(SEED + 1);
    int accepted = 0;
    for (int i = 0; i < 25_000; i++) {
      accepted += compare(maker.damaged(maker.document())) ? 1 : 0;
    }
    assertThat(accepted).as("some damage does not matter").isBetween(400, 17_000);
  }

  @Test
  void everyCutOfADocumentIsRefused() {
    byte[] whole =
        ("{\"sensor\":\"p\\u00e4\",\"values\":{\"a\":-1.5e2},\"time\":\"2026-01-31T10:00:00.5Z\","
                + "\"labels\":{\"x\":\"€\"},\"y\":[true,null,{}]}")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(compare(whole)).isTrue();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(whole, length);
      assertThat(Decoded.by(decoder, OneRecord.of(cut)).wrong()).as("%d", length).isNotNull();
    }
  }

  @Test
  void numbersAreTheLibrarys() {
    Random random = new Random(SEED + 2);
    for (int i = 0; i < 100_000; i++) {
      String text =
          switch (i % 4) {
            case 0 -> Double.toString(random.nextInt(2_000_000) / 1000.0);
            case 1 -> (random.nextLong() >>> random.nextInt(63)) + "e" + (random.nextInt(60) - 30);
            case 2 -> Double.toString(Math.abs(Double.longBitsToDouble(random.nextLong())));
            default -> random.nextInt(100) + "." + (random.nextLong() >>> 1);
          };
      if (text.startsWith("N") || text.startsWith("I")) {
        continue;
      }
      JsonScanner scanner = new JsonScanner();
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      scanner.reset(bytes, 0, bytes.length);
      assertThat(scanner.number()).as(text).isEqualTo(Double.parseDouble(text));
      assertThat(scanner.pos).isEqualTo(bytes.length);
    }
  }

  @Test
  void noBytesWhateverMakeItThrow() {
    Random random = new Random(SEED + 3);
    DocumentMaker maker = new DocumentMaker(SEED + 4);
    List<Decoder> decoders =
        Codecs.NAMES.stream().map(name -> Codecs.decoder(CodecSettings.of(name))).toList();
    for (int i = 0; i < 8_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      if (i % 2 == 0) {
        bytes = maker.damaged(maker.document());
      }
      for (Decoder any : decoders) {
        Decoded.by(any, OneRecord.of(bytes));
      }
    }
  }
}
