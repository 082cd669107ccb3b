package nl.digitalebalie.server.subject;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A subject as a log names it.
 *
 * @param period the month whose salt made the name; with the purpose it says when the name ends
 * @param subject keyed hash, base64url
 * @param branch likewise of a branch of an enterprise
 */
public record SubjectName(String period, String subject, Optional<String> branch) {
  public SubjectName {
    Objects.requireNonNull(period);
    Objects.requireNonNull(subject);
    Objects.requireNonNull(branch);
  }

  /** The fields of a row. */
  public void into(Map<String, Object> body) {
    body.put("subject", subject);
    body.put("subjectPeriod", period);
    branch.ifPresent(keyed -> body.put("subjectBranch", keyed));
  }
}
