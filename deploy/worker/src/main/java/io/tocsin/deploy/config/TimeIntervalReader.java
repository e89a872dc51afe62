package io.tocsin.deploy.config;

import io.tocsin.pipeline.rule.ConfigMap;
import io.tocsin.pipeline.rule.ConfigNode;
import io.tocsin.pipeline.suppress.Span;
import io.tocsin.pipeline.suppress.TimeInterval;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads {@code time_intervals}. */
final class TimeIntervalReader {
  Map<String, List<TimeInterval>> read(ConfigMap root) {
    Map<String, List<TimeInterval>> intervals = new LinkedHashMap<>();
    for (ConfigMap map : root.maps("time_intervals")) {
      ConfigNode name = map.require("name");
      List<TimeInterval> of = new ArrayList<>();
      for (ConfigMap interval : map.maps("time_intervals")) {
        of.add(interval(interval));
        interval.done();
      }
      if (intervals.put(name.string().orElse(""), of) != null) {
        name.problem("there are two time intervals of that name");
      }
      map.done();
    }
    return intervals;
  }

  private static TimeInterval interval(ConfigMap map) {
    return new TimeInterval(
        times(map),
        spans(map.get("weekdays"), Span::weekdays),
        spans(map.get("days_of_month"), Span::daysOfMonth),
        spans(map.get("months"), Span::months),
        spans(map.get("years"), Span::years),
        location(map.get("location")));
  }

  private static List<Span> times(ConfigMap map) {
    List<Span> spans = new ArrayList<>();
    for (ConfigMap time : map.maps("times")) {
      String start = time.require("start_time").string().orElse("");
      String end = time.require("end_time").string().orElse("");
      try {
        spans.add(Span.times(start, end));
      } catch (IllegalArgumentException e) {
        time.problem(String.valueOf(e.getMessage()), null);
      }
      time.done();
    }
    return spans;
  }

  private static List<Span> spans(ConfigNode list, Function<String, Span> read) {
    List<Span> spans = new ArrayList<>();
    for (ConfigNode item : list.items()) {
      try {
        spans.add(read.apply(item.string().orElse("")));
      } catch (IllegalArgumentException e) {
        item.problem(String.valueOf(e.getMessage()));
      }
    }
    return spans;
  }

  private static ZoneId location(ConfigNode node) {
    String name = node.string().orElse("UTC");
    try {
      return name.equals("Local") ? ZoneId.systemDefault() : ZoneId.of(name);
    } catch (DateTimeException e) {
      node.problem("is no time zone; accepted: UTC, Local, or one such as Europe/Berlin");
      return ZoneOffset.UTC;
    }
  }
}
