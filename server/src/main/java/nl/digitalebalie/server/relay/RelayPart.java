package nl.digitalebalie.server.relay;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import nl.digitalebalie.server.callback.CallbackDoor;
import nl.digitalebalie.server.http.HttpCall;
import nl.digitalebalie.server.http.Route;
import nl.digitalebalie.server.http.SocketEndpoint;
import nl.digitalebalie.server.staff.StaffPrincipal;
import nl.digitalebalie.server.store.Store;

/** The relay as the process that starts it sees it. */
public final class RelayPart implements AutoCloseable {
  private final Relay relay;
  private final RelayRoutes routes;
  private final ResidentDesk residents;
  private final StaffDesk staff;
  private final CallbackOutbox callbacks;

  public RelayPart(
      RelaySettings settings,
      Function<HttpCall, Optional<StaffPrincipal>> relayTickets,
      Store store,
      InstantSource clock,
      SecureRandom random) {
    Catalog catalog = new Catalog(settings);
    this.relay = new Relay(settings, catalog, store, clock, random);
    this.callbacks = new CallbackOutbox(store);
    this.routes = new RelayRoutes(settings, catalog, relay, callbacks, store, clock, random);
    this.residents = new ResidentDesk(relay);
    this.staff = new StaffDesk(relay, relayTickets);
  }

  public ResidentPort residentPort() {
    return relay;
  }

  /** Takes up what went on before a restart; the counter part must be ready. */
  public void start(CounterPort counter, CallbackDoor door) {
    relay.start(counter);
    callbacks.start(door);
  }

  public List<Route> routes() {
    return routes.all();
  }

  public List<SocketEndpoint<?>> endpoints() {
    return List.of(residents, staff);
  }

  @Override
  public void close() {
    callbacks.close();
    relay.close();
  }
}
