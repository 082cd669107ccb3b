package nl.digitalebalie.transport;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "nl.digitalebalie.transport",
    importOptions = ImportOption.DoNotIncludeTests.class)
class PackageBoundariesTest {
  @ArchTest
  static final ArchRule only_ice_imports_ice4j =
      noClasses()
          .that()
          .resideOutsideOfPackage("nl.digitalebalie.transport.ice..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.ice4j..");

  @ArchTest
  static final ArchRule only_dtls_imports_bouncycastle =
      noClasses()
          .that()
          .resideOutsideOfPackage("nl.digitalebalie.transport.dtls..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bouncycastle..");

  @ArchTest
  static final ArchRule only_srtp_imports_jitsi_srtp =
      noClasses()
          .that()
          .resideOutsideOfPackage("nl.digitalebalie.transport.srtp..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.jitsi.srtp..");

  @ArchTest
  static final ArchRule only_signal_imports_okhttp =
      noClasses()
          .that()
          .resideOutsideOfPackage("nl.digitalebalie.transport.signal..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("okhttp3..", "okio..");

  @ArchTest
  static final ArchRule transport_never_sees_media_or_desktop =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("nl.digitalebalie.media..", "nl.digitalebalie.desktop..");

  @ArchTest
  static final ArchRule the_edges_do_not_see_the_facade =
      noClasses()
          .that()
          .resideInAnyPackage(
              "nl.digitalebalie.transport.ice..",
              "nl.digitalebalie.transport.dtls..",
              "nl.digitalebalie.transport.srtp..",
              "nl.digitalebalie.transport.signal..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("nl.digitalebalie.transport");
}
