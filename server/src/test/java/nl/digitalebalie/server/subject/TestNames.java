package nl.digitalebalie.server.subject;

import java.time.Instant;
import java.util.Optional;
import nl.digitalebalie.protocol.id.PurposeId;

/** Names without salts, for tests of what is done with names. */
public final class TestNames implements SubjectNames {
  private static final SubjectKey KEY = new SubjectKey(new byte[SubjectKey.KEY_BYTES]);

  @Override
  public SubjectName name(PurposeId purpose, DataSubject subject, Instant at) {
    return new SubjectName("2026-11", KEY.subject(subject), Optional.empty());
  }
}
