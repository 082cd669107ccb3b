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
   * by one from 1.
   */
  record Offer(ConversationId conversation, int epoch, String sdp) implements StaffToRelay {
    public Offer {
      Objects.requireNonNull(conversation);
      Shape.epoch(epoch);
      Shape.text(sdp, Shape.MAX_SDP_CHARS, "sdp");
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
