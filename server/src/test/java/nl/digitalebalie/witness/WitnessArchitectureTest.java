package nl.digitalebalie.witness;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** A witness that needed the server would be none. */
class WitnessArchitectureTest {
  private static final String SERVER = "nl.digitalebalie.server";
  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("nl.digitalebalie");

  @Test
  void the_witness_knows_of_the_server_only_hashing_http_configuration_and_keys() {
    noClasses()
        .that()
        .resideInAPackage("nl.digitalebalie.witness..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            SERVER,
            SERVER + ".audit",
            SERVER + ".store..",
            SERVER + ".counter..",
            SERVER + ".relay..",
            SERVER + ".gate..",
            SERVER + ".cases..",
            SERVER + ".link..",
            "java.sql..",
            "org.jdbi..")
        .check(PROGRAM);
  }

  @Test
  void the_tree_knows_nothing_but_the_language() {
    classes()
        .that()
        .resideInAPackage(SERVER + ".audit.merkle..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(SERVER + ".audit.merkle..", "java..", "org.jspecify..")
        .check(PROGRAM);
  }
}
