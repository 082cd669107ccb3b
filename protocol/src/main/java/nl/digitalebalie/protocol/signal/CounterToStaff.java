package nl.digitalebalie.protocol.signal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.protocol.cases.NotesShown;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.protocol.id.CallbackId;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.identity.AssuranceLevel;
import nl.digitalebalie.protocol.identity.Attribute;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.identity.DiscloserAssurance;
import nl.digitalebalie.protocol.identity.Evidence;
import nl.digitalebalie.protocol.identity.IdentificationMeans;
import nl.digitalebalie.protocol.identity.Rejection;
import nl.digitalebalie.protocol.identity.Sensitivity;
import nl.digitalebalie.protocol.privacy.Sensitive;

/** What the counter part of the server says to the staff client on {@code /counter/staff}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @Type(name = "welcome", value = CounterToStaff.Welcome.class),
  @Type(name = "channel-bound", value = CounterToStaff.ChannelBound.class),
  @Type(name = "channel-assured", value = CounterToStaff.ChannelAssured.class),
  @Type(name = "disclosure-asked", value = CounterToStaff.DisclosureAsked.class),
  @Type(name = "disclosure-started", value = CounterToStaff.DisclosureStarted.class),
  @Type(name = "disclosure-progress", value = CounterToStaff.DisclosureProgress.class),
  @Type(name = "identity-verified", value = CounterToStaff.IdentityVerified.class),
  @Type(name = "identity-rejected", value = CounterToStaff.IdentityRejected.class),
  @Type(name = "panel-opened", value = CounterToStaff.PanelOpened.class),
  @Type(name = "panel-extended", value = CounterToStaff.PanelExtended.class),
  @Type(name = "panel-locked", value = CounterToStaff.PanelLocked.class),
  @Type(name = "contact-registered", value = CounterToStaff.ContactRegistered.class),
  @Type(name = "refused", value = CounterToStaff.Refused.class),
  @Type(name = "panel-cases", value = CounterToStaff.PanelCases.class),
  @Type(name = "document-begins", value = CounterToStaff.DocumentBegins.class),
  @Type(name = "document-part", value = CounterToStaff.DocumentPart.class),
  @Type(name = "document-ends", value = CounterToStaff.DocumentEnds.class),
  @Type(name = "document-may-be-shown", value = CounterToStaff.DocumentMayBeShown.class),
  @Type(name = "case-notes", value = CounterToStaff.CaseNotes.class),
  @Type(name = "callbacks", value = CounterToStaff.Callbacks.class),
  @Type(name = "callback-taken", value = CounterToStaff.CallbackTaken.class)
})
public sealed interface CounterToStaff {

  /** First message on every connection. {@code policyHash} is in every attestation. */
  record Welcome(
      List<PurposeCard> purposes,
      String policyHash,
      Optional<ConversationState> current,
      Instant serverTime)
      implements CounterToStaff {
    public Welcome {
      purposes = List.copyOf(purposes);
      Objects.requireNonNull(policyHash);
      Objects.requireNonNull(serverTime);
    }
  }

  /**
   * The counter part knows both keys. {@code binding} is {@code b} (the client compares it with its
   * own); {@code ticket} goes into every offer under this {@code b}.
   */
  record ChannelBound(ConversationId conversation, String binding, String ticket)
      implements CounterToStaff {
    public ChannelBound {
      Objects.requireNonNull(conversation);
      Shape.bytes32(binding, "binding");
      Shape.text(ticket, Shape.MAX_TOKEN_CHARS, "ticket");
    }
  }

  /** How sure the gate is of the channel from now on; an open panel that needs more is locked. */
  record ChannelAssured(ConversationId conversation, ChannelAssurance channel)
      implements CounterToStaff {
    public ChannelAssured {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(channel);
    }
  }

  /** The resident now sees the question. */
  record DisclosureAsked(
      ConversationId conversation, DisclosureId disclosure, PurposeId purpose, Instant expiresAt)
      implements CounterToStaff {
    public DisclosureAsked {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(disclosure);
      Objects.requireNonNull(purpose);
      Objects.requireNonNull(expiresAt);
    }
  }

  /**
   * {@code sessionTokenHash} is base64url SHA-256 of the irma session token; the result must carry
   * the same token.
   */
  record DisclosureStarted(
      ConversationId conversation,
      DisclosureId disclosure,
      WalletDevice device,
      String sessionTokenHash)
      implements CounterToStaff {
    public DisclosureStarted {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(disclosure);
      Objects.requireNonNull(device);
      Objects.requireNonNull(sessionTokenHash);
    }
  }

  record DisclosureProgress(
      ConversationId conversation, DisclosureId disclosure, DisclosureStep step)
      implements CounterToStaff {
    public DisclosureProgress {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(disclosure);
      Objects.requireNonNull(step);
    }
  }

  /**
   * The gate accepts this identity. The client shows nobody as identified before it verified both
   * by itself.
   */
  record IdentityVerified(
      ConversationId conversation,
      DisclosureId disclosure,
      PurposeId purpose,
      IdentificationMeans means,
      AssuranceLevel level,
      ChannelAssurance channel,
      DiscloserAssurance discloser,
      List<Attribute> attributes,
      Evidence evidence,
      String attestation,
      Instant verifiedAt)
      implements CounterToStaff {
    public IdentityVerified {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(disclosure);
      Objects.requireNonNull(purpose);
      Objects.requireNonNull(means);
      Objects.requireNonNull(level);
      Objects.requireNonNull(channel);
      Objects.requireNonNull(discloser);
      attributes = List.copyOf(attributes);
      Objects.requireNonNull(evidence);
      Objects.requireNonNull(attestation);
      Objects.requireNonNull(verifiedAt);
    }
  }

  record IdentityRejected(ConversationId conversation, DisclosureId disclosure, Rejection reason)
      implements CounterToStaff {
    public IdentityRejected {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(disclosure);
      Objects.requireNonNull(reason);
    }
  }

  /** The gate is open until {@code until}; the attestation is that of the verified identity. */
  record PanelOpened(
      ConversationId conversation,
      PurposeId purpose,
      Instant openedAt,
      Instant until,
      String attestation,
      PanelContent content)
      implements CounterToStaff {
    public PanelOpened {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(purpose);
      Objects.requireNonNull(openedAt);
      Objects.requireNonNull(until);
      Objects.requireNonNull(attestation);
      Objects.requireNonNull(content);
    }
  }

  record PanelExtended(ConversationId conversation, Instant until) implements CounterToStaff {
    public PanelExtended {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(until);
    }
  }

  /** The panel is closed; the client wipes its model. */
  record PanelLocked(ConversationId conversation, LockReason reason) implements CounterToStaff {
    public PanelLocked {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(reason);
    }
  }

  record ContactRegistered(ConversationId conversation, String reference)
      implements CounterToStaff {
    public ContactRegistered {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(reference);
    }
  }

  record Refused(ErrorCode code, Optional<String> about, Optional<ConversationId> conversation)
      implements CounterToStaff {
    public Refused {
      Objects.requireNonNull(code);
    }
  }

  enum LockReason {
    NOT_IDENTIFIED,
    CONVERSATION_ENDED,
    RESIDENT_LOST,
    STAFF_CONNECTION_LOST,
    NEW_CONNECTION,
    CHANNEL_CHANGED,
    CHANNEL_NOT_SURE,
    STAFF_LOCKED,
    SCREEN_LOCKED,
    TIME_BOX_OVER,
    IDENTITY_DROPPED,
    EVIDENCE_REFUSED,
    AUDIT_UNAVAILABLE,
    CASE_SYSTEM_UNAVAILABLE,
    POLICY
  }

  /**
   * A purpose that this staff member's role may use, with what its panel demands: the client checks
   * an attestation against these by itself.
   *
   * @param minimumLevel of the means of identification
   * @param channel how sure it must be at least that the other end of the media asked
   * @param discloser how sure it must be at least that the wallet's holder is in this conversation
   * @param sensitivity whether the staff member is reminded of who may listen before they ask
   * @param notes whether the panel has notes beside its cases
   * @param caseTypes ZGW {@code zaaktype.identificatie} of the cases that the panel may hold; with
   *     none it holds no case
   * @param personFields keys of the fields that may stand in its header
   * @param documentTypes ZGW {@code informatieobjecttype.omschrijving} of the documents that it may
   *     hold; with none it holds no document
   */
  record PurposeCard(
      PurposeId id,
      LocalText title,
      LocalText legalBasis,
      List<AskedAttribute> attributes,
      AssuranceLevel minimumLevel,
      ChannelAssurance channel,
      DiscloserAssurance discloser,
      Sensitivity sensitivity,
      NotesShown notes,
      List<String> caseTypes,
      List<String> personFields,
      List<String> documentTypes,
      int timeBoxMinutes) {
    /** Of each kind; a purpose that names more is none. */
    public static final int MAX_ALLOWED = 500;

    /** ZGW gives an identification 50 and a description 80. */
    public static final int MAX_ALLOWED_CHARS = Shape.MAX_TEXT_CHARS;

    public PurposeCard {
      Objects.requireNonNull(id);
      Objects.requireNonNull(title);
      Objects.requireNonNull(legalBasis);
      attributes = List.copyOf(attributes);
      Objects.requireNonNull(minimumLevel);
      Objects.requireNonNull(channel);
      Objects.requireNonNull(discloser);
      Objects.requireNonNull(sensitivity);
      Objects.requireNonNull(notes);
      caseTypes = allowed(caseTypes, "caseTypes");
      personFields = allowed(personFields, "personFields");
      documentTypes = allowed(documentTypes, "documentTypes");
      Shape.positive(timeBoxMinutes, "timeBoxMinutes");
    }

    private static List<String> allowed(List<String> words, String what) {
      Shape.atMost(words.size(), MAX_ALLOWED, what);
      words.forEach(word -> Shape.words(word, MAX_ALLOWED_CHARS, what));
      return List.copyOf(words);
    }
  }

  /**
   * After a reconnect: which conversation goes on. Identity and panel are not restored by
   * themselves; they are asked again.
   */
  record ConversationState(ConversationId conversation, LockReason locked) {
    public ConversationState {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(locked);
    }
  }

  /**
   * More for the panel that is open. A case or field whose handle or key is known replaces the one
   * that was told before.
   */
  record PanelCases(ConversationId conversation, PanelContent content, Extent extent)
      implements CounterToStaff {
    public PanelCases {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(content);
      Objects.requireNonNull(extent);
    }
  }

  /** Whether a {@code panel-cases} adds to what was told, or takes its place. */
  enum Extent {
    ADDED,
    ALL
  }

  /** The document of this request comes now, in parts of at most {@link #MAX_PART_BYTES}. */
  record DocumentBegins(ConversationId conversation, int request, String mediaType, long sizeBytes)
      implements CounterToStaff {
    public DocumentBegins {
      Objects.requireNonNull(conversation);
      Shape.positive(request, "request");
      Shape.text(mediaType, Shape.MAX_TEXT_CHARS, "mediaType");
      if (sizeBytes < 0 || sizeBytes > MAX_DOCUMENT_BYTES) {
        throw new IllegalArgumentException("a document has at most 25 MiB");
      }
    }
  }

  /** A scan of some hundred pages; the desktop keeps it in memory. */
  long MAX_DOCUMENT_BYTES = 25L * 1024 * 1024;

  /** What the line carries at once without holding up the next message for long. */
  int MAX_PART_BYTES = 48 * 1024;

  /** Parts that may be under way: half a second of a slow line. */
  int PARTS_AT_ONCE = 4;

  /**
   * @param number 1 for the first part
   * @param data base64 (RFC 4648 4)
   */
  record DocumentPart(ConversationId conversation, int request, int number, Sensitive<String> data)
      implements CounterToStaff {
    public DocumentPart {
      Objects.requireNonNull(conversation);
      Shape.positive(request, "request");
      Shape.positive(number, "number");
      Shape.text(data.reveal(), MAX_PART_BYTES / 3 * 4, "data");
    }
  }

  record DocumentEnds(ConversationId conversation, int request, DocumentEnd end)
      implements CounterToStaff {
    public DocumentEnds {
      Objects.requireNonNull(conversation);
      Shape.positive(request, "request");
      Objects.requireNonNull(end);
    }
  }

  /** How a document ended; after anything but WHOLE what came of it is thrown away. */
  enum DocumentEnd {
    WHOLE,
    NOT_ALLOWED,
    KIND_NOT_SHOWN,
    TOO_LARGE,
    /** Not the kind of file that the case system says it is. */
    OTHER_CONTENT,
    NOT_AVAILABLE
  }

  /** That the resident is shown this document is on record: it may be sent to them now. */
  record DocumentMayBeShown(ConversationId conversation, String handle) implements CounterToStaff {
    public DocumentMayBeShown {
      Objects.requireNonNull(conversation);
      Shape.handle(handle);
    }
  }

  /** The notes of a case, newest first; none when {@code state} says that they were not read. */
  record CaseNotes(
      ConversationId conversation, String handle, List<PanelContent.Note> notes, NotesState state)
      implements CounterToStaff {
    public CaseNotes {
      Objects.requireNonNull(conversation);
      Shape.handle(handle);
      notes = List.copyOf(notes);
      Objects.requireNonNull(state);
    }
  }

  enum NotesState {
    READ,
    NOT_AVAILABLE,
    /** A new note was refused. */
    NOT_WRITTEN,
    /** Nobody answered: the new note may be there, or not. */
    PERHAPS_WRITTEN
  }

  /**
   * The open call-backs of one's own municipalities, most urgent first; a whole picture each time,
   * so that a lost message cannot leave a ghost. Nothing in it says who asked.
   *
   * @param more how many there are beyond these
   */
  record Callbacks(List<CallbackEntry> entries, int more) implements CounterToStaff {
    /** Below what one frame carries, and above what anybody reads. */
    public static final int MAX_ENTRIES = 200;

    public Callbacks {
      entries = List.copyOf(entries);
      Shape.atMost(entries.size(), MAX_ENTRIES, "entries");
    }
  }

  /**
   * One promise.
   *
   * @param promisedBy when it must be kept at the latest
   * @param tries how often nobody answered
   */
  record CallbackEntry(
      CallbackId id,
      MunicipalityId municipality,
      TopicId topic,
      Instant askedAt,
      Instant promisedBy,
      Urgency urgency,
      Holder holder,
      int tries) {
    public CallbackEntry {
      Objects.requireNonNull(id);
      Objects.requireNonNull(municipality);
      Objects.requireNonNull(topic);
      Objects.requireNonNull(askedAt);
      Objects.requireNonNull(promisedBy);
      Objects.requireNonNull(urgency);
      Objects.requireNonNull(holder);
    }
  }

  /** It is yours: call this number. Again after each connection while it is yours. */
  record CallbackTaken(CallbackId callback, CallbackWish wish) implements CounterToStaff {
    public CallbackTaken {
      Objects.requireNonNull(callback);
      Objects.requireNonNull(wish);
    }
  }

  enum Urgency {
    IN_TIME,
    /** The promise ends today. */
    LAST_DAY,
    LATE
  }

  /** Who has taken a call-back. */
  enum Holder {
    NOBODY,
    YOU,
    COLLEAGUE
  }
}
