package io.tocsin.deploy.benchmark.live;

/**
 * How a kill went. Times in milliseconds from the kill; -1 where there is none.
 *
 * @param behind readings that the broker had and the system had not committed when it was killed
 * @param started when a new process was started in its place
 * @param first when the first answer came to something that was sent after the kill
 * @param all when such an answer had come from every partition of the input
 * @param restored what the new process told of the state it read back; empty if it told nothing
 */
public record Recovery(long behind, long started, long first, long all, String restored) {
  /** Nothing was killed. */
  public static final Recovery NONE = new Recovery(-1, -1, -1, -1, "");

  /** Returns it for people. */
  public String text() {
    if (first < 0) {
      return "";
    }
    String own = started < 0 ? "" : " (%,d from its start)".formatted(first - started);
    String read = restored.isEmpty() ? "" : "; " + restored;
    return "%,d%s, %,d; %,d behind%s".formatted(first, own, all, behind, read);
  }
}
