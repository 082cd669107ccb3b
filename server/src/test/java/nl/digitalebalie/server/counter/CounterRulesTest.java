package nl.digitalebalie.server.counter;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class CounterRulesTest {
  private static final String BASE = "nl.digitalebalie.server";
  private static final JavaClasses SERVER =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(BASE);

  @Test
  void the_gate_knows_the_policy_and_the_words_of_identity_and_nothing_else() {
    classes()
        .that()
        .resideInAPackage(BASE + ".gate")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            BASE + ".gate",
            BASE + ".policy",
            "nl.digitalebalie.protocol..",
            "java.lang..",
            "java.time",
            "java.util..",
            "org.jspecify..")
        .check(SERVER);
  }

  @Test
  void decisions_ask_nobody_what_time_it_is_and_start_no_threads() {
    noClasses()
        .that()
        .resideInAnyPackage(BASE + ".gate", BASE + ".policy", BASE + ".canonical")
        .or()
        .haveNameMatching(
            ".*\\.counter\\.(CounterMachine|.*Steps|Turn|Live|Bond|CodeRun|Signed|.*State)")
        .or()
        .haveNameMatching(".*\\.identity\\.(TokenVerifier|DisclosedAttributes)")
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.time.Clock.class)
        .check(SERVER);
  }

  /** The clock of a promise is a function of what it is given. */
  @Test
  void promises_ask_nobody_what_time_it_is_and_know_neither_part() {
    noClasses()
        .that()
        .resideInAPackage(BASE + ".callback")
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.time.Clock.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(BASE + ".relay..", BASE + ".counter..", BASE + ".store..")
        .check(SERVER);
  }

  @Test
  void jose_is_known_where_keys_are_and_http_clients_where_adapters_are() {
    noClasses()
        .that()
        .resideOutsideOfPackages(BASE + ".identity", BASE + ".staff")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.nimbusds..")
        .check(SERVER);
    noClasses()
        .that()
        .resideOutsideOfPackages(BASE + ".identity", BASE + ".cases", BASE + ".contacts")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("okhttp3..", "okio..")
        .check(SERVER);
  }
}
