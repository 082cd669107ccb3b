package nl.digitalebalie.server.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import nl.digitalebalie.server.parts.Mode;
import org.junit.jupiter.api.Test;

/** The schema for editors says the same as the reader, as far as a schema can. */
class PolicySchemaTest {
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(TestPolicies.text("schema.json"), InputFormat.JSON);

  private static List<String> faults(String yaml) {
    return SCHEMA.validate(yaml, InputFormat.YAML).stream().map(Object::toString).toList();
  }

  @Test
  void the_shipped_policies_fit_the_schema() {
    assertEquals(List.of(), faults(TestPolicies.text("demo.yaml")));
    assertEquals(List.of(), faults(TestPolicies.text("example.yaml")));
  }

  @Test
  void what_the_schema_refuses_the_reader_refuses_too() {
    String yaml = TestPolicies.text("demo.yaml");
    Map<String, String> mistakes =
        Map.ofEntries(
            Map.entry("version: 1", "version: 2"),
            Map.entry("  - id: wmo\n", "  - id: Wmo\n"),
            Map.entry("graceSeconds: 30", "graceSecond: 30"),
            Map.entry("timeBoxMinutes: 30", "timeBoxMinutes: 481"),
            Map.entry("graceSeconds: 20", "graceSeconds: 4"),
            Map.entry("maxExtensions: 2", "maxExtensions: 11"),
            Map.entry("retentionDays: 90", "retentionDays: 0"),
            Map.entry("roles: [wmo]", "roles: []"),
            Map.entry("channel: NONE", "channel: none"),
            Map.entry("notes: SHOWN", "notes: shown"),
            Map.entry("absenceSeconds: 300", "absenceSeconds: 5"),
            Map.entry("sensitivity: SENSITIVE", "sensitivity: sensitive"),
            Map.entry("discloser: PAIRED", "discloser: SURE"),
            Map.entry("minimumLevel: SUBSTANTIAL", "minimumLevel: VERY_HIGH"),
            Map.entry("maxConfidentiality: intern", "maxConfidentiality: besloten"),
            Map.entry("[age, address, guardianship]", "[age, shoeSize]"),
            Map.entry("irma-demo.gemeente.personalData.bsn", "bsn"),
            Map.entry("registerEntry: \"https", "entry: \"https"));
    mistakes.forEach((right, wrong) -> {
      String faulty = yaml.replace(right, wrong);
      assertFalse(faulty.equals(yaml), right);
      assertFalse(faults(faulty).isEmpty(), wrong);
      assertInstanceOf(PolicyResult.Invalid.class, PolicyFile.read(faulty, Mode.DEMO), wrong);
    });
  }

  @Test
  void every_word_that_the_reader_takes_is_in_the_schema() {
    String schema = TestPolicies.text("schema.json");
    Stream.of(RegisterField.values())
        .map(RegisterField::key)
        .forEach(word -> assertEquals(true, schema.contains('"' + word + '"'), word));
    Stream.of(Confidentiality.values())
        .map(Confidentiality::zgw)
        .forEach(word -> assertEquals(true, schema.contains('"' + word + '"'), word));
  }
}
