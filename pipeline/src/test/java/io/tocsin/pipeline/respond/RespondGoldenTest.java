package io.tocsin.pipeline.respond;

import io.tocsin.pipeline.event.AlertStatus;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.TestAlert;
import io.tocsin.pipeline.state.Golden;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RespondGoldenTest {
  @Test
  void group() {
    TestAlert hot = TestAlert.of("Hot", "pump-1").annotated("summary", "hot");
    Group group = new Group("{}/{a=\"b\"}/0", "people", Labels.of("alertname", "Hot"));
    group.put(hot.firing(1000), "incident");
    group.told(group.audible(alert -> false), 5000);
    group.put(hot.later(AlertStatus.UNKNOWN, 1000, 1), "incident");
    group.put(TestAlert.of("Hot", "pump-2").firing(2000), "other");
    group.held.add("quiet");
    group.number = 3;
    Golden.check("group", GroupCodec.VERSION, new GroupCodec(), group);
  }

  @Test
  void groupsOfAnAlert() {
    Golden.check(
        "text-set", TextSetCodec.VERSION, new TextSetCodec(), new TreeSet<>(Set.of("b", "a")));
  }
}
