package io.tocsin.deploy.cli;

import io.tocsin.pipeline.promql.unittest.TestOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results of tests in the XML that build servers read. */
final class JunitReport {

  private JunitReport() {}

  static String write(List<TestOutcome> outcomes) {
    Map<String, List<TestOutcome>> suites = new LinkedHashMap<>();
    outcomes.forEach(o -> suites.computeIfAbsent(o.suite(), key -> new ArrayList<>()).add(o));
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append("<testsuites").append(counts(outcomes)).append(">\n");
    suites.forEach((name, tests) -> suite(xml, name, tests));
    return xml.append("</testsuites>\n").toString();
  }

  private static void suite(StringBuilder xml, String name, List<TestOutcome> tests) {
    xml.append("  <testsuite name=\"").append(escape(name)).append('"');
    xml.append(counts(tests)).append(">\n");
    for (TestOutcome test : tests) {
      xml.append("    <testcase classname=\"").append(escape(name)).append("\" name=\"");
      xml.append(escape(test.name())).append('"');
      if (test.failure().isEmpty()) {
        xml.append("/>\n");
      } else {
        String text = test.failure().get();
        String first = text.lines().findFirst().orElse("");
        xml.append(">\n      <failure message=\"").append(escape(first)).append("\">");
        xml.append(escape(text)).append("</failure>\n    </testcase>\n");
      }
    }
    xml.append("  </testsuite>\n");
  }

  private static String counts(List<TestOutcome> tests) {
    long failures = tests.stream().filter(test -> !test.passed()).count();
    return " tests=\"" + tests.size() + "\" failures=\"" + failures + "\"";
  }

  /** What XML 1.0 cannot hold at all becomes a replacement character. */
  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\n' -> escaped.append("&#10;");
                default -> escaped.appendCodePoint(isAllowed(c) ? c : 0xFFFD);
              }
            });
    return escaped.toString();
  }

  private static boolean isAllowed(int c) {
    boolean control = c < 0x20 && c != '\t' && c != '\r';
    boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
    return !control && !surrogate && c != 0xFFFE && c != 0xFFFF;
  }
}
