package nl.digitalebalie.server.relay;

import java.util.Optional;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.protocol.wire.Decoded;
import nl.digitalebalie.protocol.wire.WireCodec;
import nl.digitalebalie.server.http.HttpCall;
import nl.digitalebalie.server.http.SignalSocket;
import nl.digitalebalie.server.http.SocketDesk;
import nl.digitalebalie.server.http.SocketEndpoint;
import nl.digitalebalie.server.relay.ResidentDesk.Resident;

/** {@code /relay/resident}: the ticket names the conversation, so no frame needs to. */
final class ResidentDesk implements SocketDesk<Resident>, SocketEndpoint<Resident> {
  private final Relay relay;
  private final WireCodec<ResidentToRelay> fromResident =
      WireCodec.of(ResidentToRelay.class, WireCodec.MAX_SIGNAL_CHARS);
  private final WireCodec<RelayToResident> toResident =
      WireCodec.of(RelayToResident.class, WireCodec.MAX_SIGNAL_CHARS);

  /** Who holds the ticket of a conversation. */
  record Resident(ConversationId conversation, Optional<Integer> liveEpoch) {}

  ResidentDesk(Relay relay) {
    this.relay = relay;
  }

  @Override
  public String path() {
    return "/relay/resident";
  }

  @Override
  public Audience audience() {
    return Audience.BROWSER;
  }

  @Override
  public Optional<Resident> authenticate(HttpCall upgrade) {
    return upgrade
        .protocolTicket()
        .flatMap(relay::byTicket)
        .map(conversation -> new Resident(conversation, liveEpoch(upgrade)));
  }

  /** A page whose media survived the loss of its socket says so, and is not connected anew. */
  private static Optional<Integer> liveEpoch(HttpCall upgrade) {
    return Optional.ofNullable(upgrade.query().get("epoch"))
        .filter(text -> text.matches("[0-9]{1,5}"))
        .map(Integer::valueOf);
  }

  @Override
  public String connectionKey(Resident resident) {
    return resident.conversation().value();
  }

  @Override
  public Weight weigh(String frame) {
    return SealedFrames.looksSealed(frame) ? Weight.BULK : Weight.SIGNAL;
  }

  @Override
  public SocketDesk<Resident> desk() {
    return this;
  }

  @Override
  public void connected(Resident resident, SignalSocket socket) {
    SocketId id = relay.opened(socket);
    ConversationEvent event = new ConversationEvent.ResidentConnected(id, resident.liveEpoch());
    if (relay.put(resident.conversation(), event) == Relay.Delivery.UNKNOWN) {
      socket.close(4401, "ticket no longer valid");
    }
  }

  @Override
  public void received(Resident resident, SignalSocket socket, String text) {
    switch (fromResident.decode(text)) {
      case Decoded.Message<ResidentToRelay>(ResidentToRelay message) ->
          relay
              .id(socket)
              .ifPresent(id ->
                  relay.offer(
                      resident.conversation(),
                      socket,
                      new ConversationEvent.ResidentSaid(id, message)));
      case Decoded.Malformed<ResidentToRelay>(var code, var about) ->
          socket.refuse(toResident.encode(new RelayToResident.Refused(code, about)));
    }
  }

  @Override
  public void disconnected(Resident resident, SignalSocket socket) {
    relay
        .closed(socket)
        .ifPresent(id ->
            relay.put(resident.conversation(), new ConversationEvent.ResidentDisconnected(id)));
  }
}
