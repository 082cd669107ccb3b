package nl.digitalebalie.server.relay;

import java.util.Optional;
import java.util.function.Function;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.signal.StaffToRelay;
import nl.digitalebalie.protocol.wire.Decoded;
import nl.digitalebalie.protocol.wire.WireCodec;
import nl.digitalebalie.server.http.HttpCall;
import nl.digitalebalie.server.http.SignalSocket;
import nl.digitalebalie.server.http.SocketDesk;
import nl.digitalebalie.server.http.SocketEndpoint;
import nl.digitalebalie.server.staff.StaffPrincipal;

/** {@code /relay/staff}: sorts what staff say to the waiting room, a conversation or the links. */
final class StaffDesk implements SocketDesk<StaffPrincipal>, SocketEndpoint<StaffPrincipal> {
  private final Relay relay;
  private final Function<HttpCall, Optional<StaffPrincipal>> tickets;
  private final WireCodec<StaffToRelay> fromStaff =
      WireCodec.of(StaffToRelay.class, WireCodec.MAX_SIGNAL_CHARS);
  private final WireCodec<RelayToStaff> toStaff =
      WireCodec.of(RelayToStaff.class, WireCodec.MAX_SIGNAL_CHARS);

  StaffDesk(Relay relay, Function<HttpCall, Optional<StaffPrincipal>> tickets) {
    this.relay = relay;
    this.tickets = tickets;
  }

  @Override
  public String path() {
    return "/relay/staff";
  }

  @Override
  public Audience audience() {
    return Audience.PROGRAM;
  }

  @Override
  public Optional<StaffPrincipal> authenticate(HttpCall upgrade) {
    return tickets.apply(upgrade);
  }

  @Override
  public String connectionKey(StaffPrincipal staff) {
    return staff.id().value();
  }

  @Override
  public Weight weigh(String frame) {
    return SealedFrames.looksSealed(frame) ? Weight.BULK : Weight.SIGNAL;
  }

  @Override
  public SocketDesk<StaffPrincipal> desk() {
    return this;
  }

  @Override
  public void connected(StaffPrincipal staff, SignalSocket socket) {
    relay.putToRoom(new RoomEvent.StaffConnected(staff, relay.opened(socket)));
  }

  @Override
  public void disconnected(StaffPrincipal staff, SignalSocket socket) {
    relay
        .closed(socket)
        .ifPresent(id -> relay.putToRoom(new RoomEvent.StaffDisconnected(staff.id(), id)));
  }

  @Override
  public void received(StaffPrincipal staff, SignalSocket socket, String text) {
    Optional<SocketId> id = relay.id(socket);
    if (id.isEmpty()) {
      return; // closed in between
    }
    switch (fromStaff.decode(text)) {
      case Decoded.Message<StaffToRelay>(StaffToRelay message) ->
          heard(staff, socket, id.get(), message);
      case Decoded.Malformed<StaffToRelay>(var code, var about) ->
          socket.refuse(toStaff.encode(new RelayToStaff.Refused(code, about, Optional.empty())));
    }
  }

  private void heard(StaffPrincipal staff, SignalSocket socket, SocketId id, StaffToRelay message) {
    switch (message) {
      case StaffToRelay.SetPresence(var presence) ->
          relay.offerToRoom(socket, new RoomEvent.PresenceSet(staff.id(), id, presence));
      case StaffToRelay.Accept(ConversationId conversation) ->
          relay.offerToRoom(socket, new RoomEvent.AcceptWanted(staff.id(), id, conversation));
      case StaffToRelay.Offer offer ->
          toConversation(staff, socket, id, offer.conversation(), offer);
      case StaffToRelay.TrickledCandidate candidate ->
          toConversation(staff, socket, id, candidate.conversation(), candidate);
      case StaffToRelay.CandidatesDone done ->
          toConversation(staff, socket, id, done.conversation(), done);
      case StaffToRelay.Sealed sealed ->
          toConversation(staff, socket, id, sealed.conversation(), sealed);
      case StaffToRelay.SealedResend resend ->
          toConversation(staff, socket, id, resend.conversation(), resend);
      case StaffToRelay.SwitchChannel change ->
          toConversation(staff, socket, id, change.conversation(), change);
      case StaffToRelay.MediaStateChanged changed ->
          toConversation(staff, socket, id, changed.conversation(), changed);
      case StaffToRelay.HangUp hangUp ->
          toConversation(staff, socket, id, hangUp.conversation(), hangUp);
      case StaffToRelay.CreateInvitation create ->
          relay.invitations().create(staff, create).forEach(answer -> relay.send(id, answer));
      case StaffToRelay.WithdrawInvitation withdraw ->
          relay.send(id, relay.invitations().withdraw(staff, withdraw));
    }
  }

  private void toConversation(
      StaffPrincipal staff,
      SignalSocket socket,
      SocketId id,
      ConversationId conversation,
      StaffToRelay message) {
    ConversationEvent event = new ConversationEvent.StaffSaid(staff.id(), id, message);
    if (relay.offer(conversation, socket, event) == Relay.Delivery.UNKNOWN) {
      relay.send(
          id,
          new RelayToStaff.Refused(
              ErrorCode.UNKNOWN_CONVERSATION, WireName.of(message), Optional.of(conversation)));
    }
  }
}
