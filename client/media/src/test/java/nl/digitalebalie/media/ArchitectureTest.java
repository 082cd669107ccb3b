package nl.digitalebalie.media;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "nl.digitalebalie.media",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule native_code_is_called_by_codecs_and_cameras_only =
      noClasses()
          .that()
          .resideOutsideOfPackages("..media.codec..", "..media.capture..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.bytedeco..");

  @ArchTest
  static final ArchRule the_webcam_api_is_used_by_capture_only =
      noClasses()
          .that()
          .resideOutsideOfPackage("..media.capture..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.github.sarxos..");

  @ArchTest
  static final ArchRule sound_devices_are_used_by_capture_and_playout_only =
      noClasses()
          .that()
          .resideOutsideOfPackages("..media.capture..", "..media.playout..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("javax.sound..");

  @ArchTest
  static final ArchRule media_and_transport_never_see_each_other =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "nl.digitalebalie.transport..", "nl.digitalebalie.desktop..", "java.net..");

  @ArchTest
  static final ArchRule frames_sound_and_codecs_know_no_devices_or_threads =
      noClasses()
          .that()
          .resideInAnyPackage("..media.frame..", "..media.sound..", "..media.codec..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..media.capture..",
              "..media.playout..",
              "..media.pipeline..",
              "..media.testsource..");

  @ArchTest
  static final ArchRule no_call_depends_on_a_test_source_but_a_camera_or_microphone_may_be_one =
      noClasses()
          .that()
          .resideOutsideOfPackages("..media.capture..", "..media.testsource..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..media.testsource..");
}
