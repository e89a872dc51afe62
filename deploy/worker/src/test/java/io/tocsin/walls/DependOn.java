package io.tocsin.walls;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.Predicate;

/** Depends on classes of another package that a predicate picks. */
final class DependOn extends ArchCondition<JavaClass> {
  private final Predicate<JavaClass> picked;

  private DependOn(String what, Predicate<JavaClass> picked) {
    super("depend on another room's " + what);
    this.picked = picked;
  }

  static ArchCondition<JavaClass> anotherRooms(String what, Predicate<JavaClass> picked) {
    return new DependOn(what, picked);
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
      JavaClass target = dependency.getTargetClass();
      boolean found = isAnotherRoom(type, target) && picked.test(target);
      events.add(new SimpleConditionEvent(dependency, found, dependency.getDescription()));
    }
  }

  private static boolean isAnotherRoom(JavaClass type, JavaClass target) {
    return !target.getPackageName().equals(type.getPackageName())
        && target.getPackageName().contains(".pipeline.")
        && !target.getPackageName().endsWith(".flow");
  }
}
