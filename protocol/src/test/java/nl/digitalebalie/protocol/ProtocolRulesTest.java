package nl.digitalebalie.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;

/** The protocol is values: no threads, no IO, no clock, no chance. */
@AnalyzeClasses(
    packages = "nl.digitalebalie.protocol",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ProtocolRulesTest {
  @ArchTest
  static final ArchRule no_io_and_no_threads =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.net..",
              "java.nio.channels..",
              "java.nio.file..",
              "java.util.concurrent..",
              "org.slf4j..");

  @ArchTest
  static final ArchRule no_clock =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .accessClassesThat()
          .areAssignableTo(Clock.class);

  @ArchTest
  static final ArchRule no_chance =
      noClasses().should().dependOnClassesThat().areAssignableTo(Random.class);
}
