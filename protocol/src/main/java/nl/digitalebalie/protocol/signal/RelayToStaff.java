package nl.digitalebalie.protocol.signal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.InvitationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.TopicId;

/** What the server says to the staff client on {@code /relay/staff}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @Type(name = "welcome", value = RelayToStaff.Welcome.class),
  @Type(name = "queue", value = RelayToStaff.Queue.class),
  @Type(name = "accepted", value = RelayToStaff.Accepted.class),
  @Type(name = "answer", value = RelayToStaff.Answer.class),
  @Type(name = "candidate", value = RelayToStaff.TrickledCandidate.class),
  @Type(name = "candidates-done", value = RelayToStaff.CandidatesDone.class),
  @Type(name = "want-new-connection", value = RelayToStaff.WantNewConnection.class),
  @Type(name = "sealed", value = RelayToStaff.Sealed.class),
  @Type(name = "sealed-resend", value = RelayToStaff.SealedResend.class),
  @Type(name = "channel-changed", value = RelayToStaff.ChannelChanged.class),
  @Type(name = "media-state", value = RelayToStaff.MediaStateChanged.class),
  @Type(name = "resident-presence", value = RelayToStaff.ResidentPresenceChanged.class),
  @Type(name = "ended", value = RelayToStaff.Ended.class),
  @Type(name = "invitation-created", value = RelayToStaff.InvitationCreated.class),
  @Type(name = "invitations", value = RelayToStaff.Invitations.class),
  @Type(name = "refused", value = RelayToStaff.Refused.class)
})
public sealed interface RelayToStaff {

  /**
   * First message on every connection; {@code current} is the conversation that goes on after a
   * reconnect.
   */
  record Welcome(
      List<MunicipalityCard> municipalities,
      Optional<Accepted> current,
      StaffPresence presence,
      Instant serverTime)
      implements RelayToStaff {
    public Welcome {
      municipalities = List.copyOf(municipalities);
      Objects.requireNonNull(presence);
      Objects.requireNonNull(serverTime);
    }
  }

  /**
   * Everybody who waits, fairest first; a whole picture each time, so that a lost message cannot
   * leave a ghost.
   */
  record Queue(List<Entry> entries) implements RelayToStaff {
    public Queue {
      entries = List.copyOf(entries);
    }

    /** {@code normSeconds}: after this wait the topic's norm is passed. */
    public record Entry(
        ConversationId conversation,
        MunicipalityId municipality,
        TopicId topic,
        Channel channel,
        Language language,
        Instant waitingSince,
        int normSeconds,
        Presence presence,
        Optional<Instant> appointmentAt) {
      public Entry {
        Objects.requireNonNull(conversation);
        Objects.requireNonNull(municipality);
        Objects.requireNonNull(topic);
        Objects.requireNonNull(channel);
        Objects.requireNonNull(language);
        Objects.requireNonNull(waitingSince);
        Shape.positive(normSeconds, "normSeconds");
        Objects.requireNonNull(presence);
      }
    }
  }

  /**
   * The resident is yours: bind the channel at the counter part, then send an offer of {@code
   * nextEpoch}. {@code residentKey} is {@code K_R} as the relay heard it.
   *
   * @param channels those of the topic, between which the two may switch
   */
  record Accepted(
      ConversationId conversation,
      MunicipalityId municipality,
      TopicId topic,
      Channel channel,
      List<Channel> channels,
      Language language,
      MediaState residentMedia,
      Presence residentPresence,
      String residentKey,
      int nextEpoch,
      List<IceServer> iceServers)
      implements RelayToStaff {
    public Accepted {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(municipality);
      Objects.requireNonNull(topic);
      Objects.requireNonNull(channel);
      channels = List.copyOf(channels);
      Objects.requireNonNull(language);
      Objects.requireNonNull(residentMedia);
      Objects.requireNonNull(residentPresence);
      Shape.point(residentKey, "residentKey");
      Shape.epoch(nextEpoch);
      iceServers = List.copyOf(iceServers);
    }
  }

  record Answer(
      ConversationId conversation, int epoch, Optional<String> sdp, SignedAnnouncement announcement)
      implements RelayToStaff {
    public Answer {
      Objects.requireNonNull(conversation);
      Shape.epoch(epoch);
      sdp.ifPresent(text -> Shape.text(text, Shape.MAX_SDP_CHARS, "sdp"));
      Objects.requireNonNull(announcement);
    }

    @Override
    public String toString() {
      return "Answer[" + conversation + ", epoch=" + epoch + "]";
    }
  }

  record TrickledCandidate(ConversationId conversation, int epoch, Candidate candidate)
      implements RelayToStaff {
    public TrickledCandidate {
      Objects.requireNonNull(conversation);
      Shape.epoch(epoch);
      Objects.requireNonNull(candidate);
    }
  }

  record CandidatesDone(ConversationId conversation, int epoch) implements RelayToStaff {
    public CandidatesDone {
      Objects.requireNonNull(conversation);
      Shape.epoch(epoch);
    }
  }

  /**
   * The resident came back (reload, other network): offer {@code nextEpoch}. With another {@code
   * residentKey} than before, the channel must be bound anew first.
   */
  record WantNewConnection(ConversationId conversation, int nextEpoch, String residentKey)
      implements RelayToStaff {
    public WantNewConnection {
      Objects.requireNonNull(conversation);
      Shape.epoch(nextEpoch);
      Shape.point(residentKey, "residentKey");
    }
  }

  /** A message from the resident that the relay could not read. */
  record Sealed(ConversationId conversation, SealedData data) implements RelayToStaff {
    public Sealed {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(data);
    }
  }

  /** Frames are missing at the resident's: send the same ones again from this counter on. */
  record SealedResend(ConversationId conversation, int epoch, long from) implements RelayToStaff {
    public SealedResend {
      Objects.requireNonNull(conversation);
      Shape.epoch(epoch);
      Shape.positive(from, "from");
    }
  }

  /** The conversation goes on this way: offer {@code nextEpoch}, with a description for video. */
  record ChannelChanged(ConversationId conversation, Channel channel, int nextEpoch)
      implements RelayToStaff {
    public ChannelChanged {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(channel);
      Shape.epoch(nextEpoch);
    }
  }

  record MediaStateChanged(ConversationId conversation, MediaState media) implements RelayToStaff {
    public MediaStateChanged {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(media);
    }
  }

  record ResidentPresenceChanged(ConversationId conversation, Presence presence)
      implements RelayToStaff {
    public ResidentPresenceChanged {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(presence);
    }
  }

  record Ended(ConversationId conversation, EndReason reason) implements RelayToStaff {
    public Ended {
      Objects.requireNonNull(conversation);
      Objects.requireNonNull(reason);
    }
  }

  /**
   * The link carries the token in its fragment (RFC 3986 3.5), so no server log ever sees it. Shown
   * once.
   */
  record InvitationCreated(int request, Invitation invitation, String link, String calendar)
      implements RelayToStaff {
    public InvitationCreated {
      Objects.requireNonNull(invitation);
      Shape.text(link, 2_000, "link");
      Shape.text(calendar, Shape.MAX_LONG_TEXT_CHARS, "calendar");
    }

    @Override
    public String toString() {
      return "InvitationCreated[" + invitation + "]"; // the link is a secret
    }
  }

  /** The open invitations of the signed-in staff member. */
  record Invitations(List<Invitation> invitations) implements RelayToStaff {
    public Invitations {
      invitations = List.copyOf(invitations);
    }
  }

  record Refused(ErrorCode code, Optional<String> about, Optional<ConversationId> conversation)
      implements RelayToStaff {
    public Refused {
      Objects.requireNonNull(code);
    }
  }

  record Invitation(
      InvitationId id,
      MunicipalityId municipality,
      TopicId topic,
      Optional<Instant> startsAt,
      Instant expiresAt) {
    public Invitation {
      Objects.requireNonNull(id);
      Objects.requireNonNull(municipality);
      Objects.requireNonNull(topic);
      Objects.requireNonNull(expiresAt);
    }
  }

  /** A municipality that this staff member serves, with its topics. */
  record MunicipalityCard(MunicipalityId id, String name, List<TopicCard> topics) {
    public MunicipalityCard {
      Objects.requireNonNull(id);
      Shape.text(name, Shape.MAX_TEXT_CHARS, "name");
      topics = List.copyOf(topics);
    }
  }

  record TopicCard(
      TopicId id, LocalText title, Optional<nl.digitalebalie.protocol.id.PurposeId> usualPurpose) {
    public TopicCard {
      Objects.requireNonNull(id);
      Objects.requireNonNull(title);
    }
  }
}
