package nl.digitalebalie.protocol.signal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;
import nl.digitalebalie.protocol.id.CallbackId;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.privacy.Sensitive;

/**
 * What the staff client may say on {@code /counter/staff}: identity, gate, cases. It never passes
 * the relay.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @Type(name = "ask-disclosure", value = StaffToCounter.AskDisclosure.class),
  @Type(name = "cancel-disclosure", value = StaffToCounter.CancelDisclosure.class),
  @Type(name = "open-panel", value = StaffToCounter.OpenPanel.class),
  @Type(name = "lock-panel", value = StaffToCounter.LockPanel.class),
  @Type(name = "extend-panel", value = StaffToCounter.ExtendPanel.class),
  @Type(name = "bind-channel", value = StaffToCounter.BindChannel.class),
  @Type(name = "code-checked", value = StaffToCounter.CodeChecked.class),
  @Type(name = "heartbeat", value = StaffToCounter.Heartbeat.class),
  @Type(name = "register-contact", value = StaffToCounter.RegisterContact.class),
  @Type(name = "read-again", value = StaffToCounter.ReadAgain.class),
  @Type(name = "open-document", value = StaffToCounter.OpenDocument.class),
  @Type(name = "document-received", value = StaffToCounter.DocumentReceived.class),
  @Type(name = "close-document", value = StaffToCounter.CloseDocument.class),
  @Type(name = "show-document", value = StaffToCounter.ShowDocument.class),
  @Type(name = "read-notes", value = StaffToCounter.ReadNotes.class),
  @Type(name = "add-note", value = StaffToCounter.AddNote.class),
  @Type(name = "promise-callback", value = StaffToCounter.PromiseCallback.class),
  @Type(name = "take-callback", value = StaffToCounter.TakeCallback.class),
  @Type(name = "finish-callback", value = StaffToCounter.FinishCallback.class)
})
public sealed interface StaffToCounter {

  /**
   * These are the two conversation keys as I see them; answered by {@code channel-bound} with
   * {@code b} and the staff ticket. UNKNOWN_CONVERSATION while the counter part has not heard of
   * the conversation yet (ask again), BINDING_MISMATCH when the relay told it another key of the
   * resident, TOO_MANY_BINDINGS beyond three different pairs.
   */
  record BindChannel(ConversationId conversation, String counterKey, String residentKey)
      implements StaffToCounter {
    public BindChannel {
      Objects.requireNonNull(conversation);
      Shape.point(counterKey, "counterKey");
      Shape.point(residentKey, "residentKey");
    }
  }

  /**
   * What came of the spoken code under this {@code b}; audited. Counts for nothing in a chat.
   *
   * @param epoch the connection in which the staff member heard the digits: STALE_EPOCH for a match
   *     that crossed the next one, which may be another medium; say it again for the current one if
   *     it still holds
   */
  record CodeChecked(ConversationId conversation, int epoch, String binding, CodeResult result)
      implements StaffToCounter {
    public CodeChecked {
      Objects.requireNonNull(conversation);
      Shape.epoch(epoch);
      Shape.bytes32(binding, "binding");
      Objects.requireNonNull(result);
    }
  }

  /** Ask the resident of my conversation to show who they are, for this purpose. */
  record AskDisclosure(ConversationId conversation, PurposeId purpose) implements StaffToCounter {
    public AskDisclosure {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(purpose);
    }
  }

  record CancelDisclosure(ConversationId conversation) implements StaffToCounter {
    public CancelDisclosure {
      Objects.requireNonNull(conversation);
    }
  }

  /**
   * Open the panel again after it was locked or the case system failed; the gate decides anew. It
   * also says that the same person is there.
   *
   * @param epoch the connection that the staff member looks at: what they saw in it says nothing
   *     about another one
   */
  record OpenPanel(ConversationId conversation, int epoch) implements StaffToCounter {
    public OpenPanel {
      Objects.requireNonNull(conversation);
      Shape.epoch(epoch);
    }
  }

  record LockPanel(ConversationId conversation, StaffLock why) implements StaffToCounter {
    public LockPanel {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(why);
    }
  }

  /** Move the end of the time box; the reason is audited. */
  record ExtendPanel(ConversationId conversation, Sensitive<String> reason)
      implements StaffToCounter {
    public ExtendPanel {
      Objects.requireNonNull(conversation);
      Shape.text(reason.reveal(), Shape.MAX_TEXT_CHARS, "reason");
    }
  }

  /**
   * Every 5 seconds in a conversation: media (or messages) of this epoch flows, or has stalled;
   * signed with {@code K_C} ({@code LifeSign}, which says what {@code number} is). Its absence
   * relocks the panel.
   */
  record Heartbeat(
      ConversationId conversation, int epoch, MediaFlow media, long number, String signature)
      implements StaffToCounter {
    public Heartbeat {
      Objects.requireNonNull(conversation);
      Shape.epoch(epoch);
      Objects.requireNonNull(media);
      Shape.positive(number, "number");
      Shape.signature(signature, "signature");
    }
  }

  /** The wrap-up after the talk: outcome and note. */
  record RegisterContact(
      ConversationId conversation, ContactOutcome outcome, Sensitive<String> note)
      implements StaffToCounter {
    public RegisterContact {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(outcome);
      Shape.text(note.reveal(), Shape.MAX_LONG_TEXT_CHARS, "note");
    }
  }

  enum StaffLock {
    BUTTON,
    SCREEN_LOCKED,
    EVIDENCE_REFUSED
  }

  enum CodeResult {
    MATCHED,
    /** Once; the resident may say it again. */
    WRONG,
    /** Twice wrong; the conversation ends. */
    FAILED,
    /** The run did not get to its end. */
    ABORTED
  }

  enum MediaFlow {
    FLOWING,
    STALLED
  }

  enum ContactOutcome {
    ANSWERED,
    FOLLOW_UP_NEEDED,
    RESIDENT_LEFT
  }

  /** Read the cases of the open panel once more: something was missing. */
  record ReadAgain(ConversationId conversation) implements StaffToCounter {
    public ReadAgain {
      Objects.requireNonNull(conversation);
    }
  }

  /**
   * Send me the bytes of a document of the open panel; takes the place of one under way.
   *
   * @param request counts up by one for each document asked for
   */
  record OpenDocument(ConversationId conversation, int request, String handle)
      implements StaffToCounter {
    public OpenDocument {
      Objects.requireNonNull(conversation);
      Shape.positive(request, "request");
      Shape.handle(handle);
    }
  }

  /** So many parts arrived: the next ones may come. */
  record DocumentReceived(ConversationId conversation, int request, int parts)
      implements StaffToCounter {
    public DocumentReceived {
      Objects.requireNonNull(conversation);
      Shape.positive(request, "request");
      Shape.positive(parts, "parts");
    }
  }

  record CloseDocument(ConversationId conversation, int request) implements StaffToCounter {
    public CloseDocument {
      Objects.requireNonNull(conversation);
      Shape.positive(request, "request");
    }
  }

  /** The resident is to see this document: put it on record first. */
  record ShowDocument(ConversationId conversation, String handle) implements StaffToCounter {
    public ShowDocument {
      Objects.requireNonNull(conversation);
      Shape.handle(handle);
    }
  }

  record ReadNotes(ConversationId conversation, String handle) implements StaffToCounter {
    public ReadNotes {
      Objects.requireNonNull(conversation);
      Shape.handle(handle);
    }
  }

  /** Write a note beside a case that staff alone see; answered by the notes as they are then. */
  record AddNote(
      ConversationId conversation, String handle, Sensitive<String> subject, Sensitive<String> text)
      implements StaffToCounter {
    public AddNote {
      Objects.requireNonNull(conversation);
      Shape.handle(handle);
      Shape.words(subject.reveal(), MAX_NOTE_SUBJECT_CHARS, "subject");
      Shape.words(text.reveal(), Shape.MAX_LONG_TEXT_CHARS, "text");
    }
  }

  /** {@code onderwerp} of a zaaknotitie. */
  int MAX_NOTE_SUBJECT_CHARS = 255;

  /** The resident of my conversation is to be called back; also after its end. */
  record PromiseCallback(ConversationId conversation, CallbackWish wish) implements StaffToCounter {
    public PromiseCallback {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(wish);
    }
  }

  /** I am going to call; answered by {@code callback-taken} with the number, to one alone. */
  record TakeCallback(CallbackId callback) implements StaffToCounter {
    public TakeCallback {
      Objects.requireNonNull(callback);
    }
  }

  /** What came of a call-back that I took. */
  record FinishCallback(CallbackId callback, CallbackResult result, Sensitive<String> note)
      implements StaffToCounter {
    public FinishCallback {
      Objects.requireNonNull(callback);
      Objects.requireNonNull(result);
      Shape.text(note.reveal(), Shape.MAX_LONG_TEXT_CHARS, "note");
    }
  }

  enum CallbackResult {
    /** We spoke; the promise is kept. */
    DONE,
    /** Nobody answered; it stays open for the next try. */
    NOT_REACHED,
    /** I do not call after all. */
    PUT_BACK
  }
}
