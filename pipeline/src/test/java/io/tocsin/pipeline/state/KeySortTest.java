package io.tocsin.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class KeySortTest {
  private final Random random = new Random(1);

  @Test
  void keysOfTablesComeInTheOrderOfTheirBytes() {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      String name = String.format(Locale.ROOT, "sensor-%06d", random.nextInt(1_000_000));
      byte[] text = name.getBytes(StandardCharsets.UTF_8);
      byte kind = random.nextBoolean() ? Layout.TABLE : Layout.TIMER;
      changes.add(new Change(Layout.key(kind, random.nextInt(3), text), null));
    }
    assertSorted(changes);
  }

  /** Few different bytes, zero and the largest among them; keys that other keys begin with. */
  @Test
  void keysThatHardlyDifferComeInTheOrderOfTheirBytes() {
    byte[] bytes = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff};
    for (int round = 0; round < 200; round++) {
      int longest = 1 + random.nextInt(20);
      List<Change> changes = new ArrayList<>();
      for (int i = random.nextInt(2_000); i > 0; i--) {
        byte[] key = new byte[random.nextInt(longest)];
        for (int k = 0; k < key.length; k++) {
          key[k] = bytes[random.nextInt(round % bytes.length + 1)];
        }
        changes.add(new Change(key, null));
      }
      assertSorted(changes);
    }
  }

  private static void assertSorted(List<Change> changes) {
    List<Change> expected = new ArrayList<>(changes);
    expected.sort((a, b) -> Arrays.compareUnsigned(a.key(), b.key()));
    List<Change> sorted = KeySort.sorted(changes);
    assertThat(sorted).hasSameSizeAs(expected);
    for (int i = 0; i < sorted.size(); i++) {
      assertThat(sorted.get(i)).as("place %d", i).isSameAs(expected.get(i));
    }
  }
}
