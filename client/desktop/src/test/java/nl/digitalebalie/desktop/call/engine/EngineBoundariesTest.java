package nl.digitalebalie.desktop.call.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "nl.digitalebalie.desktop.call.engine",
    importOptions = ImportOption.DoNotIncludeTests.class)
class EngineBoundariesTest {
  @ArchTest
  static final ArchRule the_engine_knows_no_toolkit_no_native_code_and_no_devices =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("javafx..", "org.bytedeco..", "com.github.sarxos..", "javax.sound..");

  @ArchTest
  static final ArchRule the_engine_knows_neither_cases_nor_identity =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "nl.digitalebalie.protocol.cases..", "nl.digitalebalie.protocol.identity..");
}
