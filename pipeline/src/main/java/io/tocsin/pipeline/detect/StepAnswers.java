package io.tocsin.pipeline.detect;

import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What every sensor of every shard said of the groups it belongs to, at one step. Mutable. */
final class StepAnswers {
  private final Map<String, List<Answer>> bySensor = new TreeMap<>();

  /**
   * One sensor's word on one group.
   *
   * @param failure why it could not say; empty where it could
   */
  private record Answer(int input, Labels group, List<Sample> samples, String failure) {}

  /** The sensor says something else. */
  void forget(SensorId sensor) {
    bySensor.remove(sensor.value());
  }

  void take(SensorId sensor, int index, GroupInput input, StepView view) {
    List<Answer> answers = bySensor.computeIfAbsent(sensor.value(), key -> new ArrayList<>());
    try {
      input
          .answers(view)
          .forEach((group, samples) -> answers.add(new Answer(index, group, samples, "")));
    } catch (RuleFailure failure) {
      String why = "at sensor " + sensor + ": " + failure.getMessage();
      answers.add(new Answer(index, Labels.NONE, List.of(), why));
    }
  }

  /** The elements that make up a group. */
  List<Sample> of(int input, Labels group) {
    List<Sample> all = new ArrayList<>();
    for (List<Answer> answers : bySensor.values()) {
      for (Answer answer : answers) {
        if (answer.input() == input && answer.group().equals(group)) {
          all.addAll(answer.samples());
        }
      }
    }
    return all;
  }

  List<String> failures(int input) {
    return bySensor.values().stream()
        .flatMap(List::stream)
        .filter(answer -> answer.input() == input && !answer.failure().isEmpty())
        .map(Answer::failure)
        .limit(RuleTrace.MOST)
        .toList();
  }

  /** Whether an element may be made of what a sensor said. */
  boolean concerns(String sensor, Labels element) {
    for (Answer answer : bySensor.getOrDefault(sensor, List.of())) {
      if (answer.group().agreesWith(element)
          && (answer.samples().isEmpty()
              || answer.samples().stream().anyMatch(s -> s.labels().agreesWith(element)))) {
        return true;
      }
    }
    return false;
  }
}
