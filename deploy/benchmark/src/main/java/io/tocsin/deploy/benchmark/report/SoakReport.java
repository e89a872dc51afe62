package io.tocsin.deploy.benchmark.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.deploy.benchmark.live.Soak;
import io.tocsin.deploy.benchmark.live.Soak.Piece;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What a long even load showed, as Markdown with a plot, and as JSON. */
public final class SoakReport {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 120;
  private static final String BARS = "▁▂▃▄▅▆▇█";

  private final String system;
  private final List<String> about;
  private final Soak.Course course;

  /**
   * A report of one course.
   *
   * @param about lines that say what was done, and on what machine
   */
  public SoakReport(String system, List<String> about, Soak.Course course) {
    this.system = system;
    this.about = List.copyOf(about);
    this.course = course;
  }

  /** Returns the report for people: a line of bars for each figure, and a table. */
  public String markdown() {
    StringBuilder text = new StringBuilder("## soak: ").append(system).append("\n\n");
    about.forEach(line -> text.append("- ").append(line).append('\n'));
    text.append(
        String.format(
            Locale.ROOT,
            "- %d alerts caused, %d lost, %d doubled, %d wrong%n%n",
            course.whole().caused(),
            course.whole().lost(),
            course.whole().doubled(),
            course.whole().wrong()));
    text.append("| figure | course | second quarter | last quarter |\n|---|---|---|---|\n");
    line(text, "RSS MiB", Piece::rssMib);
    line(text, "p50 ms", piece -> piece.append().p50());
    line(text, "p99 ms", piece -> piece.append().p99());
    line(text, "lag, readings", Piece::lag);
    line(text, "cores", Piece::cores);
    text.append(
        "\n| s | RSS MiB | p50 / p99 / p99.9 / max ms | lag | cores |\n|---|---|---|---|---|\n");
    for (Piece piece : course.pieces()) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %d | %.0f | %s | %d | %.2f |%n",
              piece.endSeconds(),
              piece.rssMib(),
              piece.append().text(),
              piece.lag(),
              piece.cores()));
    }
    return text.toString();
  }

  private void line(StringBuilder text, String name, ToDoubleFunction<Piece> figure) {
    double[] values = course.pieces().stream().mapToDouble(figure).toArray();
    text.append(
        String.format(
            Locale.ROOT,
            "| %s | %s | %.2f | %.2f |%n",
            name,
            bars(values),
            mean(values, values.length / 4, values.length / 2),
            mean(values, values.length * 3 / 4, values.length)));
  }

  /** Bars from zero to the highest value. */
  static String bars(double[] values) {
    double most = highest(values);
    StringBuilder bars = new StringBuilder();
    for (double value : values) {
      int height = most <= 0 ? 0 : (int) Math.round(value / most * (BARS.length() - 1));
      bars.append(BARS.charAt(Math.max(0, height)));
    }
    return bars.toString();
  }

  private static double highest(double[] values) {
    double most = 0;
    for (double value : values) {
      most = Math.max(most, value);
    }
    return most;
  }

  private static double mean(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return to > from ? sum / (to - from) : Double.NaN;
  }

  /** Returns the report for programs. */
  public String json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("workload", "soak").put("system", system);
    about.forEach(root.putArray("about")::add);
    root.put("caused", course.whole().caused()).put("lost", course.whole().lost());
    root.put("doubled", course.whole().doubled()).put("wrong", course.whole().wrong());
    var pieces = root.putArray("course");
    for (Piece piece : course.pieces()) {
      ObjectNode node = pieces.addObject();
      node.put("s", piece.endSeconds()).put("rss_mib", piece.rssMib());
      node.put("p50_ms", piece.append().p50()).put("p99_ms", piece.append().p99());
      node.put("max_ms", piece.append().max()).put("lag", piece.lag()).put("cores", piece.cores());
    }
    return root.toPrettyString() + "\n";
  }

  /** Returns a picture: memory, p99 and lag over time, one above the other, each from zero. */
  public String svg() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">\n"
            .formatted(WIDTH, 3 * (HEIGHT + 30)));
    curve(svg, 0, "RSS, MiB", Piece::rssMib);
    curve(svg, 1, "p99 append to append, ms", piece -> piece.append().p99());
    curve(svg, 2, "lag, readings", Piece::lag);
    return svg.append("</svg>\n").toString();
  }

  private void curve(StringBuilder svg, int row, String name, ToDoubleFunction<Piece> figure) {
    double[] values = course.pieces().stream().mapToDouble(figure).toArray();
    double most = Math.max(1e-9, highest(values));
    int base = row * (HEIGHT + 30) + HEIGHT + 20;
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"4\" y=\"%d\">%s, up to %.0f</text>%n<line x1=\"0\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke=\"#999\"/>%n<polyline fill=\"none\" stroke=\"#06c\" points=\"",
            base - HEIGHT - 4,
            name,
            most,
            WIDTH,
            base,
            base));
    for (int i = 0; i < values.length; i++) {
      double x = values.length == 1 ? 0 : (double) i * WIDTH / (values.length - 1);
      svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, base - values[i] / most * HEIGHT));
    }
    svg.append("\"/>\n");
  }
}
