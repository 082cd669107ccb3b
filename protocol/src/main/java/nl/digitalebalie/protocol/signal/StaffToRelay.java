package nl.digitalebalie.protocol.signal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.InvitationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.TopicId;

/**
 * What the staff client may say on {@code /relay/staff}: the queue and the signalling. Never
 * identity, never cases.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @Type(name = "set-presence", value = StaffToRelay.SetPresence.class),
  @Type(name = "accept", value = StaffToRelay.Accept.class),
  @Type(name = "offer", value = StaffToRelay.Offer.class),
  @Type(name = "candidate", value = StaffToRelay.TrickledCandidate.class),
  @Type(name = "candidates-done", value = StaffToRelay.CandidatesDone.class),
  @Type(name = "sealed", value = StaffToRelay.Sealed.class),
  @Type(name = "sealed-resend", value = StaffToRelay.SealedResend.class),
  @Type(name = "switch-channel", value = StaffToRelay.SwitchChannel.class),
  @Type(name = "media-state", value = StaffToRelay.MediaStateChanged.class),
  @Type(name = "hang-up", value = StaffToRelay.HangUp.class),
  @Type(name = "create-invitation", value = StaffToRelay.CreateInvitation.class),
  @Type(name = "withdraw-invitation", value = StaffToRelay.WithdrawInvitation.class)
})
public sealed interface StaffToRelay {

  record SetPresence(StaffPresence presence) implements StaffToRelay {
    public SetPresence {
      Objects.requireNonNull(presence);
    }
  }

  /** I take this resident. One wins; the others get ALREADY_TAKEN. */
  record Accept(ConversationId conversation) implements StaffToRelay {
    public Accept {
      Objects.requireNonNull(conversation);
    }
  }

  /**
   * The staff client is always the offerer; each offer begins the next epoch, and epochs count up
   * by one from 1. {@code sdp} is there if, and only if, the channel is video; {@code ticket} is
   * that of {@code channel-bound}.
   */
  record Offer(
      ConversationId conversation,
      int epoch,
      Optional<String> sdp,
      String ticket,
      SignedAnnouncement announcement)
      implements StaffToRelay {
    public Offer {
      Objects.requireNonNull(conversation);
      Shape.epoch(epoch);
      sdp.ifPresent(text -> Shape.text(text, Shape.MAX_SDP_CHARS, "sdp"));
      Shape.text(ticket, Shape.MAX_TOKEN_CHARS, "ticket");
      Objects.requireNonNull(announcement);
    }

    @Override
    public String toString() {
      return "Offer[" + conversation + ", epoch=" + epoch + "]";
    }
  }

  record TrickledCandidate(ConversationId conversation, int epoch, Candidate candidate)
      implements StaffToRelay {
    public TrickledCandidate {
      Objects.requireNonNull(conversation);
      Shape.epoch(epoch);
      Objects.requireNonNull(candidate);
    }
  }

  record CandidatesDone(ConversationId conversation, int epoch) implements StaffToRelay {
    public CandidatesDone {
      Objects.requireNonNull(conversation);
      Shape.epoch(epoch);
    }
  }

  /** A message to the resident that the relay cannot read. */
  record Sealed(ConversationId conversation, SealedData data) implements StaffToRelay {
    public Sealed {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(data);
    }
  }

  /** Frames are missing: send the same ones again from this counter on. */
  record SealedResend(ConversationId conversation, int epoch, long from) implements StaffToRelay {
    public SealedResend {
      Objects.requireNonNull(conversation);
      Shape.epoch(epoch);
      Shape.positive(from, "from");
    }
  }

  /** Go on by video, by chat, or by telephone beside the page. */
  record SwitchChannel(ConversationId conversation, Channel channel) implements StaffToRelay {
    public SwitchChannel {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(channel);
    }
  }

  record MediaStateChanged(ConversationId conversation, MediaState media, Hold hold)
      implements StaffToRelay {
    public MediaStateChanged {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(media);
      Objects.requireNonNull(hold);
    }
  }

  record HangUp(ConversationId conversation) implements StaffToRelay {
    public HangUp {
      Objects.requireNonNull(conversation);
    }
  }

  /**
   * Makes a link for one conversation. {@code request} comes back with the answer; without {@code
   * startsAt} it is valid at once.
   */
  record CreateInvitation(
      int request, MunicipalityId municipality, TopicId topic, Optional<Instant> startsAt)
      implements StaffToRelay {
    public CreateInvitation {
      Shape.positive(request, "request");
      Objects.requireNonNull(municipality);
      Objects.requireNonNull(topic);
    }
  }

  record WithdrawInvitation(InvitationId invitation) implements StaffToRelay {
    public WithdrawInvitation {
      Objects.requireNonNull(invitation);
    }
  }
}
