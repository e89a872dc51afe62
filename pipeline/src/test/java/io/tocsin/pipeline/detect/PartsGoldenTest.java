package io.tocsin.pipeline.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.Partial;
import io.tocsin.pipeline.event.Partial.Element;
import io.tocsin.pipeline.event.Spread;
import io.tocsin.pipeline.event.Sums;
import io.tocsin.pipeline.state.Golden;
import io.tocsin.pipeline.window.Statistic;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parts of groups as they were released. */
class PartsGoldenTest {
  /** Stands for a sketch, whose bytes are kept as they are. */
  private static final String SKETCH = "Ag==";

  private static final Sums SUMS = Sums.of(2).plus(Sums.of(7));
  private static final Spread SPREAD = new Spread(1_000, 7, 2_000, 2, SKETCH);
  private static final Element ELEMENT = new Element("m", Labels.of("sensor", "s"), 3);

  @Test
  void partsOfOneShard() {
    Parts parts = new Parts();
    parts.revision = 1;
    parts.put("a", new Parts.Said(SUMS, SPREAD, List.of()));
    parts.put("b", new Parts.Said(Sums.NONE, List.of(ELEMENT)));
    Golden.check("parts", Parts.VERSION, Parts.CODEC, parts);
  }

  @Test
  void partsOfAllShards() {
    Merged merged = new Merged();
    Labels group = Labels.of("site", "x");
    merged.put(new Partial("r", 0, 5, group, "t-0", 0, SUMS, SPREAD, List.of(), false));
    merged.put(
        new Partial("r", 1, 5, group, "t-1", 2, Sums.NONE, Spread.NONE, List.of(ELEMENT), false));
    Golden.check("merged", Merged.VERSION, Merged.CODEC, merged);
  }

  @Test
  void whatOnePartDoesNotKnowNobodyKnows() {
    List<Statistic> asked =
        List.of(Statistic.named("first").orElseThrow(), Statistic.named("max").orElseThrow());
    Spread whole = SummarySums.spread(List.of(SPREAD, new Spread(500, 9, 700, 1, "")));
    assertThat(whole.first()).isEqualTo(9);
    assertThat(whole.last()).isEqualTo(2);
    assertThat(whole.knowsQuantiles()).isFalse();
    assertThat(SummarySums.stats(SUMS, whole, asked))
        .containsOnlyKeys("first", "max")
        .containsEntry("first", 9.0);
    Spread older = SummarySums.spread(List.of(SPREAD, Spread.NONE));
    assertThat(SummarySums.stats(SUMS, older, asked)).containsOnlyKeys("max");
  }
}
