package io.tocsin.connectors.notify.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ValidLabelsTest {
  @Test
  void namesBecomeValid() {
    assertThat(
            ValidLabels.of(
                Map.of("ok_1", "a", "has-dash", "b", "9lives", "c", "größe", "d", "a.b/c", "e")))
        .isEqualTo(
            Map.of("ok_1", "a", "has_dash", "b", "_9lives", "c", "gr__e", "d", "a_b_c", "e"));
  }

  @Test
  void noLabelIsLostWhenNamesFallTogether() {
    assertThat(ValidLabels.of(Map.of("a-b", "1", "a.b", "2", "a_b", "own", "a_b_2", "own too")))
        .isEqualTo(Map.of("a_b", "own", "a_b_2", "own too", "a_b_3", "1", "a_b_4", "2"));
  }
}
