package io.tocsin.connectors.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Partial;
import io.tocsin.pipeline.event.Partial.Element;
import io.tocsin.pipeline.event.Spread;
import io.tocsin.pipeline.event.Sums;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartialCodecTest {
  @Test
  void partsComeBackBitByBit() {
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      Sums sums = Sums.NONE;
      for (int i = random.nextInt(4); i > 0; i--) {
        sums = sums.plus(Sums.of(random.nextGaussian() * 1e9));
      }
      Partial partial =
          new Partial(
              "g/Rule \u00fc",
              random.nextInt(5),
              1_700_000_000_000L + round,
              Labels.of("site", "a\"b"),
              "tocsin.events-3",
              random.nextInt(3),
              sums,
              round % 2 == 0
                  ? Spread.NONE
                  : new Spread(round, random.nextGaussian(), round + 5L, -1e300, "Ag=="),
              List.of(
                  new Element("", Labels.NONE, Double.NEGATIVE_INFINITY),
                  new Element("m", Labels.of("sensor", "s"), random.nextDouble())),
              random.nextBoolean());
      assertThat(PartialCodec.read(PartialCodec.value(partial))).isEqualTo(partial);
      assertThat(PartialCodec.key(partial)).isEqualTo(partial.rule().getBytes(UTF_8));
    }
  }

  @Test
  void whatIsNoPartSaysWhy() {
    assertThatThrownBy(() -> PartialCodec.read("{\"rule\":7}".getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("elements");
  }
}
