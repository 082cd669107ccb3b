package nl.digitalebalie.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.server.counter.SubjectCommand;
import org.junit.jupiter.api.Test;

class AuditOptionsTest {
  private static Deque<String> words(String line) {
    return new ArrayDeque<>(List.of(line.split(" ")));
  }

  @Test
  void a_question_names_one_subject_in_one_way() {
    assertEquals(
        Optional.of(
            new AuditOptions.Subject(
                Path.of("f.yaml"),
                Role.COUNTER,
                Optional.empty(),
                Optional.empty(),
                SubjectCommand.Staff.NAMED,
                Optional.of(Path.of("a.json")),
                "en")),
        AuditOptions.parse(
            words(
                "subject --config f.yaml --bsn-stdin --with-staff --json a.json --role counter"
                    + " --language en")));
    assertEquals(
        Optional.of(
            new AuditOptions.Subject(
                Path.of("f.yaml"),
                Role.ALL,
                Optional.empty(),
                Optional.of("90001354"),
                SubjectCommand.Staff.UNNAMED,
                Optional.empty(),
                "nl")),
        AuditOptions.parse(words("subject --config f.yaml --kvk 90001354")));
    for (String wrong :
        List.of(
            "subject --config f.yaml",
            "subject --bsn-stdin",
            "subject --config f.yaml --bsn-stdin --bsn-file n",
            "subject --config f.yaml --bsn 999993653",
            "subject --config f.yaml --kvk 999993653",
            "subject --config f.yaml --bsn-stdin --language fr",
            "verify --config f.yaml --bsn-stdin",
            "export --config f.yaml --with-staff")) {
      assertEquals(Optional.empty(), AuditOptions.parse(words(wrong)), wrong);
    }
  }

  @Test
  void a_receipt_is_checked_with_a_key() {
    assertEquals(
        Optional.of(
            new AuditOptions.VerifyReceipt(
                Path.of("r.json"), Path.of("k.pub"), Optional.of(Path.of("w.pub")))),
        AuditOptions.receipt(words("verify r.json --key k.pub --witness-key w.pub")));
    for (String wrong : List.of("verify", "verify r.json", "show r.json --key k", "r.json")) {
      assertEquals(Optional.empty(), AuditOptions.receipt(words(wrong)), wrong);
    }
  }
}
