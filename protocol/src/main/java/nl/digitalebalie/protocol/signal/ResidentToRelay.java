package nl.digitalebalie.protocol.signal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;
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
  @Type(name = "media-state", value = ResidentToRelay.MediaStateChanged.class),
  @Type(name = "start-disclosure", value = ResidentToRelay.StartDisclosure.class),
  @Type(name = "pairing-code", value = ResidentToRelay.PairingCode.class),
  @Type(name = "decline-disclosure", value = ResidentToRelay.DeclineDisclosure.class),
  @Type(name = "leave", value = ResidentToRelay.Leave.class)
})
public sealed interface ResidentToRelay {

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
   * STALE_EPOCH.
   */
  record Answer(int epoch, String sdp) implements ResidentToRelay {
    public Answer {
      Shape.epoch(epoch);
      Shape.text(sdp, Shape.MAX_SDP_CHARS, "sdp");
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

  /** Yes, I want to show who I am; the wallet is on this device or on another one. */
  record StartDisclosure(DisclosureId disclosure, WalletDevice device) implements ResidentToRelay {
    public StartDisclosure {
      Objects.requireNonNull(disclosure);
      Objects.requireNonNull(device);
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
  record Leave() implements ResidentToRelay {}

  enum DeclineReason {
    NOT_NOW,
    NO_WALLET
  }
}
