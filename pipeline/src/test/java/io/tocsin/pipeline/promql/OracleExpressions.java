package io.tocsin.pipeline.promql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The expressions that are compared with Prometheus. */
public final class OracleExpressions {

  private OracleExpressions() {}

  public static List<String> all() {
    List<String> all = new ArrayList<>();
    ranges(all);
    maths(all);
    aggregations(all);
    HAND_MADE.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(all::add);
    return all.stream().distinct().toList();
  }

  private static void ranges(List<String> all) {
    List<String> functions =
        List.of(
            "avg_over_time",
            "sum_over_time",
            "min_over_time",
            "max_over_time",
            "count_over_time",
            "stddev_over_time",
            "stdvar_over_time",
            "last_over_time",
            "present_over_time",
            "changes",
            "resets",
            "delta",
            "deriv",
            "idelta",
            "rate",
            "increase",
            "irate");
    for (String function : functions) {
      for (String range : List.of("temp_c[1m]", "requests_total[5m]", "flaky[3m]", "sparse[15m]")) {
        all.add(function + "(" + range + ")");
      }
    }
    for (String function : functions.subList(0, 11)) {
      all.add(function + "(odd[2m])");
    }
    for (String quantile : List.of("0", "0.5", "0.95", "1", "-1", "2", "NaN")) {
      all.add("quantile_over_time(" + quantile + ", temp_c[5m])");
    }
    all.add("quantile_over_time(0.3, odd[5m])");
  }

  private static void maths(List<String> all) {
    Stream.of(
            "abs",
            "ceil",
            "floor",
            "round",
            "sgn",
            "sqrt",
            "exp",
            "ln",
            "log2",
            "log10",
            "deg",
            "rad",
            "sin",
            "cos",
            "tan",
            "asin",
            "acos",
            "atan",
            "sinh",
            "cosh",
            "tanh",
            "asinh",
            "acosh",
            "atanh",
            "timestamp",
            "sort",
            "sort_desc",
            "absent")
        .forEach(
            function -> {
              all.add(function + "(odd)");
              all.add(function + "(stoi)");
            });
    Stream.of(
            "day_of_month",
            "day_of_week",
            "day_of_year",
            "days_in_month",
            "hour",
            "minute",
            "month",
            "year")
        .forEach(
            function -> {
              all.add(function + "()");
              all.add(function + "(snr * 1e8)");
            });
  }

  private static void aggregations(List<String> all) {
    for (String aggregation :
        List.of("sum", "avg", "min", "max", "count", "stddev", "stdvar", "group")) {
      all.add(aggregation + " by (site) (temp_c)");
      all.add(aggregation + " without (sensor, line) (requests_total)");
      all.add(aggregation + "(odd)");
    }
    all.add("quantile by (site) (0.4, temp_c)");
    all.add("quantile(0.9, odd)");
    all.add("topk(2, temp_c)");
    all.add("topk by (site) (1, requests_total)");
    all.add("bottomk(3, snr)");
    all.add("bottomk without (line, sensor) (1, pesq)");
    all.add("topk(0, temp_c)");
    all.add("topk(100, odd)");
    all.add("count_values(\"n\", level)");
    all.add("count_values by (site) (\"n\", up)");
    all.add("count_values without (sensor) (\"line\", up)");
  }

  private static final String HAND_MADE =
      """
      temp_c
      flaky
      sparse
      once
      odd
      temp_c{sensor=~"s[12]"}
      temp_c{sensor!~"s[12]", site!="a"}
      {__name__=~"pesq|stoi", sensor="s1"}
      {sensor="s4"}
      temp_c{nope=""}
      temp_c offset 2m
      temp_c offset -90s
      rate(requests_total[2m] offset 3m)
      avg_over_time(flaky[90s] offset 1m)
      1
      -0
      time()
      pi()
      time() % 60
      1 + 2 * 3 ^ 2 ^ 0.5 - -4
      7 % -3
      1 / 0
      0 / 0
      1 > bool 2
      2 >= bool 2
      NaN == bool NaN
      -temp_c
      --temp_c
      -temp_c ^ 2
      temp_c + 1
      2 * temp_c
      100 - temp_c % 7
      temp_c ^ 0.5
      2 ^ (stoi * 10)
      odd ^ odd
      temp_c > 82
      82 < temp_c
      temp_c > bool 82
      temp_c == temp_c
      temp_c != bool temp_c
      odd == odd
      odd != odd
      pesq + stoi
      pesq - on (sensor) stoi
      pesq * ignoring (line) stoi
      pesq > on (sensor, site) stoi
      pesq > bool stoi
      pesq / stoi > 10
      pesq atan2 stoi
      0.4 * pesq / 4.5 + 0.3 * stoi + 0.3 * clamp(snr / 30, 0, 1) < 0.6
      temp_c > on (site) group_left () limits
      temp_c - on (site) group_left (owner) limits
      limits * on (site) group_right () pesq
      limits < bool on (site) group_right (owner) temp_c
      temp_c + on (site) limits
      pesq + on (site) stoi
      requests_total{code="500"} / ignoring (code) requests_total{code="200"}
      requests_total / ignoring (code) group_left sum without (code) (requests_total)
      sum by (sensor) (rate(requests_total{code="500"}[5m])) / sum by (sensor) (rate(requests_total[5m])) > 0.4
      temp_c and up == 1
      temp_c and on (sensor) (up == 1)
      temp_c unless on (sensor) (up == 0)
      temp_c or flaky
      flaky or on (sensor) temp_c
      temp_c > 83 or on (site) limits
      pesq and pesq > 4.2 or stoi
      (temp_c > 80) and (temp_c < 84)
      vector(1)
      vector(time())
      scalar(constant)
      scalar(temp_c)
      temp_c > scalar(constant) * 11.7
      clamp(odd, -1, 2)
      clamp(odd, 2, -1)
      clamp_max(temp_c, 82)
      clamp_min(odd, 0)
      round(temp_c, 0.5)
      round(temp_c * -1)
      round(odd, 0)
      timestamp(temp_c)
      timestamp(temp_c offset 1m)
      timestamp(temp_c + 0)
      absent(nothing)
      absent(nothing{a="b", c="d", c="e", f=~"g"})
      absent(flaky)
      absent(flaky > 3)
      absent(sum(nothing{a="b"}))
      absent_over_time(flaky[2m])
      absent_over_time(nothing{a="b"}[5m])
      predict_linear(temp_c[5m], 3600)
      predict_linear(line_up[10m], -60)
      predict_linear(constant[5m], 60)
      predict_linear(temp_c[5m] offset 2m, 600)
      deriv(line_up[1m])
      deriv(constant[5m])
      deriv(odd[5m])
      delta(line_up[2m])
      increase(line_up[5m])
      rate(constant[5m])
      holt_winters(temp_c[10m], 0.3, 0.1)
      holt_winters(flaky[10m], 0.9, 0.9)
      histogram_quantile(0.9, latency_bucket)
      histogram_quantile(0.5, rate(latency_bucket[5m]))
      histogram_quantile(0.99, sum by (le, site) (rate(latency_bucket[10m])))
      histogram_quantile(0.2, sum by (site) (latency_bucket))
      histogram_quantile(1.5, latency_bucket)
      histogram_quantile(-0.5, latency_bucket)
      histogram_quantile(0, latency_bucket)
      histogram_quantile(1, latency_bucket)
      label_replace(host, "name", "$1", "addr", "([^:]+):.*")
      label_replace(host, "port", "p${2}x", "addr", "(.*):(\\\\d+)")
      label_replace(host, "none", "$1", "addr", "nothing(.*)")
      label_replace(host, "job", "", "addr", ".*")
      label_replace(temp_c, "sensor", "same", "nope", ".*")
      label_replace(up, "both", "$1-$2$$", "sensor", "(?P<a>.)(.)")
      label_replace(up, "named", "${b}!", "sensor", "(.)(?P<b>.)")
      label_join(temp_c, "where", "/", "site", "line", "nope", "sensor")
      label_join(temp_c, "site", "", "nope")
      label_join(host, "job", ",")
      avg_over_time(temp_c[1m]) > 82
      avg_over_time(temp_c[1m]) > clamp_max(avg_over_time(temp_c[10m]) + 2 * stddev_over_time(temp_c[10m]), 90)
      avg by (site, line) (avg_over_time(temp_c[1m]))
      sum(rate(requests_total[1m]))
      sum by (code) (increase(requests_total[4m])) > 100
      max_over_time(temp_c[5m]) - min_over_time(temp_c[5m])
      count(temp_c > 82) / count(temp_c)
      count(up == 0) or vector(0)
      sum(up) by (site) / count(up) by (site)
      avg(temp_c) > 2 * stddev(temp_c)
      abs(temp_c - on (site) group_left () avg by (site) (temp_c))
      temp_c / temp_c offset 5m
      temp_c - avg_over_time(temp_c[5m] offset 5m)
      (temp_c - avg_over_time(temp_c[10m])) / stddev_over_time(temp_c[10m])
      sum without (le) (latency_bucket)
      max by (sensor) ({__name__=~"pesq|stoi"})
      rate({__name__=~"requests_total|constant"}[5m])
      abs({__name__=~"pesq|stoi"})
      last_over_time({__name__=~"pesq|stoi"}[1m])
      changes(level[10m])
      resets(requests_total{code="200"}[20m])
      quantile_over_time(scalar(vector(0.5)), temp_c[5m])
      topk(scalar(vector(1)), temp_c)
      sgn(temp_c - 82) * 2
      hour(vector(time()))
      minute(timestamp(temp_c))
      day_of_week(vector(-1))
      day_of_month(vector(951782400))
      year(vector(4102444800))
      up == 1 unless temp_c > 0
      flaky > 2 or flaky < 1
      sum(flaky) or vector(-1)
      odd > 0
      odd >= bool 0
      odd * 0
      odd - odd
      min(odd)
      max(flaky or odd)
      irate(requests_total[1m])
      idelta(temp_c[1m])
      count_over_time(once[10m])
      last_over_time(once[10m])
      present_over_time(nothing[5m])
      """;
}
