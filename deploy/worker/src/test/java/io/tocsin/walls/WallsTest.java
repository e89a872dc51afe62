package io.tocsin.walls;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.PackageMatchers;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The walls stand in the house, and fall in a house that was broken on purpose. */
class WallsTest {
  private static final String HOUSE = "io.tocsin";
  private static final String BROKEN = "io.tocsin.walls.broken";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(HOUSE);
  private static final JavaClasses BROKEN_CLASSES = new ClassFileImporter().importPackages(BROKEN);

  private static final Map<String, ArchRule> WALLS = Walls.below(HOUSE);
  private static final Map<String, ArchRule> BROKEN_WALLS = Walls.below(BROKEN);

  static Stream<String> walls() {
    return WALLS.keySet().stream();
  }

  static Stream<Room> rooms() {
    return Walls.rooms();
  }

  static Stream<Library> libraries() {
    return House.LIBRARIES.stream();
  }

  @ParameterizedTest
  @MethodSource("walls")
  void stands(String wall) {
    wall(WALLS, wall).check(CLASSES);
  }

  @ParameterizedTest
  @CsvSource({
    "imports of pipeline.event, EventKnowsState",
    "imports of pipeline.state, StateKnowsKafka",
    "imports of connectors.codec, CodecKnowsWindow",
    "RocksDB at home, WindowUsesRocksDb",
    "YAML at home, ConfigUsesYaml",
    "Kafka at home, StateKnowsKafka",
    "HTTP at home, CodecUsesHttp",
    "Reactor at home, WindowUsesReactor",
    "JSON at home, WindowUsesJson",
    "no cycles, EventKnowsState",
    "outputs only, DetectKnowsWindowStage",
    "no clock, ReadsNanoTime",
    "no clock, ReadsNow",
    "no clock, RefersToClock",
    "no clock, Sleeps",
    "no chance, RollsDice",
    "no timed operators, WaitsInFlow",
  })
  void falls(String wall, String culprit) {
    ArchRule rule = wall(BROKEN_WALLS, wall);
    assertThatThrownBy(() -> rule.check(BROKEN_CLASSES))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(culprit);
  }

  @ParameterizedTest
  @CsvSource({
    "no clock, IsGivenItsClock",
    "no chance, IsGivenItsSeed",
    "imports of pipeline.window, IsGivenItsClock",
  })
  void leavesTheLawfulAlone(String wall, String innocent) {
    ArchRule rule = wall(BROKEN_WALLS, wall);
    assertThatThrownBy(() -> rule.check(BROKEN_CLASSES))
        .isInstanceOf(AssertionError.class)
        .message()
        .doesNotContain(innocent);
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void roomIsNotEmpty(Room room) {
    boolean isBuilt = CLASSES.stream().anyMatch(type -> isIn(room.name(), type));
    assertThat(isBuilt || House.NOT_BUILT_YET.contains(room.name()))
        .as("%s has classes, or is listed as not built yet", room.name())
        .isTrue();
  }

  /** A wall around a library that nobody uses would stand whatever happens. */
  @ParameterizedTest
  @MethodSource("libraries")
  void libraryIsUsed(Library library) {
    boolean isUsed =
        CLASSES.stream()
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .map(Dependency::getTargetClass)
            .map(JavaClass::getPackageName)
            .anyMatch(PackageMatchers.of(library.packages()));
    assertThat(isUsed || House.NOT_BUILT_YET.contains(library.name()))
        .as("%s is used, or is listed as not used yet", library.name())
        .isTrue();
  }

  @Test
  void everyClassIsInARoomOfTheTable() {
    List<String> homeless =
        CLASSES.stream()
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .filter(type -> rooms().noneMatch(room -> isIn(room.name(), type)))
            .map(JavaClass::getName)
            .sorted()
            .toList();
    assertThat(homeless).isEmpty();
  }

  private static ArchRule wall(Map<String, ArchRule> walls, String name) {
    return requireNonNull(walls.get(name), name);
  }

  private static boolean isIn(String room, JavaClass type) {
    String own = HOUSE + "." + room;
    return !type.getSimpleName().equals("package-info")
        && (type.getPackageName().equals(own) || type.getPackageName().startsWith(own + "."));
  }
}
