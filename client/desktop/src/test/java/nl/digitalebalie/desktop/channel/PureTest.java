package nl.digitalebalie.desktop.channel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;

@AnalyzeClasses(
    packages = {"nl.digitalebalie.desktop.channel", "nl.digitalebalie.desktop.chat"},
    importOptions = ImportOption.DoNotIncludeTests.class)
class PureTest {
  @ArchTest
  static final ArchRule keys_and_words_know_no_toolkit_no_network_no_files_and_no_thread =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "javafx..",
              "java.net..",
              "java.nio.file..",
              "java.util.concurrent..",
              "okhttp3..",
              "org.slf4j..",
              "nl.digitalebalie.transport..",
              "nl.digitalebalie.media..",
              "nl.digitalebalie.desktop.view..",
              "nl.digitalebalie.desktop.desk..");

  @ArchTest
  static final ArchRule time_is_an_argument =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(InstantSource.class);

  @ArchTest
  static final ArchRule keys_know_nothing_of_cases_and_identity =
      noClasses()
          .that()
          .resideInAPackage("nl.digitalebalie.desktop.channel")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "nl.digitalebalie.protocol.cases..", "nl.digitalebalie.protocol.identity..");
}
