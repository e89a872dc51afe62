package io.tocsin.pipeline.rule.file;

import java.util.List;

/**
 * One rule file.
 *
 * @param name as the user gave it
 */
public record RuleFile(String name, List<RuleGroup> groups) {

  /** Copies the groups. */
  public RuleFile {
    groups = List.copyOf(groups);
  }
}
