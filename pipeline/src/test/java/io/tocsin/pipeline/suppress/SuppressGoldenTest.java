package io.tocsin.pipeline.suppress;

import io.tocsin.pipeline.state.Golden;
import org.junit.jupiter.api.Test;

class SuppressGoldenTest {
  @Test
  void recent() {
    Recent recent = new Recent();
    recent.add(1000, 100);
    recent.add(-5, 100);
    Golden.check("recent", RecentCodec.VERSION, new RecentCodec(), recent);
  }

  @Test
  void reason() {
    Golden.check("reason", ReasonCodec.VERSION, new ReasonCodec(), Reason.SIMILAR_IN_LAST_MINUTE);
  }
}
