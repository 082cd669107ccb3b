package nl.digitalebalie.server.relay;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import nl.digitalebalie.protocol.binding.PublicPoint;
import nl.digitalebalie.protocol.signal.EndReason;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.signal.ResidentToRelay;

/**
 * The link is redeemed; the resident checks camera and sound and does not wait yet.
 *
 * @param key the page's conversation key, once announced
 */
record Arrived(Facts facts, Link resident, Optional<PublicPoint> key) implements Conversation {
  /** Long enough to find the glasses and ask a neighbour; short enough to leave no litter. */
  static final Duration PATIENCE = Duration.ofMinutes(30);

  @Override
  public Step on(ConversationEvent event, Instant now) {
    return switch (event) {
      case ConversationEvent.ResidentConnected connected ->
          new Steps()
              .greet(facts, resident, connected.socket(), RelayToResident.Stage.ARRIVED, now)
              .to(new Arrived(facts, new Link.Up(connected.socket()), key));
      case ConversationEvent.ResidentDisconnected gone ->
          resident.is(gone.socket())
              ? new Steps().to(new Arrived(facts, new Link.Down(now), key))
              : unchanged();
      case ConversationEvent.ResidentSaid said ->
          resident.is(said.socket()) ? heard(said, now) : unchanged();
      case ConversationEvent.StaffSaid said ->
          new Steps()
              .refuse(facts, said.socket(), said.message(), ErrorCode.NOT_YOUR_CONVERSATION)
              .to(this);
      case ConversationEvent.Woke woke ->
          resident.lost(PATIENCE, now)
              ? new Steps().endUntaken(facts, resident, EndReason.RESIDENT_LOST, now)
              : unchanged();
      case ConversationEvent.Faulted faulted ->
          new Steps().endUntaken(facts, resident, EndReason.FAULT, now);
      // What the room or the counter says here was said before the resident left the queue.
      case ConversationEvent.Placed late -> unchanged();
      case ConversationEvent.NotAdmitted late -> unchanged();
      case ConversationEvent.ClosingTime late -> unchanged();
      case ConversationEvent.CounterSaid late -> unchanged();
      case ConversationEvent.PeerTooSlow late -> unchanged();
      case ConversationEvent.StaffConnected late -> unchanged();
      case ConversationEvent.StaffDisconnected late -> unchanged();
      case ConversationEvent.Taken taken ->
          throw new IllegalStateException("the room gave away somebody who does not wait");
    };
  }

  private Step heard(ConversationEvent.ResidentSaid said, Instant now) {
    return switch (said.message()) {
      case ResidentToRelay.AnnounceKey announced ->
          PublicPoint.parse(announced.key())
              .map(point -> new Steps().to(new Arrived(facts, resident, Optional.of(point))))
              .orElseGet(() -> refused(said, ErrorCode.KEY_REFUSED));
      case ResidentToRelay.JoinQueue join -> join(said, join, now);
      case ResidentToRelay.Leave leave ->
          new Steps().endUntaken(facts, resident, leave.reason(), now);
      case ResidentToRelay.Answer answer -> refused(said, ErrorCode.ANSWER_WITHOUT_OFFER);
      case ResidentToRelay.TrickledCandidate candidate ->
          refused(said, ErrorCode.NOT_IN_THIS_STATE);
      case ResidentToRelay.CandidatesDone done -> refused(said, ErrorCode.NOT_IN_THIS_STATE);
      case ResidentToRelay.WantNewConnection want -> refused(said, ErrorCode.NOT_IN_THIS_STATE);
      case ResidentToRelay.MediaStateChanged media -> refused(said, ErrorCode.NOT_IN_THIS_STATE);
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

  private Step join(
      ConversationEvent.ResidentSaid said, ResidentToRelay.JoinQueue join, Instant now) {
    if (key.isEmpty()) {
      return refused(said, ErrorCode.NOT_IN_THIS_STATE);
    }
    if (!facts.terms().channels().contains(join.channel())) {
      return refused(said, ErrorCode.CHANNEL_NOT_OFFERED);
    }
    Waiting waiting =
        new Waiting(
            facts,
            resident,
            key.get(),
            join.channel(),
            join.language(),
            join.media(),
            now,
            Optional.empty());
    return new Steps().tellRoom(new RoomEvent.Entered(waiting.entry())).to(waiting);
  }

  private Step refused(ConversationEvent.ResidentSaid said, ErrorCode code) {
    return new Steps().refuse(said.socket(), said.message(), code).to(this);
  }

  private Step unchanged() {
    return new Steps().to(this);
  }

  @Override
  public Optional<Instant> wakeAt() {
    return resident.lostAt(PATIENCE);
  }
}
