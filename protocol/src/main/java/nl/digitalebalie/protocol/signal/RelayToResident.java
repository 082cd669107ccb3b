package nl.digitalebalie.protocol.signal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.id.TopicId;

/** What the server says to the resident's page on {@code /relay/resident}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @Type(name = "welcome", value = RelayToResident.Welcome.class),
  @Type(name = "waiting", value = RelayToResident.Waiting.class),
  @Type(name = "accepted", value = RelayToResident.Accepted.class),
  @Type(name = "offer", value = RelayToResident.Offer.class),
  @Type(name = "candidate", value = RelayToResident.TrickledCandidate.class),
  @Type(name = "candidates-done", value = RelayToResident.CandidatesDone.class),
  @Type(name = "sealed", value = RelayToResident.Sealed.class),
  @Type(name = "sealed-resend", value = RelayToResident.SealedResend.class),
  @Type(name = "channel-changed", value = RelayToResident.ChannelChanged.class),
  @Type(name = "media-state", value = RelayToResident.MediaStateChanged.class),
  @Type(name = "staff-presence", value = RelayToResident.StaffPresenceChanged.class),
  @Type(name = "disclosure-asked", value = RelayToResident.DisclosureAsked.class),
  @Type(name = "disclosure-started", value = RelayToResident.DisclosureStarted.class),
  @Type(name = "disclosure-progress", value = RelayToResident.DisclosureProgress.class),
  @Type(name = "disclosure-finished", value = RelayToResident.DisclosureFinished.class),
  @Type(name = "panel-visibility", value = RelayToResident.PanelVisibility.class),
  @Type(name = "ended", value = RelayToResident.Ended.class),
  @Type(name = "refused", value = RelayToResident.Refused.class),
  @Type(name = "receipt", value = RelayToResident.Receipt.class)
})
public sealed interface RelayToResident {

  /**
   * First message on every connection: where we are. After a reload the page continues from {@code
   * stage}.
   */
  record Welcome(
      ConversationId conversation,
      MunicipalityId municipality,
      TopicId topic,
      Stage stage,
      Instant serverTime)
      implements RelayToResident {
    public Welcome {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(municipality);
      Objects.requireNonNull(topic);
      Objects.requireNonNull(stage);
      Objects.requireNonNull(serverTime);
    }
  }

  /**
   * You are in the waiting room. Sent on joining and when something changes. {@code position}
   * counts from 1 and is left out where the municipality does not tell it; {@code
   * expectedWaitSeconds} is left out while unknown.
   */
  record Waiting(
      Availability availability,
      Optional<Integer> position,
      Optional<Integer> expectedWaitSeconds,
      Optional<Instant> opensAt)
      implements RelayToResident {
    public Waiting {
      Objects.requireNonNull(availability);
    }
  }

  /** A staff member took you; an offer follows. Repeated after a reload during the call. */
  record Accepted(StaffCard staff, Channel channel, List<IceServer> iceServers)
      implements RelayToResident {
    public Accepted {
      Objects.requireNonNull(staff);
      Objects.requireNonNull(channel);
      iceServers = List.copyOf(iceServers);
    }
  }

  /**
   * Connect with this; any earlier epoch is over. {@code ticket} is the gate's JWS that names the
   * staff member and their conversation key ({@code StaffTicketClaims}): the page believes nothing
   * of this offer, and sends neither media nor messages, before it has verified the ticket and the
   * announcement. Without {@code sdp} the epoch carries messages only.
   */
  record Offer(int epoch, Optional<String> sdp, String ticket, SignedAnnouncement announcement)
      implements RelayToResident {
    public Offer {
      Shape.epoch(epoch);
      sdp.ifPresent(text -> Shape.text(text, Shape.MAX_SDP_CHARS, "sdp"));
      Shape.text(ticket, Shape.MAX_TOKEN_CHARS, "ticket");
      Objects.requireNonNull(announcement);
    }

    @Override
    public String toString() {
      return "Offer[epoch=" + epoch + "]";
    }
  }

  record TrickledCandidate(int epoch, Candidate candidate) implements RelayToResident {
    public TrickledCandidate {
      Shape.epoch(epoch);
      Objects.requireNonNull(candidate);
    }
  }

  record CandidatesDone(int epoch) implements RelayToResident {
    public CandidatesDone {
      Shape.epoch(epoch);
    }
  }

  /** A message from the staff member that the relay could not read. */
  record Sealed(SealedData data) implements RelayToResident {
    public Sealed {
      Objects.requireNonNull(data);
    }
  }

  /** Frames are missing at the staff member's: send the same ones again from this counter on. */
  record SealedResend(int epoch, long from) implements RelayToResident {
    public SealedResend {
      Shape.epoch(epoch);
      Shape.positive(from, "from");
    }
  }

  /** The conversation goes on this way from now on; an offer of the next epoch follows. */
  record ChannelChanged(Channel channel) implements RelayToResident {
    public ChannelChanged {
      Objects.requireNonNull(channel);
    }
  }

  /** The staff member's microphone and camera; {@code ON_HOLD} means both rest for a moment. */
  record MediaStateChanged(MediaState media, Hold hold) implements RelayToResident {
    public MediaStateChanged {
      Objects.requireNonNull(media);
      Objects.requireNonNull(hold);
    }
  }

  record StaffPresenceChanged(Presence presence) implements RelayToResident {
    public StaffPresenceChanged {
      Objects.requireNonNull(presence);
    }
  }

  /** The staff member asks who you are, for this purpose. You may refuse. */
  record DisclosureAsked(
      DisclosureId disclosure,
      PurposeId purpose,
      LocalText purposeTitle,
      LocalText why,
      List<AskedAttribute> attributes,
      List<LocalText> visibleToStaff,
      int visibleForMinutes,
      Instant expiresAt)
      implements RelayToResident {
    public DisclosureAsked {
      Objects.requireNonNull(disclosure);
      Objects.requireNonNull(purpose);
      Objects.requireNonNull(purposeTitle);
      Objects.requireNonNull(why);
      attributes = List.copyOf(attributes);
      visibleToStaff = List.copyOf(visibleToStaff);
      Shape.positive(visibleForMinutes, "visibleForMinutes");
      Objects.requireNonNull(expiresAt);
    }
  }

  /**
   * The wallet can be opened. {@code sessionPointer} is the irma server's session pointer as JSON
   * text, for the QR code or the button; {@code walletLink} the universal link for the same device.
   * It expires at {@code expiresAt}. {@code proof} is the gate's JWS over this disclosure, {@code
   * b} and the pointer ({@code DisclosureProofClaims}): the page shows a code or button only for
   * its own.
   */
  record DisclosureStarted(
      DisclosureId disclosure,
      WalletDevice device,
      String sessionPointer,
      String walletLink,
      Pairing pairing,
      Instant expiresAt,
      String proof)
      implements RelayToResident {
    public DisclosureStarted {
      Objects.requireNonNull(disclosure);
      Objects.requireNonNull(device);
      Shape.text(sessionPointer, 2_000, "sessionPointer");
      Shape.text(walletLink, 2_000, "walletLink");
      Objects.requireNonNull(pairing);
      Objects.requireNonNull(expiresAt);
      Shape.text(proof, Shape.MAX_TOKEN_CHARS, "proof");
    }

    @Override
    public String toString() {
      return "DisclosureStarted[" + disclosure + ", " + device + "]";
    }
  }

  /**
   * {@code triesLeft} counts the remaining tries for the pairing code; it is present with a pairing
   * step only.
   */
  record DisclosureProgress(
      DisclosureId disclosure, DisclosureStep step, Optional<Integer> triesLeft)
      implements RelayToResident {
    public DisclosureProgress {
      Objects.requireNonNull(disclosure);
      Objects.requireNonNull(step);
    }
  }

  record DisclosureFinished(DisclosureId disclosure, DisclosureOutcome outcome)
      implements RelayToResident {
    public DisclosureFinished {
      Objects.requireNonNull(disclosure);
      Objects.requireNonNull(outcome);
    }
  }

  /**
   * What the staff member can see of your case right now, in plain words. Empty when the panel is
   * closed.
   */
  record PanelVisibility(List<LocalText> categories, Optional<Instant> until)
      implements RelayToResident {
    public PanelVisibility {
      categories = List.copyOf(categories);
    }
  }

  /**
   * The conversation is over. {@code feedbackTicket} opens the one question once; {@code reference}
   * can be kept.
   */
  record Ended(EndReason reason, String reference, Optional<String> feedbackTicket)
      implements RelayToResident {
    public Ended {
      Objects.requireNonNull(reason);
      Shape.text(reference, Shape.MAX_TEXT_CHARS, "reference");
    }
  }

  /** Your last message was refused; {@code about} is its type where it could be read. */
  record Refused(ErrorCode code, Optional<String> about) implements RelayToResident {
    public Refused {
      Objects.requireNonNull(code);
    }
  }

  /**
   * What can be kept of the talk so far: a file as JSON, signed by the audit log's key, with labels
   * and categories only. The last one counts; the page offers it when the talk is over.
   */
  record Receipt(String file) implements RelayToResident {
    /** What a panel's texts and twenty proofs of a long log need, and some room. */
    public static final int MAX_CHARS = 60_000;

    public Receipt {
      Shape.text(file, MAX_CHARS, "file");
    }

    @Override
    public String toString() {
      return "Receipt[" + file.length() + "]";
    }
  }

  enum Stage {
    ARRIVED,
    WAITING,
    IN_CALL,
    ENDED
  }

  enum Availability {
    AVAILABLE,
    BUSY,
    NOBODY,
    CLOSED
  }

  enum Pairing {
    NOT_NEEDED,
    REQUIRED
  }
}
