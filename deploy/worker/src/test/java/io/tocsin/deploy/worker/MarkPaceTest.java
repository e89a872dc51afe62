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

  /** Steps of a tenth of a second, everything read 200 ms ago. */
  private List<Mark> follow(long from, long to, boolean comes) {
    List<Mark> told = new ArrayList<>();
    for (long wall = from; wall < to; wall += 100) {
      List<OutRecord> out = new ArrayList<>();
      pace.follow(wall, wall - 200, comes, out);
      if (!out.isEmpty()) {
        told.add(MarkCodec.read(out.get(0).value()));
      }
    }
    return told;
  }

  @Test
  void speaksTheLessOftenTheLongerNothingComes() {
    List<Mark> told = follow(0, 300_000, false);
    assertThat(told.get(0)).isEqualTo(new Mark("events-1", -200));
    assertThat(told.get(3)).isEqualTo(new Mark("events-1", 2_800));
    assertThat(told).as("in five minutes").hasSizeBetween(25, 40);
  }

  @Test
  void aMarkOfAQuietWriterReachesPastTheNextOneAndNotFarther() {
    long covered = Long.MAX_VALUE;
    for (long wall = 0; wall < 200_000; wall += 100) {
      List<OutRecord> out = new ArrayList<>();
      pace.follow(wall, wall, false, out);
      if (!out.isEmpty()) {
        assertThat(covered).as("told before %s", wall).isGreaterThanOrEqualTo(wall - 1_000);
        covered = MarkCodec.read(out.get(0).value()).time();
        assertThat(covered - wall).as("ahead at %s", wall).isLessThanOrEqualTo(wall / 4 + 1_000);
      }
    }
  }

  @Test
  void speaksEachSecondAgainWhenSomethingComes() {
    List<Mark> quiet = follow(0, 100_000, false);
    long ahead = quiet.get(quiet.size() - 1).time();
    assertThat(ahead).isBetween(100_000L, 100_000L + 17_000);
    List<Mark> told = follow(100_000, 125_000, true);
    assertThat(told).extracting(Mark::time).allMatch(time -> time > ahead);
    assertThat(told.get(1).time() - told.get(0).time()).isEqualTo(1_000);
    assertThat(told).hasSizeBetween(7, 25);
  }

  @Test
  void quietWritersSpeakTogether() {
    follow(0, 100_000, false);
    MarkPace other = new MarkPace("events-2", "partials", 3, false);
    for (long wall = 3_300; wall < 170_000; wall += 100) {
      List<OutRecord> mine = new ArrayList<>();
      List<OutRecord> others = new ArrayList<>();
      other.follow(wall, wall, false, others);
      if (wall >= 100_000) {
        pace.follow(wall, wall, false, mine);
        assertThat(mine).as("at %s", wall).hasSameSizeAs(others);
      }
    }
  }
}
