package nl.digitalebalie.server.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.server.parts.Mode;

/** The shipped policies, read by the real reader. */
public final class TestPolicies {
  private TestPolicies() {}

  public static String text(String name) {
    try (InputStream in = TestPolicies.class.getResourceAsStream("/policy/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  public static PurposePolicy demo() {
    return loaded(text("demo.yaml"), Mode.DEMO);
  }

  public static PurposePolicy loaded(String yaml, Mode mode) {
    return switch (PolicyFile.read(yaml, mode)) {
      case PolicyResult.Loaded(PurposePolicy policy) -> policy;
      case PolicyResult.Invalid(var faults) -> throw new AssertionError(faults.toString());
    };
  }

  public static Purpose purpose(String id) {
    return demo().find(new PurposeId(id)).orElseThrow();
  }
}
