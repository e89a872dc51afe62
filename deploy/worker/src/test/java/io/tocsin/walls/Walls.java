package io.tocsin.walls;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The rules of the house below a base package, by name. */
final class Walls {
  private final String base;

  private Walls(String base) {
    this.base = base;
  }

  /** All rules, by name, for rooms below the base package. */
  static Map<String, ArchRule> below(String base) {
    Walls walls = new Walls(base);
    Map<String, ArchRule> rules = new TreeMap<>();
    rooms().forEach(room -> rules.put("imports of " + room.name(), walls.imports(room)));
    for (Library library : House.LIBRARIES) {
      rules.put(library.name() + " at home", walls.atHome(library));
    }
    rules.put("no cycles", slices().matching(base + ".(*).(*)..").should().beFreeOfCycles());
    rules.put("outputs only", walls.outputsOnly());
    rules.put("no clock", walls.noClock());
    rules.put("no chance", walls.noChance());
    rules.put("no timed operators", walls.noTimedOperators());
    return rules;
  }

  static Stream<Room> rooms() {
    return Stream.of(House.PIPELINE, House.CONNECTORS, House.DEPLOY).flatMap(List::stream);
  }

  private ArchRule imports(Room room) {
    List<String> allowed = new ArrayList<>(House.EVERYWHERE);
    allowed.add(inside(room.name()));
    room.imports().forEach(name -> allowed.add(inside(name)));
    House.LIBRARIES.stream()
        .filter(library -> library.isAtHomeIn(room.name()))
        .forEach(library -> allowed.addAll(library.packages()));
    return classes()
        .that()
        .resideInAPackage(inside(room.name()))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed.toArray(String[]::new));
  }

  private ArchRule atHome(Library library) {
    String[] homes = library.homes().stream().map(this::inside).toArray(String[]::new);
    return noClasses()
        .that()
        .resideOutsideOfPackages(homes)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(library.packages().toArray(String[]::new))
        .because("it is at home in " + library.homes());
  }

  private ArchRule outputsOnly() {
    return noClasses()
        .that()
        .resideInAPackage(inside("pipeline"))
        .and()
        .resideOutsideOfPackage(inside("pipeline.flow"))
        .should(DependOn.anotherRooms("stage or settings", Walls::isInner))
        .because("a stage knows what an earlier one puts out, not how");
  }

  /** A stage or its settings, which are named after it; plain Settings are those of a library. */
  private static boolean isInner(JavaClass type) {
    String name = type.getSimpleName();
    return name.endsWith("Stage") || (name.endsWith("Settings") && !name.equals("Settings"));
  }

  private ArchRule noClock() {
    return noClasses()
        .that()
        .resideInAnyPackage(inside("pipeline"), inside("connectors"), inside("deploy.config"))
        .should()
        .accessTargetWhere(Forbidden.CLOCK)
        .because("time is a value that is passed in; the process owns the clock");
  }

  private ArchRule noChance() {
    return noClasses()
        .that()
        .resideInAPackage(inside("pipeline"))
        .should()
        .accessTargetWhere(Forbidden.CHANCE)
        .because("the same input gives the same output");
  }

  private ArchRule noTimedOperators() {
    return noClasses()
        .that()
        .resideInAPackage(inside("pipeline"))
        .should()
        .accessTargetWhere(Forbidden.TIMED_OPERATORS)
        .because("they run on the wall clock, not on event time");
  }

  private String inside(String room) {
    return base + "." + room + "..";
  }
}
