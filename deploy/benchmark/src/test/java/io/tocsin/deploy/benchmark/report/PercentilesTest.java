package io.tocsin.deploy.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
  @Test
  void ranksAreNearestRanks() {
    List<Long> thousand = LongStream.rangeClosed(1, 1_000).boxed().toList();
    assertThat(Percentiles.of(thousand, Long::longValue))
        .isEqualTo(new Percentiles(500, 990, 999, 1_000, 1_000));
  }

  @Test
  void ofNothingThereIsNothing() {
    assertThat(Percentiles.of(List.<Long>of(), Long::longValue))
        .isEqualTo(new Percentiles(-1, -1, -1, -1, 0));
  }
}
