package io.tocsin.pipeline.rule;

import java.io.StringReader;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Reads a YAML file into a {@link ConfigMap} that knows where everything stands.
 *
 * <p>Only plain YAML is read: aliases (one can stand for gigabytes), tags and several documents are
 * problems. No object is ever constructed from a tag. No method throws for what a file contains.
 */
public final class ConfigReader {

  private static final int LARGEST_CHARACTERS = 16 << 20;
  private static final int DEEPEST = 50;

  private ConfigReader() {}

  /**
   * Reads {@code text} as the file called {@code file}. Problems go to {@code problems}; a file
   * that cannot be read at all gives an empty map.
   */
  public static ConfigMap read(
      String file, String text, Environment environment, Problems problems) {
    ConfigSource source = new ConfigSource(file, text, environment, problems);
    Node root = compose(source);
    if (root == null || isNull(root)) {
      return new ConfigMap(source, null, null, "");
    }
    if (root instanceof MappingNode map) {
      return new ConfigMap(source, map, map.getStartMark(), "");
    }
    source.problem(root.getStartMark(), "", null, "the file must be a map of keys", null);
    return new ConfigMap(source, null, null, "");
  }

  static boolean isNull(Node node) {
    return node instanceof ScalarNode scalar
        && scalar.isPlain()
        && switch (scalar.getValue()) {
          case "", "~", "null", "Null", "NULL" -> true;
          default -> false;
        };
  }

  private static @Nullable Node compose(ConfigSource source) {
    try {
      return acceptable(source) ? yaml().compose(new StringReader(source.text())) : null;
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
      source.problem(mark, "", null, "not valid YAML: " + reason(e), null);
    } catch (YAMLException e) {
      source.problem(null, "", null, "not valid YAML: " + firstLine(e.getMessage()), null);
    }
    return null;
  }

  private static String reason(MarkedYAMLException e) {
    String reason = String.valueOf(e.getProblem());
    if (reason.contains("\\t")) {
      reason += "; indent with spaces, YAML does not allow tabs";
    }
    if (String.valueOf(e.getContext()).contains("flow")) {
      reason += "; put texts that have [ ] { } , or # in quotes";
    }
    return e.getContext() == null ? reason : e.getContext() + ": " + reason;
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
  }

  private static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(LARGEST_CHARACTERS);
    options.setNestingDepthLimit(DEEPEST);
    options.setMaxAliasesForCollections(0);
    return new Yaml(options);
  }

  /** One pass over the events, before any tree is built: nothing in the file may multiply. */
  private static boolean acceptable(ConfigSource source) {
    int before = source.problems().size();
    int documents = 0;
    int depth = 0;
    for (Event event : yaml().parse(new StringReader(source.text()))) {
      if (event instanceof DocumentStartEvent && ++documents > 1) {
        refuse(source, event, "a second document (\"---\"); a file holds one");
      } else if (event instanceof AliasEvent alias) {
        refuse(source, event, "the alias *" + alias.getAnchor() + "; write the value out");
      } else if (event instanceof ScalarEvent scalar) {
        refuseTag(source, scalar, scalar.getTag());
      } else if (event instanceof CollectionStartEvent start) {
        refuseTag(source, start, start.getTag());
        if (++depth > DEEPEST) {
          refuse(source, event, "nesting deeper than " + DEEPEST + " levels");
          return false;
        }
      } else if (event.is(Event.ID.MappingEnd) || event.is(Event.ID.SequenceEnd)) {
        depth--;
      }
    }
    return source.problems().size() == before;
  }

  private static void refuseTag(ConfigSource source, Event event, @Nullable String tag) {
    if (tag != null && !tag.equals("!")) {
      refuse(source, event, "the tag " + tag + "; values are typed by their key");
    }
  }

  private static void refuse(ConfigSource source, Event event, String what) {
    source.problem(event.getStartMark(), "", null, "not supported: " + what, null);
  }
}
