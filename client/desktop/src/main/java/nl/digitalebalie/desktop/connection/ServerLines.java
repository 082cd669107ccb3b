package nl.digitalebalie.desktop.connection;

import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.desk.Line;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToRelay;
import nl.digitalebalie.protocol.wire.Decoded;
import nl.digitalebalie.protocol.wire.WireCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two sockets with their codecs. Frames are decoded on the socket's thread and handed to the
 * desk's thread; what an older socket of the same line still says is not heard any more.
 *
 * <p>Belongs to the desk's thread.
 */
public final class ServerLines {
  private static final Logger LOG = LoggerFactory.getLogger(ServerLines.class);

  /** A server that breaks the protocol this often on one socket is not ours; start afresh. */
  private static final int MAX_MALFORMED = 10;

  private final WireCodec<RelayToStaff> fromRelay =
      WireCodec.of(RelayToStaff.class, WireCodec.MAX_CHARS);
  private final WireCodec<CounterToStaff> fromCounter =
      WireCodec.of(CounterToStaff.class, WireCodec.MAX_CHARS);
  private final WireCodec<StaffToRelay> toRelay =
      WireCodec.of(StaffToRelay.class, WireCodec.MAX_SIGNAL_CHARS);
  private final WireCodec<StaffToCounter> toCounter =
      WireCodec.of(StaffToCounter.class, WireCodec.MAX_SIGNAL_CHARS);

  private final SignalPort port;
  private final URI relay;
  private final URI counter;
  private final Executor deskThread;
  private final Consumer<DeskEvent> desk;
  private final Map<Line.Which, Open> open = new EnumMap<>(Line.Which.class);

  /**
   * @param relay base of {@code /relay/staff}
   * @param counter base of {@code /counter/staff}; often the same
   */
  public ServerLines(
      SignalPort port, URI relay, URI counter, Executor deskThread, Consumer<DeskEvent> desk) {
    this.port = port;
    this.relay = relay;
    this.counter = counter;
    this.deskThread = deskThread;
    this.desk = desk;
  }

  public void open(Line.Which which, Sensitive<String> ticket) {
    close(which);
    Ear ear = new Ear(which);
    open.put(which, new Open(ear, port.open(address(which), ticket, ear)));
  }

  public void close(Line.Which which) {
    Open old = open.remove(which);
    if (old != null) {
      old.link().close();
    }
  }

  public void send(StaffToRelay message) {
    link(Line.Which.RELAY)
        .ifPresent(link -> {
          String frame = toRelay.encode(message);
          if (message instanceof StaffToRelay.HangUp) {
            link.sendSurely(frame);
          } else {
            link.send(frame);
          }
        });
  }

  public void send(StaffToCounter message) {
    link(Line.Which.COUNTER)
        .ifPresent(link -> {
          String frame = toCounter.encode(message);
          if (message instanceof StaffToCounter.LockPanel) {
            link.sendSurely(frame);
          } else {
            link.send(frame);
          }
        });
  }

  private Optional<SignalPort.Link> link(Line.Which which) {
    return Optional.ofNullable(open.get(which)).map(Open::link);
  }

  private URI address(Line.Which which) {
    return switch (which) {
      case RELAY -> socket(relay, "/relay/staff");
      case COUNTER -> socket(counter, "/counter/staff");
    };
  }

  private static URI socket(URI base, String path) {
    String scheme = "https".equals(base.getScheme()) ? "wss" : "ws";
    return URI.create(scheme + "://" + base.getRawAuthority() + path);
  }

  private DeskEvent.FromServer decoded(Line.Which which, String text, Consumer<String> malformed) {
    return switch (which) {
      case RELAY ->
          switch (fromRelay.decode(text)) {
            case Decoded.Message<RelayToStaff>(RelayToStaff message) ->
                new DeskEvent.RelaySaid(message);
            case Decoded.Malformed<RelayToStaff> bad -> unreadable(which, bad, malformed);
          };
      case COUNTER ->
          switch (fromCounter.decode(text)) {
            case Decoded.Message<CounterToStaff>(CounterToStaff message) ->
                new DeskEvent.CounterSaid(message);
            case Decoded.Malformed<CounterToStaff> bad -> unreadable(which, bad, malformed);
          };
    };
  }

  private static DeskEvent.FromServer unreadable(
      Line.Which which, Decoded.Malformed<?> bad, Consumer<String> malformed) {
    malformed.accept(bad.code() + " " + bad.about().orElse("-"));
    return new DeskEvent.Unreadable(which, bad.code());
  }

  private record Open(Ear ear, SignalPort.Link link) {}

  /** Hears one socket; {@code malformed} belongs to the desk's thread. */
  private final class Ear implements SignalPort.Listener {
    private final Line.Which which;
    private int malformed;

    Ear(Line.Which which) {
      this.which = which;
    }

    @Override
    public void text(String text) {
      DeskEvent.FromServer event =
          decoded(which, text, what -> LOG.warn("MESSAGE_UNREADABLE {} {}", which, what));
      deskThread.execute(() -> hear(event));
    }

    @Override
    public void closed(Line.End end) {
      deskThread.execute(() -> {
        if (isCurrent()) {
          desk.accept(new DeskEvent.LineClosed(which, end));
        }
      });
    }

    private void hear(DeskEvent.FromServer event) {
      if (!isCurrent()) {
        return;
      }
      if (event instanceof DeskEvent.Unreadable && ++malformed >= MAX_MALFORMED) {
        close(which);
        desk.accept(new DeskEvent.LineClosed(which, Line.End.BROKEN));
        return;
      }
      desk.accept(event);
    }

    private boolean isCurrent() {
      Open line = open.get(which);
      return line != null && line.ear() == this;
    }
  }
}
