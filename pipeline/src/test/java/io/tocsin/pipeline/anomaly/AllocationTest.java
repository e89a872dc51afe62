package io.tocsin.pipeline.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AllocationTest {
  @Test
  void aReadingAllocatesNothing() {
    SeriesDetector detector = new SeriesDetector(Settings.DEFAULTS);
    EntityDetector entity = new EntityDetector(Settings.DEFAULTS);
    SeriesDetector other = new SeriesDetector(Settings.DEFAULTS);
    int member = entity.member("temp_c");
    int second = entity.member("rpm");
    Finding finding = new Finding();
    EntityFinding together = new EntityFinding();
    Random random = new Random(1);
    double[] values = random.doubles(20_000).map(x -> random.nextGaussian()).toArray();
    long allocated = Long.MAX_VALUE;
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int round = 0; round < 3; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < values.length; i++) {
        long time = (round * values.length + i) * 10_000L;
        Verdict verdict = detector.add(time, values[i], finding);
        entity.add(member, verdict, finding);
        entity.add(second, other.add(time, -values[i], finding), finding);
        entity.close(together);
      }
      allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
    }
    // The measuring itself may allocate; a byte per reading would be twenty thousand.
    assertThat(allocated).isLessThan(1000);
  }
}
