package nl.digitalebalie.server.gate;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.cases.NotesShown;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.server.policy.Confidentiality;
import nl.digitalebalie.server.policy.Purpose;
import nl.digitalebalie.server.policy.Purpose.EarlierContacts;
import nl.digitalebalie.server.policy.RegisterField;

/** The gate's answer. */
public sealed interface GateDecision {

  /** Open for this scope and no other, until {@code until} at the latest. */
  record Open(Scope scope, Instant until) implements GateDecision {
    public Open {
      Objects.requireNonNull(scope);
      Objects.requireNonNull(until);
    }
  }

  record Closed(ClosedReason reason) implements GateDecision {
    public Closed {
      Objects.requireNonNull(reason);
    }
  }

  /** What may be read: whose, which case types and documents, up to which confidentiality. */
  record Scope(
      PurposeId purpose,
      Optional<Bsn> subject,
      List<String> caseTypes,
      Set<String> documentTypes,
      Confidentiality maxConfidentiality,
      List<RegisterField> registerFields,
      Optional<Enterprise> enterprise,
      EarlierContacts earlierContacts,
      NotesShown notes) {
    public Scope {
      Objects.requireNonNull(earlierContacts);
      Objects.requireNonNull(notes);
      Objects.requireNonNull(purpose);
      Objects.requireNonNull(subject);
      caseTypes = List.copyOf(caseTypes);
      documentTypes = Set.copyOf(documentTypes);
      Objects.requireNonNull(maxConfidentiality);
      registerFields = List.copyOf(registerFields);
      Objects.requireNonNull(enterprise);
    }

    /** Without the contacts of before and the notes. */
    public Scope(
        PurposeId purpose,
        Optional<Bsn> subject,
        List<String> caseTypes,
        Set<String> documentTypes,
        Confidentiality maxConfidentiality,
        List<RegisterField> registerFields,
        Optional<Enterprise> enterprise) {
      this(
          purpose,
          subject,
          caseTypes,
          documentTypes,
          maxConfidentiality,
          registerFields,
          enterprise,
          EarlierContacts.HIDDEN,
          NotesShown.HIDDEN);
    }

    /** A person's cases alone. */
    public Scope(
        PurposeId purpose,
        Optional<Bsn> subject,
        List<String> caseTypes,
        Set<String> documentTypes,
        Confidentiality maxConfidentiality) {
      this(
          purpose,
          subject,
          caseTypes,
          documentTypes,
          maxConfidentiality,
          List.of(),
          Optional.empty());
    }

    static Scope of(Purpose purpose, VerifiedIdentity identity) {
      return new Scope(
          purpose.id(),
          identity.bsn(),
          purpose.caseTypes(),
          purpose.documentTypes(),
          purpose.maxConfidentiality(),
          purpose.registerFields(),
          identity.bsn().isPresent()
              ? Optional.empty() // a person's own cases are the closer ones
              : Enterprise.shown(purpose, identity.attributes()),
          purpose.earlierContacts(),
          purpose.notes());
    }
  }

  /** The first reason that holds, in the order of this list. Stable: audited and counted. */
  enum ClosedReason {
    CONVERSATION_ENDED,
    NOT_IDENTIFIED,
    OTHER_PURPOSE,
    ROLE_NOT_ALLOWED,
    LEVEL_TOO_LOW,
    CHANNEL_NOT_SURE,
    DISCLOSER_NOT_SURE,
    NO_SUBJECT,
    LOCKED_BY_STAFF,
    SCREEN_LOCKED,
    STAFF_CONNECTION_LOST,
    RESIDENT_LOST,
    NEW_CONNECTION,
    MEDIA_LOST,
    RESIDENT_SILENT,
    TIME_BOX_OVER,
    AUDIT_FAILING,
    /** Everything holds but the row: write it, and ask again when it is durable. */
    AUDIT_ROW_MISSING
  }
}
