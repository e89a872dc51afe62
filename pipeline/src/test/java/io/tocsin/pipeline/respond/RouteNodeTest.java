package io.tocsin.pipeline.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.suppress.Matcher;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteNodeTest {
  private static final Route TREE =
      Route.to("root")
          .groupedBy("alertname", "site")
          .timed(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofHours(4))
          .with(
              to("pager").matching(Matcher.parse("severity=\"critical\"")).andContinue(),
              to("ot")
                  .matching(Matcher.parse("team=\"ot\""))
                  .groupedBy("...")
                  .with(
                      to("ot-night").matching(Matcher.parse("shift=~\"night|late\"")),
                      to("ot-never").matching(Matcher.parse("shift=\"night\""))),
              to("it").matching(Matcher.parse("team!=\"ot\""), Matcher.parse("team!=\"\"")));

  private final RouteNode root = RouteNode.root(TREE);

  @ParameterizedTest(name = "{1}: {2}")
  @CsvSource({
    "'',                            root,           nothing matches: the root",
    "team=ot,                       ot,             a child",
    "team=ot shift=late,            ot-night,       a grandchild alone",
    "team=ot shift=night,           ot-night,       the first that matches",
    "team=it,                       it,             all matchers of a node",
    "severity=critical,             pager,          nobody else: the root is not told too",
    "severity=critical team=ot,     pager ot,       continue asks later siblings",
    "severity=critical team=ot shift=late, pager ot-night, continue into a grandchild",
  })
  void routes(String labels, String receivers, String why) {
    assertThat(root.match(labels(labels)).stream().map(RouteNode::receiver))
        .as(why)
        .containsExactly(receivers.split(" "));
  }

  @Test
  void inheritsWhatIsNotSaid() {
    RouteNode night = root.match(labels("team=ot shift=late")).get(0);

    assertThat(night.groupWait()).isEqualTo(10_000);
    assertThat(night.groupInterval()).isEqualTo(60_000);
    assertThat(night.repeatInterval()).isEqualTo(4 * 3_600_000);
    assertThat(night.groupBy()).as("all labels, as its parent").isNull();
  }

  @Test
  void groupsByTheNamedLabels() {
    Labels labels = labels("alertname=Hot site=a sensor=s");
    RouteNode node = root.match(labels).get(0);

    assertThat(node.groupKey(node.groupOf(labels))).isEqualTo("{}:{alertname=\"Hot\", site=\"a\"}");
  }

  @Test
  void nodesOfEqualMatchersHaveDifferentKeys() {
    RouteNode twins = RouteNode.root(Route.to("root").with(to("a").andContinue(), to("b")));

    assertThat(twins.match(Labels.NONE).stream().map(RouteNode::key)).doesNotHaveDuplicates();
  }

  @Test
  void refusesTreesThatCannotWork() {
    assertThatThrownBy(() -> RouteNode.root(Route.to("")))
        .hasMessageContaining("must name a receiver");
    assertThatThrownBy(() -> RouteNode.root(Route.to("x").matching(Matcher.parse("a=b"))))
        .hasMessageContaining("root route");
    assertThatThrownBy(() -> RouteNode.root(Route.to("x").groupedBy("...", "a")))
        .hasMessageContaining("group_by");
    assertThatThrownBy(() -> Route.to("x").timed(Duration.ZERO, Duration.ZERO, Duration.ofHours(4)))
        .hasMessageContaining("group_interval")
        .hasMessageContaining("PT0S");
  }

  private static Route to(String receiver) {
    return Route.to(receiver);
  }

  private static Labels labels(String text) {
    return Labels.of(text.isEmpty() ? new String[0] : text.split("[ =]"));
  }
}
