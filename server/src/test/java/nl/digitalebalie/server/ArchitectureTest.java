package nl.digitalebalie.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Who may know whom within the server. */
class ArchitectureTest {
  private static final String BASE = "nl.digitalebalie.server";
  private static final JavaClasses SERVER =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(BASE);

  private static void holds(ArchRule rule) {
    rule.check(SERVER);
  }

  private static ArchRule only(String library, String... packages) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library);
  }

  @Test
  void the_relay_knows_nothing_of_identity_and_cases() {
    holds(
        noClasses()
            .that()
            .resideInAPackage(BASE + ".relay..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                BASE + ".counter..",
                BASE + ".identity..",
                BASE + ".gate..",
                BASE + ".cases..",
                BASE + ".audit..",
                BASE + ".policy.."));
  }

  /** What the gate signs with must be out of reach of a relay that was taken over. */
  @Test
  void the_relay_reaches_no_private_key_and_no_key_file() {
    holds(
        noClasses()
            .that()
            .resideInAPackage(BASE + ".relay..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.security.PrivateKey")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.security.KeyPair")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..", "com.nimbusds..", "javax.crypto.."));
  }

  @Test
  void the_link_knows_nothing_of_identity_and_cases() {
    holds(
        noClasses()
            .that()
            .resideInAPackage(BASE + ".link..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                BASE + ".counter..",
                BASE + ".identity..",
                BASE + ".gate..",
                BASE + ".cases..",
                BASE + ".audit..",
                BASE + ".policy.."));
  }

  @Test
  void the_relays_end_of_the_link_can_make_no_ticket_and_knows_no_password() {
    holds(
        noClasses()
            .that()
            .haveNameMatching(".*\\.link\\.(LinkDesk|RelayAdmission|RelayMemory|LinkPeer|Mirror)")
            .or()
            .haveSimpleName("RelayProcess")
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                ".*\\.(StaffTickets|StaffDoor|StaffAccount|PasswordHash|LinkClient|LinkGuard"
                    + "|CounterConfig|CounterWiring|CounterPart)"));
  }

  @Test
  void libraries_stay_in_their_packages() {
    holds(only("org.eclipse.jetty..", BASE + ".http.."));
    holds(only("org.jdbi..", BASE + ".store.."));
    holds(only("org.flywaydb..", BASE + ".store.."));
    holds(only("com.nimbusds..", BASE + ".staff..", BASE + ".identity..", BASE + ".gate.."));
  }

  @Test
  void state_machines_and_limits_know_no_clock_no_chance_and_no_threads() {
    for (String forbidden :
        new String[] {
          "java.time.Clock", "java.util.Random", "java.security.SecureRandom", "java.lang.Thread"
        }) {
      holds(
          noClasses()
              .that()
              .haveNameMatching(
                  ".*\\.relay\\.(Arrived|Waiting|InCall|Over|Room|ServiceTimes|Steps|Link|OpeningHours.*|SdpPolicy"
                      + "|CalendarFile)")
              .should()
              .dependOnClassesThat()
              .haveFullyQualifiedName(forbidden));
    }
    holds(
        noClasses()
            .that()
            .resideInAnyPackage(BASE + ".relay..", BASE + ".limit..")
            .should()
            .callMethod(java.time.Instant.class, "now"));
  }
}
