package io.tocsin.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.connectors.kafka.Changelog.InputMark;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class StartPositionTest {
  private static final TopicPartition P = new TopicPartition("events", 1);

  private static StartPosition start(
      @Nullable Long committed, @Nullable InputMark mark, StartPosition.Input now) {
    return StartPosition.of(P, committed, mark, now);
  }

  private static StartPosition.Input input(long beginning, long end) {
    return new StartPosition.Input("id-1", 4, false, beginning, end);
  }

  private static InputMark mark(long position) {
    return new InputMark(position, "id-1", 4);
  }

  @Test
  void beginsAtTheOldestRecordWithoutAnyPast() {
    assertThat(start(null, null, input(7, 90))).isEqualTo(new StartPosition(7, List.of()));
  }

  @Test
  void goesOnAtTheLaterOfGroupAndState() {
    assertThat(start(20L, mark(10), input(0, 90)).position()).isEqualTo(20);
    assertThat(start(null, mark(10), input(0, 90)).position()).isEqualTo(10);
    assertThat(start(10L, mark(20), input(0, 90)).position()).isEqualTo(20);
    assertThat(start(90L, mark(20), input(0, 90))).isEqualTo(new StartPosition(90, List.of()));
  }

  @Test
  void saysHowManyOffsetsWereDeletedUnread() {
    StartPosition start = start(20L, mark(10), input(50, 90));
    assertThat(start.position()).isEqualTo(50);
    assertThat(start.losses()).singleElement().asString().contains("30 offsets were deleted");
  }

  @Test
  void saysWhatTheBrokerLostOfWhatWasCounted() {
    StartPosition start = start(95L, mark(10), input(0, 90));
    assertThat(start.position()).isEqualTo(90);
    assertThat(start.losses()).singleElement().asString().contains("the broker has lost 5 offsets");
  }

  @Test
  void aTopicThatWasCreatedAgainBeginsAtItsBeginningWhateverTheOffsetsSay() {
    InputMark old = new InputMark(10, "id-0", 4);
    for (Long committed : new Long[] {null, 20L, 95L}) {
      StartPosition start = start(committed, old, input(2, 90));
      assertThat(start.position()).isEqualTo(2);
      assertThat(start.losses())
          .singleElement()
          .asString()
          .contains("deleted and created again", "from offset 10 of partition 1");
    }
  }

  @Test
  void saysThatKeysHaveMoved() {
    StartPosition start = start(20L, new InputMark(10, "id-1", 3), input(0, 90));
    assertThat(start.position()).isEqualTo(20);
    assertThat(start.losses()).singleElement().asString().contains("had 3 partitions and has 4");
  }

  @Test
  void stateOfAReleaseThatStoredNoTopicsIsTakenAsItIs() {
    assertThat(start(20L, new InputMark(30, "", 0), input(0, 90)))
        .isEqualTo(new StartPosition(30, List.of()));
  }

  @Test
  void doesNotTrustACompactedTopic() {
    StartPosition start = start(20L, mark(10), new StartPosition.Input("id-1", 4, true, 0, 90));
    assertThat(start.position()).isEqualTo(20);
    assertThat(start.losses()).singleElement().asString().contains("events is compacted");
  }
}
