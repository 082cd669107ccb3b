package nl.digitalebalie.desktop.connection;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import nl.digitalebalie.desktop.desk.Line;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.wire.WireCodec;
import nl.digitalebalie.transport.signal.Sending;
import nl.digitalebalie.transport.signal.SignalLimits;
import nl.digitalebalie.transport.signal.SignalListener;
import nl.digitalebalie.transport.signal.SignalRequest;
import nl.digitalebalie.transport.signal.SignalSocket;
import nl.digitalebalie.transport.signal.SignalState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sockets of the transport module. */
public final class TransportSignals implements SignalPort {
  private static final Logger LOG = LoggerFactory.getLogger(TransportSignals.class);
  private static final int UNAUTHORIZED = 401;
  private static final int TICKET_INVALID = 4401;
  private static final int REPLACED = 4409;

  private final RandomGenerator random;

  public TransportSignals(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public Link open(URI address, Sensitive<String> bearer, Listener listener) {
    SignalRequest request =
        new SignalRequest(address, Map.of("Authorization", "Bearer " + bearer.reveal()));
    SignalSocket socket =
        new SignalSocket(
            () -> request,
            new Ear(listener),
            SignalLimits.ofIncoming(WireCodec.MAX_CHARS),
            Optional.empty(),
            random,
            System::nanoTime);
    socket.open();
    return new Link() {
      @Override
      public void send(String text) {
        told(socket.send(text));
      }

      @Override
      public void sendSurely(String text) {
        told(socket.sendReserved(text));
      }

      private void told(Sending result) {
        switch (result) {
          case QUEUED -> {}
          case NOT_CONNECTED, QUEUE_FULL, TOO_LARGE ->
              LOG.info("MESSAGE_NOT_SENT {}", address.getPath());
        }
      }

      @Override
      public void close() {
        // Saying goodbye may take seconds, and nobody waits for it.
        Thread.ofVirtual().name("signal-close").start(socket::close);
      }
    };
  }

  private record Ear(Listener listener) implements SignalListener {
    @Override
    public void stateChanged(SignalState state) {
      switch (state) {
        case SignalState.Connecting _, SignalState.Connected _, SignalState.Closed _ -> {}
        case SignalState.Reconnecting _ -> listener.closed(Line.End.LOST);
        case SignalState.Refused(int status) ->
            listener.closed(status == UNAUTHORIZED ? Line.End.TICKET_INVALID : Line.End.BROKEN);
        case SignalState.Ended(int code) ->
            listener.closed(
                switch (code) {
                  case TICKET_INVALID -> Line.End.TICKET_INVALID;
                  case REPLACED -> Line.End.REPLACED;
                  default -> Line.End.BROKEN;
                });
      }
    }

    @Override
    public void received(String text) {
      listener.text(text);
    }
  }
}
