package nl.digitalebalie.server.subject;

import java.time.Instant;
import nl.digitalebalie.protocol.id.PurposeId;

/** Gives a subject the name that the logs know it by. */
public interface SubjectNames {
  /** Equal for the same subject and purpose within one month, unlike in any other. */
  SubjectName name(PurposeId purpose, DataSubject subject, Instant at);
}
