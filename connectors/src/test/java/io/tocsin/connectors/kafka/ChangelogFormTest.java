package io.tocsin.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.connectors.kafka.Changelog.InputMark;
import io.tocsin.pipeline.flow.OutRecord;
import io.tocsin.pipeline.state.LogEntry;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The form of records in changelog topics: what was ever written can be read for ever. */
final class ChangelogFormTest {
  private static final InputMark MARK = new InputMark(513, "kZ9w", 4);

  /** Key and value of each record of one commit, as version 1 wrote them. */
  private static final List<String> VERSION_1 =
      List.of("010a0b=010c0d", "010e=-", "00=010000000000000201046b5a397704");

  @Test
  void theseBytesAreWrittenNow() {
    List<OutRecord> records =
        Changelog.encode(
            "state",
            2,
            List.of(
                new LogEntry(new byte[] {10, 11}, new byte[] {12, 13}),
                new LogEntry(new byte[] {14}, null)),
            MARK);
    assertThat(records).extracting(r -> hex(r.key()) + "=" + hex(r.value())).isEqualTo(VERSION_1);
    assertThat(records).allMatch(r -> r.topic().equals("state") && r.partition() == 2);
  }

  @Test
  void versionOneIsRead() {
    List<String> entries = new ArrayList<>();
    InputMark mark = null;
    for (String line : VERSION_1) {
      String[] parts = line.split("=", 2);
      InputMark read =
          Changelog.decode(
              Objects.requireNonNull(bytes(parts[0])),
              bytes(parts[1]),
              e -> entries.add(hex(e.key()) + "=" + hex(e.value())));
      mark = read == null ? mark : read;
    }
    assertThat(entries).containsExactly("0a0b=0c0d", "0e=-");
    assertThat(mark).isEqualTo(MARK);
  }

  @Test
  void aNewerReleasesRecordsStopTheShard() {
    assertThatThrownBy(() -> Changelog.decode(new byte[] {0}, new byte[] {2, 0}, e -> {}))
        .isInstanceOf(ShardStoppedException.class)
        .hasMessageContaining("written by a newer release (form 2, this one reads up to 1)");
  }

  private static String hex(byte @Nullable [] bytes) {
    return bytes == null ? "-" : HexFormat.of().formatHex(bytes);
  }

  private static byte @Nullable [] bytes(String hex) {
    return hex.equals("-") ? null : HexFormat.of().parseHex(hex);
  }
}
