package nl.digitalebalie.protocol.signal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.protocol.id.DisclosureId;

/**
 * What the resident's page may say on {@code /relay/resident}. The conversation is known from the
 * ticket of the connection, so no message names one.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @Type(name = "join-queue", value = ResidentToRelay.JoinQueue.class),
  @Type(name = "answer", value = ResidentToRelay.Answer.class),
  @Type(name = "candidate", value = ResidentToRelay.TrickledCandidate.class),
  @Type(name = "candidates-done", value = ResidentToRelay.CandidatesDone.class),
  @Type(name = "want-new-connection", value = ResidentToRelay.WantNewConnection.class),
  @Type(name = "announce-key", value = ResidentToRelay.AnnounceKey.class),
  @Type(name = "sealed", value = ResidentToRelay.Sealed.class),
  @Type(name = "sealed-resend", value = ResidentToRelay.SealedResend.class),
  @Type(name = "switch-channel", value = ResidentToRelay.SwitchChannel.class),
  @Type(name = "heartbeat", value = ResidentToRelay.Heartbeat.class),
  @Type(name = "media-state", value = ResidentToRelay.MediaStateChanged.class),
  @Type(name = "start-disclosure", value = ResidentToRelay.StartDisclosure.class),
  @Type(name = "pairing-code", value = ResidentToRelay.PairingCode.class),
  @Type(name = "decline-disclosure", value = ResidentToRelay.DeclineDisclosure.class),
  @Type(name = "leave", value = ResidentToRelay.Leave.class)
})
public sealed interface ResidentToRelay {

  /**
   * My conversation key {@code K_R} (a point on P-256, base64url). First message on every
   * connection that does not go on with a live epoch; the same key after a reload keeps {@code b},
   * another key begins anew. KEY_REFUSED when it is no point on the curve.
   */
  record AnnounceKey(String key) implements ResidentToRelay {
    public AnnounceKey {
      Shape.point(key, "key");
    }
  }

  /**
   * I am ready and want to wait my turn. Allowed once the socket is open; repeated after a reload
   * it changes nothing.
   */
  record JoinQueue(Channel channel, Language language, MediaState media)
      implements ResidentToRelay {
    public JoinQueue {
      Objects.requireNonNull(channel);
      Objects.requireNonNull(language);
      Objects.requireNonNull(media);
    }
  }

  /**
   * Answers the offer of the same epoch (RFC 9429). Without such an offer: ANSWER_WITHOUT_OFFER or
   * STALE_EPOCH. {@code sdp} is there if, and only if, the offer had one.
   */
  record Answer(int epoch, Optional<String> sdp, SignedAnnouncement announcement)
      implements ResidentToRelay {
    public Answer {
      Shape.epoch(epoch);
      sdp.ifPresent(text -> Shape.text(text, Shape.MAX_SDP_CHARS, "sdp"));
      Objects.requireNonNull(announcement);
    }

    @Override
    public String toString() {
      return "Answer[epoch=" + epoch + "]"; // the description holds addresses
    }
  }

  record TrickledCandidate(int epoch, Candidate candidate) implements ResidentToRelay {
    public TrickledCandidate {
      Shape.epoch(epoch);
      Objects.requireNonNull(candidate);
    }
  }

  record CandidatesDone(int epoch) implements ResidentToRelay {
    public CandidatesDone {
      Shape.epoch(epoch);
    }
  }

  /**
   * The connection of this epoch does not work any more (ICE failed); the staff client will offer
   * the next one.
   */
  record WantNewConnection(int epoch) implements ResidentToRelay {
    public WantNewConnection {
      Shape.epoch(epoch);
    }
  }

  record MediaStateChanged(MediaState media) implements ResidentToRelay {
    public MediaStateChanged {
      Objects.requireNonNull(media);
    }
  }

  /** A message to the staff member that the relay cannot read. */
  record Sealed(SealedData data) implements ResidentToRelay {
    public Sealed {
      Objects.requireNonNull(data);
    }
  }

  /** Frames are missing: send the same ones again from this counter on. */
  record SealedResend(int epoch, long from) implements ResidentToRelay {
    public SealedResend {
      Shape.epoch(epoch);
      Shape.positive(from, "from");
    }
  }

  /** I want to go on by video, by chat, or by telephone beside the page. */
  record SwitchChannel(Channel channel) implements ResidentToRelay {
    public SwitchChannel {
      Objects.requireNonNull(channel);
    }
  }

  /**
   * Every 5 seconds in a conversation: I am here, signed with {@code K_R} ({@code LifeSign}); the
   * relay passes it to the gate.
   */
  record Heartbeat(int epoch, long number, String signature) implements ResidentToRelay {
    public Heartbeat {
      Shape.epoch(epoch);
      Shape.positive(number, "number");
      Shape.signature(signature, "signature");
    }
  }

  /**
   * Yes, I want to show who I am; the wallet is on this device or on another one. Signed with
   * {@code K_R} ({@code DisclosureConsent}).
   */
  record StartDisclosure(DisclosureId disclosure, WalletDevice device, String signature)
      implements ResidentToRelay {
    public StartDisclosure {
      Objects.requireNonNull(disclosure);
      Objects.requireNonNull(device);
      Shape.signature(signature, "signature");
    }
  }

  /**
   * The four digits that the wallet shows; compared on the server, with a limited number of tries.
   */
  record PairingCode(DisclosureId disclosure, String code) implements ResidentToRelay {
    public PairingCode {
      Objects.requireNonNull(disclosure);
      if (code == null || !code.matches("[0-9]{4}")) {
        throw new IllegalArgumentException("a pairing code has four digits");
      }
    }

    @Override
    public String toString() {
      return "PairingCode[redacted]";
    }
  }

  /** No; the talk goes on without the case. */
  record DeclineDisclosure(DisclosureId disclosure, DeclineReason reason)
      implements ResidentToRelay {
    public DeclineDisclosure {
      Objects.requireNonNull(disclosure);
      Objects.requireNonNull(reason);
    }
  }

  /** I leave the waiting room or hang up. */
  record Leave(Manner manner) implements ResidentToRelay {
    public Leave {
      Objects.requireNonNull(manner);
    }

    public EndReason reason() {
      return switch (manner) {
        case OPENLY -> EndReason.RESIDENT_LEFT;
        case QUIETLY -> EndReason.RESIDENT_LEFT_QUIETLY;
      };
    }
  }

  enum Manner {
    OPENLY,
    /** My page looks as if the connection was lost: somebody may look over my shoulder. */
    QUIETLY
  }

  enum DeclineReason {
    NOT_NOW,
    NO_WALLET
  }
}
