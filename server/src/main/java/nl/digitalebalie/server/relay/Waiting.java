package nl.digitalebalie.server.relay;

import java.time.Instant;
import java.util.Optional;
import nl.digitalebalie.protocol.binding.PublicPoint;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.EndReason;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.Language;
import nl.digitalebalie.protocol.signal.MediaState;
import nl.digitalebalie.protocol.signal.Presence;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.signal.ResidentToRelay;

/**
 * The resident waits for their turn.
 *
 * @param key the page's conversation key as it was announced last
 * @param place what the waiting room said last, told again after a reload
 */
record Waiting(
    Facts facts,
    Link resident,
    PublicPoint key,
    Channel channel,
    Language language,
    MediaState media,
    Instant since,
    Optional<RelayToResident.Waiting> place)
    implements Conversation {

  @Override
  public Step on(ConversationEvent event, Instant now) {
    return switch (event) {
      case ConversationEvent.ResidentConnected connected -> connected(connected.socket(), now);
      case ConversationEvent.ResidentDisconnected gone ->
          resident.is(gone.socket())
              ? presence(Presence.AWAY).to(with(new Link.Down(now)))
              : unchanged();
      case ConversationEvent.ResidentSaid said ->
          resident.is(said.socket()) ? heard(said, now) : unchanged();
      case ConversationEvent.StaffSaid said ->
          new Steps()
              .refuse(facts, said.socket(), said.message(), ErrorCode.NOT_YOUR_CONVERSATION)
              .to(this);
      case ConversationEvent.Placed placed ->
          new Steps().tellResident(resident, placed.place()).to(with(Optional.of(placed.place())));
      case ConversationEvent.NotAdmitted not -> notAdmitted(not);
      case ConversationEvent.ClosingTime closing ->
          new Steps().endUntaken(facts, resident, EndReason.CLOSED_FOR_TODAY, now);
      case ConversationEvent.Taken taken -> InCall.begin(this, taken, now);
      case ConversationEvent.Woke woke ->
          resident.lost(facts.terms().placeKept(), now)
              ? left(EndReason.RESIDENT_LOST, now)
              : unchanged();
      case ConversationEvent.Faulted faulted -> left(EndReason.FAULT, now);
      case ConversationEvent.CounterSaid none -> unchanged();
      case ConversationEvent.PeerTooSlow none -> unchanged();
      case ConversationEvent.StaffConnected none -> unchanged();
      case ConversationEvent.StaffDisconnected none -> unchanged();
    };
  }

  RoomEvent.Entry entry() {
    return new RoomEvent.Entry(
        facts.id(),
        facts.municipality(),
        facts.topic(),
        channel,
        language,
        since,
        facts.terms().normSeconds(),
        facts.appointmentAt(),
        resident.presence());
  }

  private Step connected(SocketId socket, Instant now) {
    Steps steps = new Steps().greet(facts, resident, socket, RelayToResident.Stage.WAITING, now);
    place.ifPresent(last -> steps.tellResident(new Link.Up(socket), last));
    if (resident instanceof Link.Down) {
      steps.tellRoom(new RoomEvent.WaiterPresenceChanged(facts.id(), Presence.HERE));
    }
    return steps.to(with(new Link.Up(socket)));
  }

  private Step heard(ConversationEvent.ResidentSaid said, Instant now) {
    return switch (said.message()) {
      case ResidentToRelay.AnnounceKey announced ->
          PublicPoint.parse(announced.key())
              .map(point -> new Steps().to(with(point)))
              .orElseGet(() -> refused(said, ErrorCode.KEY_REFUSED));
      // docs/protocol.md: repeated after a reload it changes nothing, except what is sent.
      case ResidentToRelay.JoinQueue join -> new Steps().to(with(join.media()));
      case ResidentToRelay.MediaStateChanged changed -> new Steps().to(with(changed.media()));
      case ResidentToRelay.Leave leave -> left(leave.reason(), now);
      case ResidentToRelay.Answer answer -> refused(said, ErrorCode.ANSWER_WITHOUT_OFFER);
      case ResidentToRelay.TrickledCandidate candidate ->
          refused(said, ErrorCode.NOT_IN_THIS_STATE);
      case ResidentToRelay.CandidatesDone done -> refused(said, ErrorCode.NOT_IN_THIS_STATE);
      case ResidentToRelay.WantNewConnection want -> refused(said, ErrorCode.NOT_IN_THIS_STATE);
      case ResidentToRelay.Sealed sealed -> refused(said, ErrorCode.NOT_IN_THIS_STATE);
      case ResidentToRelay.SealedResend resend -> refused(said, ErrorCode.NOT_IN_THIS_STATE);
      case ResidentToRelay.SwitchChannel change -> refused(said, ErrorCode.NOT_IN_THIS_STATE);
      case ResidentToRelay.Heartbeat beat -> refused(said, ErrorCode.NOT_IN_THIS_STATE);
      case ResidentToRelay.StartDisclosure start -> refused(said, ErrorCode.NO_DISCLOSURE_ASKED);
      case ResidentToRelay.PairingCode code -> refused(said, ErrorCode.NO_DISCLOSURE_ASKED);
      case ResidentToRelay.DeclineDisclosure decline ->
          refused(said, ErrorCode.NO_DISCLOSURE_ASKED);
    };
  }

  private Step notAdmitted(ConversationEvent.NotAdmitted not) {
    Steps steps = new Steps();
    if (not.code() == ErrorCode.CLOSED) {
      steps.tellResident(
          resident,
          new RelayToResident.Waiting(
              RelayToResident.Availability.CLOSED,
              Optional.empty(),
              Optional.empty(),
              not.opensAt()));
    }
    return steps
        .tellResident(resident, new RelayToResident.Refused(not.code(), Optional.of("join-queue")))
        .to(new Arrived(facts, resident, Optional.of(key)));
  }

  private Step left(EndReason reason, Instant now) {
    return new Steps()
        .tellRoom(new RoomEvent.Left(facts.id()))
        .endUntaken(facts, resident, reason, now);
  }

  private Steps presence(Presence presence) {
    return new Steps().tellRoom(new RoomEvent.WaiterPresenceChanged(facts.id(), presence));
  }

  private Step refused(ConversationEvent.ResidentSaid said, ErrorCode code) {
    return new Steps().refuse(said.socket(), said.message(), code).to(this);
  }

  private Step unchanged() {
    return new Steps().to(this);
  }

  private Waiting with(Link link) {
    return new Waiting(facts, link, key, channel, language, media, since, place);
  }

  private Waiting with(PublicPoint announced) {
    return new Waiting(facts, resident, announced, channel, language, media, since, place);
  }

  private Waiting with(MediaState changed) {
    return new Waiting(facts, resident, key, channel, language, changed, since, place);
  }

  private Waiting with(Optional<RelayToResident.Waiting> told) {
    return new Waiting(facts, resident, key, channel, language, media, since, told);
  }

  @Override
  public Optional<Instant> wakeAt() {
    return resident.lostAt(facts.terms().placeKept());
  }
}
