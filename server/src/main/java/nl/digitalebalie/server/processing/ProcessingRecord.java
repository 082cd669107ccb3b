package nl.digitalebalie.server.processing;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.server.subject.SubjectName;

/**
 * One processing of the data of one subject.
 *
 * @param traceId 32 hexadecimal digits; the audit rows of the conversation have the same
 * @param spanId 16 hexadecimal digits; what the case system and the register were told
 * @param name what was done
 * @param activity URI of the entry in the register of processing activities (GDPR article 30)
 * @param purpose for how long the record is kept
 * @param subjectId encrypted
 * @param subjectIdType {@code BSN} or {@code KVK}
 * @param subjectName finds the record again for an access request; stays in our own database
 */
public record ProcessingRecord(
    String traceId,
    String spanId,
    String name,
    Status status,
    Instant start,
    Instant end,
    String activity,
    PurposeId purpose,
    String subjectId,
    String subjectIdType,
    SubjectName subjectName) {
  public ProcessingRecord {
    if (!traceId.matches("[0-9a-f]{32}") || !spanId.matches("[0-9a-f]{16}")) {
      throw new IllegalArgumentException("not the ids of a trace and a span");
    }
    Objects.requireNonNull(name);
    Objects.requireNonNull(status);
    Objects.requireNonNull(start);
    Objects.requireNonNull(end);
    Objects.requireNonNull(activity);
    Objects.requireNonNull(purpose);
    Objects.requireNonNull(subjectId);
    Objects.requireNonNull(subjectIdType);
    Objects.requireNonNull(subjectName);
  }

  /** How it ended. "Error" is for faults of systems only: what a person breaks off is "Ok". */
  public sealed interface Status {
    record Ok() implements Status {}

    /**
     * A fault.
     *
     * @param type a stable code ({@code exception.type}); never an answer's own words
     */
    record Error(String type) implements Status {}

    default String word() {
      return switch (this) {
        case Ok ok -> "Ok";
        case Error error -> "Error";
      };
    }

    default Optional<String> exceptionType() {
      return switch (this) {
        case Ok ok -> Optional.empty();
        case Error error -> Optional.of(error.type());
      };
    }
  }
}
