package nl.digitalebalie.rtc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Random;

/** The engine is sans-IO: whatever it knows of the world, it was told. */
@AnalyzeClasses(
    packages = {"nl.digitalebalie.rtc", "nl.digitalebalie.protocol.sdp"},
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
    })
class RtcRulesTest {
  @ArchTest
  static final ArchRule no_sockets_files_threads_or_logs =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.io..",
              "java.net..",
              "java.nio.channels..",
              "java.nio.file..",
              "java.util.concurrent..",
              "java.util.logging..",
              "java.lang.System$Logger..",
              "javax..",
              "org.slf4j..");

  @ArchTest
  static final ArchRule no_threads =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class)
          .orShould()
          .callMethod(Object.class, "wait")
          .orShould()
          .callMethod(Object.class, "notifyAll");

  @ArchTest
  static final ArchRule no_clock =
      noClasses()
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .accessClassesThat()
          .areAssignableTo(Clock.class);

  @ArchTest
  static final ArchRule no_chance_but_the_one_handed_in =
      noClasses()
          .should()
          .callConstructor(Random.class)
          .orShould()
          .callConstructor(SecureRandom.class)
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.SplittableRandom");

  @ArchTest
  static final ArchRule nothing_but_the_protocol_and_the_jdk =
      classes()
          .that()
          .resideInAPackage("nl.digitalebalie.rtc..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "org.jspecify..", "nl.digitalebalie.rtc..", "nl.digitalebalie.protocol..");

  @ArchTest
  static final ArchRule packages_form_no_circles =
      slices().matching("nl.digitalebalie.rtc.(*)..").should().beFreeOfCycles();
}
