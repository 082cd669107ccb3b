package nl.digitalebalie.server.relay;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import nl.digitalebalie.protocol.binding.PublicPoint;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.EndReason;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.Language;
import nl.digitalebalie.protocol.signal.MediaState;
import nl.digitalebalie.protocol.signal.Presence;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.protocol.signal.StaffCard;
import nl.digitalebalie.protocol.signal.StaffToRelay;
import nl.digitalebalie.server.staff.StaffPrincipal;

/**
 * Resident and staff member talk, or one of them is expected back.
 *
 * @param key the page's conversation key as it was announced last
 * @param announcement whether the page on this connection still has to announce its key
 * @param epoch the connection that was offered last; 0 before the first offer
 * @param staffMedia what the staff member sends; told again after the resident's reload
 * @param tempo how often the two have begun anew of late
 */
record InCall(
    Facts facts,
    Link resident,
    Link staffLink,
    StaffPrincipal staff,
    Channel channel,
    Language language,
    MediaState media,
    Optional<RelayToResident.MediaStateChanged> staffMedia,
    PublicPoint key,
    Announcement announcement,
    int epoch,
    Negotiation negotiation,
    Tempo tempo)
    implements Conversation {

  /**
   * How far the offer and answer of the current epoch are. A switch of the channel takes back an
   * offer that it crossed.
   */
  enum Negotiation {
    NO_OFFER,
    OFFERED,
    ANSWERED
  }

  /** A page that comes back without a live connection first says which key it holds. */
  enum Announcement {
    AWAITED,
    DONE
  }

  static Step begin(Waiting waiting, ConversationEvent.Taken taken, Instant now) {
    InCall call =
        new InCall(
            waiting.facts(),
            waiting.resident(),
            new Link.Up(taken.socket()),
            taken.staff(),
            waiting.channel(),
            waiting.language(),
            waiting.media(),
            Optional.empty(),
            waiting.key(),
            Announcement.DONE,
            0,
            Negotiation.NO_OFFER,
            Tempo.CALM);
    Steps steps =
        new Steps()
            .tellCounter(call.began(now))
            .tellStaff(call.staffLink, call.accepted())
            .tellResident(call.resident, call.acceptedForResident());
    if (call.resident instanceof Link.Down) {
      steps.tellCounter(new RelayEvent.ResidentPresenceChanged(call.facts.id(), Presence.AWAY));
    }
    return steps.to(call);
  }

  RelayEvent.Began began(Instant now) {
    return new RelayEvent.Began(
        facts.id(),
        facts.municipality(),
        facts.topic(),
        channel,
        language,
        key.base64url(),
        staff.id(),
        now);
  }

  @Override
  public Step on(ConversationEvent event, Instant now) {
    return switch (event) {
      case ConversationEvent.ResidentConnected connected -> residentConnected(connected, now);
      case ConversationEvent.ResidentDisconnected gone ->
          resident.is(gone.socket())
              ? residentPresence(Presence.AWAY).to(withResident(new Link.Down(now), announcement))
              : unchanged();
      case ConversationEvent.ResidentSaid said ->
          resident.is(said.socket()) ? residentSaid(said, now) : unchanged();
      case ConversationEvent.StaffConnected connected -> staffConnected(connected, now);
      case ConversationEvent.StaffDisconnected gone ->
          staffLink.is(gone.socket())
              ? staffPresence(Presence.AWAY).to(withStaff(new Link.Down(now)))
              : unchanged();
      case ConversationEvent.StaffSaid said -> staffSaid(said, now);
      case ConversationEvent.CounterSaid said ->
          new Steps().tellResident(resident, said.message()).to(this);
      case ConversationEvent.PeerTooSlow slow -> tooSlow(slow.slow());
      case ConversationEvent.Woke woke -> woke(now);
      case ConversationEvent.Faulted faulted -> end(EndReason.FAULT, now);
      // Said by the room before it gave the resident away.
      case ConversationEvent.Placed late -> unchanged();
      case ConversationEvent.NotAdmitted late -> unchanged();
      case ConversationEvent.ClosingTime late -> unchanged();
      case ConversationEvent.Taken taken ->
          throw new IllegalStateException("the room gave the same resident away twice");
    };
  }

  // Coming and going

  private Step residentConnected(ConversationEvent.ResidentConnected connected, Instant now) {
    Link link = new Link.Up(connected.socket());
    Steps steps =
        new Steps()
            .greet(facts, resident, connected.socket(), RelayToResident.Stage.IN_CALL, now)
            .tellResident(link, acceptedForResident());
    staffMedia.ifPresent(last -> steps.tellResident(link, last));
    if (staffLink instanceof Link.Down) {
      steps.tellResident(link, new RelayToResident.StaffPresenceChanged(Presence.AWAY));
    }
    if (resident instanceof Link.Down) {
      steps.tellStaff(
          staffLink, new RelayToStaff.ResidentPresenceChanged(facts.id(), Presence.HERE));
    }
    // Also when the old socket still seemed open: the page behind the new one knows no question.
    steps.tellCounter(new RelayEvent.ResidentPresenceChanged(facts.id(), Presence.HERE));
    if (connected.liveEpoch().isEmpty()) {
      // which key this page holds decides how the talk goes on; until then nothing is asked
      return steps.to(withResident(link, Announcement.AWAITED));
    }
    InCall next = withResident(link, Announcement.DONE);
    return epoch > 0 && !mediaGoesOn(connected)
        ? next.askForConnection(steps, now)
        : steps.to(next);
  }

  /** Only the signalling was away, so the connection between the two need not be made anew. */
  private boolean mediaGoesOn(ConversationEvent.ResidentConnected connected) {
    return negotiation == Negotiation.ANSWERED
        && connected.liveEpoch().filter(live -> live == epoch).isPresent();
  }

  private Step staffConnected(ConversationEvent.StaffConnected connected, Instant now) {
    Link link = new Link.Up(connected.socket());
    Steps steps =
        new Steps()
            .tellStaff(
                link,
                new RelayToStaff.Welcome(
                    connected.municipalities(), Optional.of(accepted()), connected.presence(), now))
            .tellRoom(new RoomEvent.Welcomed(staff.id(), connected.socket()));
    if (staffLink instanceof Link.Down) {
      steps
          .tellResident(resident, new RelayToResident.StaffPresenceChanged(Presence.HERE))
          .tellCounter(new RelayEvent.StaffPresenceChanged(facts.id(), Presence.HERE));
    }
    InCall back = withStaff(link);
    // what was wished for while nobody listened would be waited for in vain by both
    return tempo.isWished() ? back.askForConnection(steps, now) : steps.to(back);
  }

  private Steps residentPresence(Presence presence) {
    return new Steps()
        .tellStaff(staffLink, new RelayToStaff.ResidentPresenceChanged(facts.id(), presence))
        .tellCounter(new RelayEvent.ResidentPresenceChanged(facts.id(), presence));
  }

  private Steps staffPresence(Presence presence) {
    return new Steps()
        .tellResident(resident, new RelayToResident.StaffPresenceChanged(presence))
        .tellCounter(new RelayEvent.StaffPresenceChanged(facts.id(), presence));
  }

  private Step woke(Instant now) {
    if (resident.lost(facts.terms().residentGrace(), now)) {
      return end(EndReason.RESIDENT_LOST, now);
    }
    if (staffLink.lost(facts.terms().staffGrace(), now)) {
      return end(EndReason.STAFF_LOST, now);
    }
    return tempo.isDue(now) && staffLink instanceof Link.Up
        ? askForConnection(new Steps(), now)
        : unchanged();
  }

  private Step tooSlow(ConversationEvent.Side slow) {
    return switch (slow) {
      case RESIDENT ->
          new Steps()
              .tellStaff(
                  staffLink,
                  new RelayToStaff.Refused(
                      ErrorCode.PEER_TOO_SLOW, Optional.empty(), Optional.of(facts.id())))
              .to(this);
      case STAFF ->
          new Steps()
              .tellResident(
                  resident, new RelayToResident.Refused(ErrorCode.PEER_TOO_SLOW, Optional.empty()))
              .to(this);
    };
  }

  // The resident speaks

  private Step residentSaid(ConversationEvent.ResidentSaid said, Instant now) {
    return switch (said.message()) {
      case ResidentToRelay.AnnounceKey announced ->
          PublicPoint.parse(announced.key())
              .map(point -> announced(said, point, now))
              .orElseGet(() -> refused(said, ErrorCode.KEY_REFUSED));
      case ResidentToRelay.JoinQueue join -> mediaChanged(join.media());
      case ResidentToRelay.MediaStateChanged changed -> mediaChanged(changed.media());
      case ResidentToRelay.Answer answer -> answered(said, answer);
      case ResidentToRelay.TrickledCandidate trickled ->
          trickled.epoch() != epoch
              ? refused(said, ErrorCode.STALE_EPOCH)
              : !SdpPolicy.allows(trickled.candidate())
                  ? refused(said, ErrorCode.SDP_REFUSED)
                  : toStaff(
                      new RelayToStaff.TrickledCandidate(facts.id(), epoch, trickled.candidate()));
      case ResidentToRelay.CandidatesDone done ->
          done.epoch() != epoch
              ? refused(said, ErrorCode.STALE_EPOCH)
              : toStaff(new RelayToStaff.CandidatesDone(facts.id(), epoch));
      case ResidentToRelay.WantNewConnection want ->
          want.epoch() != epoch
              ? refused(said, ErrorCode.STALE_EPOCH)
              : askForConnection(new Steps(), now);
      case ResidentToRelay.Sealed sealed ->
          sealed.data().epoch() != epoch
              ? refused(said, ErrorCode.STALE_EPOCH)
              : toStaff(new RelayToStaff.Sealed(facts.id(), sealed.data()));
      case ResidentToRelay.SealedResend resend ->
          resend.epoch() != epoch
              ? refused(said, ErrorCode.STALE_EPOCH)
              : toStaff(new RelayToStaff.SealedResend(facts.id(), epoch, resend.from()));
      case ResidentToRelay.SwitchChannel change ->
          switchRefusal(change.channel(), ConversationEvent.Side.RESIDENT, now)
              .map(code -> refused(said, code))
              .orElseGet(() -> goesOnBy(change.channel(), ConversationEvent.Side.RESIDENT, now));
      case ResidentToRelay.Heartbeat beat -> toCounter(beat);
      case ResidentToRelay.StartDisclosure start -> toCounter(start);
      case ResidentToRelay.PairingCode code -> toCounter(code);
      case ResidentToRelay.DeclineDisclosure decline -> toCounter(decline);
      case ResidentToRelay.Leave leave -> end(leave.reason(), now);
    };
  }

  /**
   * A reload with the same key goes on under the same {@code b}; with another one the staff client
   * must bind the channel anew, and the counter part forgets what the key before was good for.
   */
  private Step announced(ConversationEvent.ResidentSaid said, PublicPoint point, Instant now) {
    InCall next = withKey(point);
    if (point.equals(key)) {
      return announcement == Announcement.AWAITED && epoch > 0
          ? next.askForConnection(new Steps(), now)
          : new Steps().to(next);
    }
    if (tempo.hasTooManyKeys()) {
      return refused(said, ErrorCode.TOO_MANY_BINDINGS);
    }
    // not later: until the staff client knows of it, it offers under keys that are over
    return new Steps()
        .tellCounter(new RelayEvent.KeyAnnounced(facts.id(), point.base64url()))
        .tellStaff(staffLink, next.wantNewConnection())
        .to(
            next.withTempo(
                staffLink instanceof Link.Up
                    ? tempo.otherKey().asked(now)
                    : tempo.otherKey().wished()));
  }

  /** At once, or when the last one is a while ago: any number of wishes is one wish. */
  private Step askForConnection(Steps steps, Instant now) {
    return tempo.mayAsk(now) && staffLink instanceof Link.Up
        ? steps.tellStaff(staffLink, wantNewConnection()).to(withTempo(tempo.asked(now)))
        : steps.to(withTempo(tempo.wished()));
  }

  private Step answered(ConversationEvent.ResidentSaid said, ResidentToRelay.Answer answer) {
    if (answer.epoch() > epoch) {
      return refused(said, ErrorCode.ANSWER_WITHOUT_OFFER);
    }
    if (answer.epoch() < epoch) {
      return refused(said, ErrorCode.STALE_EPOCH);
    }
    if (negotiation != Negotiation.OFFERED) {
      return refused(said, ErrorCode.NOT_IN_THIS_STATE);
    }
    if (!fits(answer.sdp())) {
      return refused(said, ErrorCode.SDP_REFUSED);
    }
    return new Steps()
        .tellStaff(
            staffLink,
            new RelayToStaff.Answer(facts.id(), epoch, answer.sdp(), answer.announcement()))
        .to(withEpoch(epoch, Negotiation.ANSWERED));
  }

  private Step mediaChanged(MediaState changed) {
    return new Steps()
        .tellStaff(staffLink, new RelayToStaff.MediaStateChanged(facts.id(), changed))
        .to(withMedia(changed));
  }

  private Step toStaff(RelayToStaff message) {
    return new Steps().tellStaff(staffLink, message).to(this);
  }

  private Step toCounter(ResidentToRelay message) {
    return new Steps().tellCounter(new RelayEvent.ResidentSaid(facts.id(), message)).to(this);
  }

  private Step refused(ConversationEvent.ResidentSaid said, ErrorCode code) {
    return new Steps().refuse(said.socket(), said.message(), code).to(this);
  }

  // The staff member speaks

  private Step staffSaid(ConversationEvent.StaffSaid said, Instant now) {
    if (!said.staff().equals(staff.id())) {
      return refused(said, ErrorCode.NOT_YOUR_CONVERSATION);
    }
    if (!staffLink.is(said.socket())) {
      return unchanged(); // a late frame of a replaced connection
    }
    return switch (said.message()) {
      case StaffToRelay.Offer offer -> offered(said, offer);
      case StaffToRelay.TrickledCandidate trickled ->
          trickled.epoch() != epoch
              ? refused(said, ErrorCode.STALE_EPOCH)
              : !SdpPolicy.allows(trickled.candidate())
                  ? refused(said, ErrorCode.SDP_REFUSED)
                  : toResident(new RelayToResident.TrickledCandidate(epoch, trickled.candidate()));
      case StaffToRelay.CandidatesDone done ->
          done.epoch() != epoch
              ? refused(said, ErrorCode.STALE_EPOCH)
              : toResident(new RelayToResident.CandidatesDone(epoch));
      case StaffToRelay.Sealed sealed ->
          sealed.data().epoch() != epoch
              ? refused(said, ErrorCode.STALE_EPOCH)
              : toResident(new RelayToResident.Sealed(sealed.data()));
      case StaffToRelay.SealedResend resend ->
          resend.epoch() != epoch
              ? refused(said, ErrorCode.STALE_EPOCH)
              : toResident(new RelayToResident.SealedResend(epoch, resend.from()));
      case StaffToRelay.SwitchChannel change ->
          switchRefusal(change.channel(), ConversationEvent.Side.STAFF, now)
              .map(code -> refused(said, code))
              .orElseGet(() -> goesOnBy(change.channel(), ConversationEvent.Side.STAFF, now));
      case StaffToRelay.MediaStateChanged changed -> staffMediaChanged(changed);
      case StaffToRelay.HangUp hangUp -> end(EndReason.STAFF_HUNG_UP, now);
      case StaffToRelay.SetPresence presence -> notMine();
      case StaffToRelay.Accept accept -> notMine();
      case StaffToRelay.CreateInvitation create -> notMine();
      case StaffToRelay.WithdrawInvitation withdraw -> notMine();
    };
  }

  private static Step notMine() {
    throw new IllegalStateException("a message about the waiting room reached a conversation");
  }

  private Step offered(ConversationEvent.StaffSaid said, StaffToRelay.Offer offer) {
    if (offer.epoch() != epoch + 1) {
      return refused(said, ErrorCode.STALE_EPOCH);
    }
    if (crossedSwitch(offer.sdp())) {
      return refused(said, ErrorCode.NOT_IN_THIS_STATE);
    }
    if (!fits(offer.sdp())) {
      return refused(said, ErrorCode.SDP_REFUSED);
    }
    return new Steps()
        .tellCounter(new RelayEvent.EpochBegan(facts.id(), offer.epoch()))
        .tellResident(
            resident,
            new RelayToResident.Offer(
                offer.epoch(), offer.sdp(), offer.ticket(), offer.announcement()))
        .to(withEpoch(offer.epoch(), Negotiation.OFFERED).withTempo(tempo.served()));
  }

  private Step staffMediaChanged(StaffToRelay.MediaStateChanged changed) {
    RelayToResident.MediaStateChanged told =
        new RelayToResident.MediaStateChanged(changed.media(), changed.hold());
    return new Steps().tellResident(resident, told).to(withStaffMedia(told));
  }

  private Step toResident(RelayToResident message) {
    return new Steps().tellResident(resident, message).to(this);
  }

  private Step refused(ConversationEvent.StaffSaid said, ErrorCode code) {
    return new Steps().refuse(facts, said.socket(), said.message(), code).to(this);
  }

  // The channel

  private Optional<ErrorCode> switchRefusal(
      Channel wanted, ConversationEvent.Side side, Instant now) {
    if (!facts.terms().channels().contains(wanted)) {
      return Optional.of(ErrorCode.CHANNEL_NOT_OFFERED);
    }
    return wanted == channel || tempo.maySwitch(side, now)
        ? Optional.empty()
        : Optional.of(ErrorCode.NOT_AVAILABLE); // not now: two seconds later it is
  }

  /** Who asks for the channel that is on already has crossed the other's wish for it. */
  private Step goesOnBy(Channel next, ConversationEvent.Side side, Instant now) {
    return next == channel
        ? unchanged()
        : new Steps()
            .tellCounter(new RelayEvent.ChannelChanged(facts.id(), next))
            .tellResident(resident, new RelayToResident.ChannelChanged(next))
            .tellStaff(staffLink, new RelayToStaff.ChannelChanged(facts.id(), next, epoch + 1))
            .to(withChannel(next).withTempo(tempo.switched(side, now)));
  }

  /** Made for the channel of before the switch; the staff client hears of that and offers anew. */
  private boolean crossedSwitch(Optional<String> sdp) {
    return tempo.hasSwitched()
        && negotiation == Negotiation.NO_OFFER
        && sdp.isPresent() != (channel == Channel.VIDEO);
  }

  /** Video has a description; chat and telephone have none, and no media either. */
  private boolean fits(Optional<String> sdp) {
    return switch (channel) {
      case VIDEO -> sdp.filter(SdpPolicy::allows).isPresent();
      case CHAT, PHONE -> sdp.isEmpty();
    };
  }

  // Messages and states

  private Step end(EndReason reason, Instant now) {
    Steps steps =
        new Steps()
            .tellCounter(new RelayEvent.Ended(facts.id(), reason))
            .add(new ConversationEffect.OpenFeedback(channel))
            .tellStaff(staffLink, new RelayToStaff.Ended(facts.id(), reason))
            .tellRoom(new RoomEvent.CallEnded(facts.id()));
    return steps.sayGoodbye(resident, new Over(facts, reason, Over.Taker.STAFF, now));
  }

  private RelayToStaff.Accepted accepted() {
    return new RelayToStaff.Accepted(
        facts.id(),
        facts.municipality(),
        facts.topic(),
        channel,
        facts.terms().channels(),
        language,
        media,
        resident.presence(),
        key.base64url(),
        epoch + 1,
        facts.terms().iceServers());
  }

  private RelayToResident.Accepted acceptedForResident() {
    return new RelayToResident.Accepted(
        new StaffCard(staff.displayName(), staff.role(), facts.terms().municipalityName()),
        channel,
        facts.terms().iceServers());
  }

  private RelayToStaff.WantNewConnection wantNewConnection() {
    return new RelayToStaff.WantNewConnection(facts.id(), epoch + 1, key.base64url());
  }

  private Step unchanged() {
    return new Steps().to(this);
  }

  private InCall withResident(Link link, Announcement expected) {
    return new InCall(
        facts,
        link,
        staffLink,
        staff,
        channel,
        language,
        media,
        staffMedia,
        key,
        expected,
        epoch,
        negotiation,
        tempo);
  }

  private InCall withKey(PublicPoint point) {
    return new InCall(
        facts,
        resident,
        staffLink,
        staff,
        channel,
        language,
        media,
        staffMedia,
        point,
        Announcement.DONE,
        epoch,
        negotiation,
        tempo);
  }

  /** What crossed on the old channel is not answered any more. */
  private InCall withChannel(Channel next) {
    return new InCall(
        facts,
        resident,
        staffLink,
        staff,
        next,
        language,
        media,
        staffMedia,
        key,
        announcement,
        epoch,
        Negotiation.NO_OFFER,
        tempo);
  }

  private InCall withStaff(Link link) {
    return new InCall(
        facts,
        resident,
        link,
        staff,
        channel,
        language,
        media,
        staffMedia,
        key,
        announcement,
        epoch,
        negotiation,
        tempo);
  }

  private InCall withMedia(MediaState changed) {
    return new InCall(
        facts,
        resident,
        staffLink,
        staff,
        channel,
        language,
        changed,
        staffMedia,
        key,
        announcement,
        epoch,
        negotiation,
        tempo);
  }

  private InCall withStaffMedia(RelayToResident.MediaStateChanged told) {
    return new InCall(
        facts,
        resident,
        staffLink,
        staff,
        channel,
        language,
        media,
        Optional.of(told),
        key,
        announcement,
        epoch,
        negotiation,
        tempo);
  }

  private InCall withEpoch(int offered, Negotiation reached) {
    return new InCall(
        facts,
        resident,
        staffLink,
        staff,
        channel,
        language,
        media,
        staffMedia,
        key,
        announcement,
        offered,
        reached,
        tempo);
  }

  private InCall withTempo(Tempo next) {
    return new InCall(
        facts,
        resident,
        staffLink,
        staff,
        channel,
        language,
        media,
        staffMedia,
        key,
        announcement,
        epoch,
        negotiation,
        next);
  }

  @Override
  public Optional<Instant> wakeAt() {
    return Stream.concat(
            staffLink instanceof Link.Up ? tempo.due() : Stream.<Instant>empty(),
            Stream.of(
                    resident.lostAt(facts.terms().residentGrace()),
                    staffLink.lostAt(facts.terms().staffGrace()))
                .flatMap(Optional::stream))
        .min(Instant::compareTo);
  }
}
