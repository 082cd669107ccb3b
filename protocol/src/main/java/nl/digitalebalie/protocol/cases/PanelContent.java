package nl.digitalebalie.protocol.cases;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.protocol.privacy.Sensitive;

/**
 * Everything the open panel shows: only fields and cases that the purpose allows. Running cases
 * first.
 */
public record PanelContent(
    List<PersonField> person,
    List<Case> cases,
    Completeness completeness,
    List<EarlierContact> earlier) {
  public PanelContent {
    person = List.copyOf(person);
    cases = List.copyOf(cases);
    Objects.requireNonNull(completeness);
    earlier = List.copyOf(earlier);
  }

  public PanelContent(List<PersonField> person, List<Case> cases, Completeness completeness) {
    this(person, cases, completeness, List.of());
  }

  public enum Completeness {
    COMPLETE,
    /** Some cases or parts of them could not be read; what is here is right. */
    PARTIAL,
    /** More is on its way; what is here is right. */
    LOADING
  }

  /**
   * A field of the person header; {@code key} names the label in the client's texts (for instance
   * "fullName").
   */
  public record PersonField(String key, Sensitive<String> value, Sharing sharing) {
    public PersonField {
      Objects.requireNonNull(key);
      Objects.requireNonNull(value);
      Objects.requireNonNull(sharing);
    }

    public PersonField(String key, Sensitive<String> value) {
      this(key, value, Sharing.FREE);
    }
  }

  /** Whether a field may stand on a screen that others can see. */
  public enum Sharing {
    FREE,
    /**
     * The population register keeps this person's data from third parties (geheimhouding): shown to
     * this staff member alone, and only when asked for.
     */
    STAFF_ONLY
  }

  /**
   * One case (zaak). Dates are kept apart: {@code plannedEnd} (einddatumGepland), {@code legalEnd}
   * (uiterlijkeEinddatumAfdoening), {@code actualEnd} (einddatum). {@code handle} is opaque and
   * valid while the panel is open.
   *
   * @param caseType in words, for the screen
   * @param caseTypeIdentification {@code zaaktype.identificatie}, as a purpose names it
   */
  public record Case(
      String handle,
      Sensitive<String> identification,
      Sensitive<String> description,
      String caseType,
      String caseTypeIdentification,
      LocalDate start,
      Optional<LocalDate> plannedEnd,
      Optional<LocalDate> legalEnd,
      Optional<LocalDate> actualEnd,
      Optional<String> outcome,
      List<Milestone> milestones,
      List<Document> documents,
      List<Representative> representatives) {
    public Case {
      Objects.requireNonNull(handle);
      Objects.requireNonNull(identification);
      Objects.requireNonNull(description);
      Objects.requireNonNull(caseType);
      Objects.requireNonNull(caseTypeIdentification);
      Objects.requireNonNull(start);
      milestones = List.copyOf(milestones);
      documents = List.copyOf(documents);
      representatives = List.copyOf(representatives);
    }

    public Case(
        String handle,
        Sensitive<String> identification,
        Sensitive<String> description,
        String caseType,
        String caseTypeIdentification,
        LocalDate start,
        Optional<LocalDate> plannedEnd,
        Optional<LocalDate> legalEnd,
        Optional<LocalDate> actualEnd,
        Optional<String> outcome,
        List<Milestone> milestones,
        List<Document> documents) {
      this(
          handle,
          identification,
          description,
          caseType,
          caseTypeIdentification,
          start,
          plannedEnd,
          legalEnd,
          actualEnd,
          outcome,
          milestones,
          documents,
          List.of());
    }

    /** The same case with these documents. */
    public Case with(List<Document> others) {
      return new Case(
          handle,
          identification,
          description,
          caseType,
          caseTypeIdentification,
          start,
          plannedEnd,
          legalEnd,
          actualEnd,
          outcome,
          milestones,
          others,
          representatives);
    }
  }

  /** Who acts for the resident in a case, such as an administrator (bewindvoerder). */
  public record Representative(Sensitive<String> name, RepresentativeKind kind) {
    public Representative {
      Objects.requireNonNull(name);
      Objects.requireNonNull(kind);
    }
  }

  public enum RepresentativeKind {
    PERSON,
    ORGANISATION
  }

  /**
   * A status type of the case type in order; {@code reachedAt} is present once the case had this
   * status.
   */
  public record Milestone(int order, String text, Optional<Instant> reachedAt, Progress progress) {
    public Milestone {
      Objects.requireNonNull(text);
      Objects.requireNonNull(progress);
    }
  }

  public enum Progress {
    DONE,
    CURRENT,
    AHEAD
  }

  /** A document's card; its bytes are fetched on their own, while the panel is open. */
  public record Document(
      String handle,
      Sensitive<String> title,
      LocalDate created,
      String documentType,
      String format,
      long sizeBytes,
      Showing showing) {
    public Document {
      Objects.requireNonNull(handle);
      Objects.requireNonNull(title);
      Objects.requireNonNull(created);
      Objects.requireNonNull(documentType);
      Objects.requireNonNull(format);
      Objects.requireNonNull(showing);
    }
  }

  /**
   * Whether the resident may see a document: tonenAanInitiator, or without it what went out or came
   * in.
   */
  public enum Showing {
    RESIDENT_TOO,
    STAFF_ONLY
  }

  /** What a colleague wrote beside a case. */
  public record Note(
      Sensitive<String> subject,
      Sensitive<String> text,
      Sensitive<String> author,
      Instant at,
      Showing showing) {
    public Note {
      Objects.requireNonNull(subject);
      Objects.requireNonNull(text);
      Objects.requireNonNull(author);
      Objects.requireNonNull(at);
      Objects.requireNonNull(showing);
    }
  }

  /**
   * A contact of before, out of the customer-interaction register; newest first.
   *
   * @param channel as the register calls it, such as "Telefoon"
   */
  public record EarlierContact(
      Instant at, String channel, Sensitive<String> subject, OpenCallback callback) {
    public EarlierContact {
      Objects.requireNonNull(at);
      Objects.requireNonNull(channel);
      Objects.requireNonNull(subject);
      Objects.requireNonNull(callback);
    }
  }

  /** Whether a contact led to a call-back that is still owed. */
  public enum OpenCallback {
    NONE,
    OPEN
  }
}
