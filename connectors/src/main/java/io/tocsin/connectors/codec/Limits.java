package io.tocsin.connectors.codec;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.flow.Rejection.Reason;

/** How long names and texts may be. */
final class Limits {
  /** Longest name of a sensor, metric, label, component or type, in characters. */
  static final int NAME = SensorId.MAX_LENGTH;

  /** Longest value of a label, in characters. */
  static final int LABEL_VALUE = 4096;

  /** Most labels of one event. */
  static final int LABELS = 64;

  private Limits() {}

  /** The name, if it has 1 to {@value #NAME} characters. */
  static String name(String what, String name) {
    if (name.isEmpty()) {
      throw new Malformed("\"" + what + "\" is empty; accepted: 1 to " + NAME + " characters");
    }
    return text(what, name, NAME);
  }

  static String text(String what, String text, int most) {
    if (text.length() > most) {
      throw new Malformed(
          Reason.TOO_LARGE,
          "\""
              + what
              + "\" is \""
              + Malformed.shorten(text)
              + "\", "
              + text.length()
              + " characters; accepted: at most "
              + most);
    }
    return text;
  }

  /** The labels, if they are not too many. */
  static Labels labels(Labels labels) {
    if (labels.size() > LABELS) {
      throw new Malformed(
          Reason.TOO_LARGE, "has " + labels.size() + " labels; accepted: at most " + LABELS);
    }
    return labels;
  }

  static Undecodable tooLarge(int size, int most) {
    return new Undecodable(
        Reason.TOO_LARGE, "the value has " + size + " bytes; accepted: at most " + most);
  }
}
