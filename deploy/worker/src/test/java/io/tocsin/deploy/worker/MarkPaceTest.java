package io.tocsin.deploy.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.connectors.codec.MarkCodec;
import io.tocsin.pipeline.event.Mark;
import io.tocsin.pipeline.flow.OutRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkPaceTest {
  private final MarkPace pace = new MarkPace("events-1", "partials", 3, false);

  private List<OutRecord> at(long wall) {
    List<OutRecord> out = new ArrayList<>();
    pace.tell(wall, out);
    return out;
  }

  @Test
  void tellsEachPartitionAtMostOnceASecondAndOnlyWhatIsNew() {
    assertThat(at(0)).as("nothing is known").isEmpty();
    pace.reached(10);
    List<OutRecord> first = at(5);
    assertThat(first).extracting(OutRecord::partition).containsExactly(0, 1, 2);
    assertThat(first).noneMatch(OutRecord::urgent);
    assertThat(MarkCodec.read(first.get(0).value())).isEqualTo(new Mark("events-1", 10));
    pace.reached(20);
    pace.reached(15);
    assertThat(at(900)).as("too early").isEmpty();
    assertThat(MarkCodec.read(at(1_005).get(2).value())).isEqualTo(new Mark("events-1", 20));
    assertThat(at(5_000)).as("it has not moved").isEmpty();
  }

  @Test
  void tellsTheEndAtOnce() {
    pace.reached(10);
    assertThat(at(0)).hasSize(3);
    pace.reached(Mark.END);
    assertThat(at(1)).hasSize(3).allMatch(OutRecord::urgent);
  }
}
