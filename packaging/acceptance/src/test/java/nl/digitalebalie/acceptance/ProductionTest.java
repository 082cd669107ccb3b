package nl.digitalebalie.acceptance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import nl.digitalebalie.server.parts.Mode;
import nl.digitalebalie.server.policy.PolicyFile;
import nl.digitalebalie.server.policy.PolicyResult;
import org.junit.jupiter.api.Test;

/** What is shipped knows no demo partner and believes no demo card. */
class ProductionTest {
  private static final List<String> SHIPPED =
      List.of(
          "protocol", "server", "client/rtc", "client/transport", "client/media", "client/desktop");

  @Test
  void nothing_that_is_shipped_uses_a_demo_partner() {
    JavaClasses product =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("nl.digitalebalie");
    assertTrue(
        product.stream()
            .anyMatch(one -> one.getPackageName().startsWith("nl.digitalebalie.server")));
    assertTrue(
        product.stream()
            .anyMatch(one -> one.getPackageName().startsWith("nl.digitalebalie.desktop")));
    noClasses()
        .that()
        .resideOutsideOfPackages("nl.digitalebalie.demo..", "nl.digitalebalie.acceptance..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("nl.digitalebalie.demo..", "nl.digitalebalie.acceptance..")
        .check(product);
  }

  @Test
  void no_shipped_module_asks_for_the_demo_module() throws IOException {
    for (String module : SHIPPED) {
      String pom = Files.readString(Home.find().resolve(module).resolve("pom.xml"));
      assertFalse(pom.contains("<artifactId>demo</artifactId>"), module);
      assertFalse(pom.contains("<artifactId>acceptance</artifactId>"), module);
      Path classes = Home.find().resolve(module).resolve("target/classes/nl/digitalebalie/demo");
      assertFalse(Files.exists(classes), module);
    }
  }

  @Test
  void production_refuses_the_policy_of_the_demonstration() throws IOException {
    try (InputStream in = PolicyFile.class.getResourceAsStream("/policy/demo.yaml")) {
      String demo = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertInstanceOf(PolicyResult.Loaded.class, PolicyFile.read(demo, Mode.DEMO));
      PolicyResult.Invalid refused =
          assertInstanceOf(PolicyResult.Invalid.class, PolicyFile.read(demo, Mode.PRODUCTION));
      assertTrue(
          refused.faults().stream().anyMatch(fault -> fault.toString().contains("irma-demo")));
    }
  }
}
