package nl.digitalebalie.desktop.testkit;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import nl.digitalebalie.desktop.connection.SignInPort;
import nl.digitalebalie.desktop.connection.SignalPort;
import nl.digitalebalie.desktop.desk.Access;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.desk.Line;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.signal.StaffPresence;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToRelay;
import nl.digitalebalie.protocol.wire.Decoded;
import nl.digitalebalie.protocol.wire.WireCodec;

/** A server by hand: speaks the real JSON at the socket port and remembers what it was told. */
public final class FakeServer implements SignInPort, SignalPort {
  private final WireCodec<StaffToRelay> fromRelay =
      WireCodec.of(StaffToRelay.class, WireCodec.MAX_SIGNAL_CHARS);
  private final WireCodec<StaffToCounter> fromCounter =
      WireCodec.of(StaffToCounter.class, WireCodec.MAX_SIGNAL_CHARS);
  private final WireCodec<RelayToStaff> toRelay =
      WireCodec.of(RelayToStaff.class, WireCodec.MAX_CHARS);
  private final WireCodec<CounterToStaff> toCounter =
      WireCodec.of(CounterToStaff.class, WireCodec.MAX_CHARS);

  /** What the relay was told, in order. */
  public final List<StaffToRelay> relayHeard = new ArrayList<>();

  /** What the counter was told, in order. */
  public final List<StaffToCounter> counterHeard = new ArrayList<>();

  /** What of it must not be lost to a full queue. */
  public final List<Object> surely = new ArrayList<>();

  private final Map<Line.Which, Listener> sockets = new EnumMap<>(Line.Which.class);
  private final Executor deskThread;
  private final Instant now;

  public FakeServer(Executor deskThread, Instant now) {
    this.deskThread = deskThread;
    this.now = now;
  }

  @Override
  public void signIn(
      String name, Sensitive<String> password, Consumer<DeskEvent.SignInAnswer> answer) {
    answer.accept(
        password.reveal().equals("wrong")
            ? new DeskEvent.SignInFailed(Access.SignInFault.WRONG_NAME_OR_PASSWORD)
            : new DeskEvent.SignedIn(
                new Access.SignedIn(
                    Examples.STAFF,
                    "F. Yilmaz",
                    "Wmo-consulent",
                    Sensitive.of("counter-ticket"),
                    Sensitive.of("relay-ticket"),
                    now.plusSeconds(8 * 3600),
                    Access.Mode.DEMO)));
  }

  @Override
  public void signOut(Sensitive<String> counterTicket) {}

  @Override
  public Link open(URI address, Sensitive<String> bearer, Listener listener) {
    Line.Which which =
        address.getPath().equals("/relay/staff") ? Line.Which.RELAY : Line.Which.COUNTER;
    sockets.put(which, listener);
    deskThread.execute(() -> welcome(which, Optional.empty()));
    return new Link() {
      @Override
      public void send(String text) {
        hear(which, text);
      }

      @Override
      public void sendSurely(String text) {
        hear(which, text);
        surely.add(
            switch (which) {
              case RELAY -> relayHeard.getLast();
              case COUNTER -> counterHeard.getLast();
            });
      }

      @Override
      public void close() {
        sockets.remove(which);
      }
    };
  }

  private void hear(Line.Which which, String text) {
    switch (which) {
      case RELAY -> relayHeard.add(message(fromRelay.decode(text)));
      case COUNTER -> counterHeard.add(message(fromCounter.decode(text)));
    }
  }

  private static <T> T message(Decoded<T> decoded) {
    return switch (decoded) {
      case Decoded.Message<T>(T message) -> message;
      case Decoded.Malformed<T> bad -> throw new AssertionError("the client said " + bad);
    };
  }

  /** First message of a socket. */
  public void welcome(Line.Which which, Optional<RelayToStaff.Accepted> current) {
    switch (which) {
      case RELAY ->
          say(
              new RelayToStaff.Welcome(
                  Examples.municipalities(), current, StaffPresence.AVAILABLE, now));
      case COUNTER ->
          say(
              new CounterToStaff.Welcome(
                  List.of(Examples.PURPOSE, Examples.GENERAL, Examples.YOUTH_CARE),
                  Examples.POLICY_HASH,
                  Optional.empty(),
                  now));
    }
  }

  public void say(RelayToStaff message) {
    raw(Line.Which.RELAY, toRelay.encode(message));
  }

  public void say(CounterToStaff message) {
    raw(Line.Which.COUNTER, toCounter.encode(message));
  }

  public void raw(Line.Which which, String text) {
    sockets.get(which).text(text);
  }

  public void close(Line.Which which, Line.End end) {
    sockets.get(which).closed(end);
  }

  public <T> T lastRelay(Class<T> type) {
    return type.cast(
        relayHeard.reversed().stream().filter(type::isInstance).findFirst().orElseThrow());
  }

  public <T> T lastCounter(Class<T> type) {
    return type.cast(
        counterHeard.reversed().stream().filter(type::isInstance).findFirst().orElseThrow());
  }
}
