package nl.digitalebalie.server;

import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.server.counter.CounterWiring;
import nl.digitalebalie.server.counter.StartFailure;
import nl.digitalebalie.server.http.HealthCheck;
import nl.digitalebalie.server.http.Route;
import nl.digitalebalie.server.http.StaticSite;
import nl.digitalebalie.server.http.WebServer;
import nl.digitalebalie.server.link.LinkClient;
import nl.digitalebalie.server.parts.CounterPart;
import nl.digitalebalie.server.relay.Municipality;
import nl.digitalebalie.server.relay.RelayEvent;
import nl.digitalebalie.server.staff.StaffDoor;
import nl.digitalebalie.server.staff.StaffPrincipal;
import nl.digitalebalie.server.staff.StaffTickets;
import nl.digitalebalie.server.store.Store;

/** Puts the counter part together as a process of its own: staff, identity, gate and the link. */
final class CounterProcess {
  private CounterProcess() {}

  static Wiring start(
      ServerConfig config,
      LinkClient.Settings settings,
      InstantSource clock,
      SecureRandom random,
      Deque<AutoCloseable> started)
      throws StartFailure {
    Store store = Wiring.openStore(config);
    started.push(store);
    WebServer web = WebServer.bind(config.http(), clock);
    started.push(web);
    URI address = Wiring.address(config, web.port());
    StaffTickets tickets =
        StaffTickets.ofKeyFile(config.dataDirectory().resolve(ServerConfig.TICKET_KEY));
    LinkClient link =
        new LinkClient(settings, tickets.publicKey(), configured(config), clock, random);
    started.push(link);
    StaffDoor door =
        new StaffDoor(config.mode(), config.staff(), tickets, store, clock, random, link::revoked);
    CounterPart counter =
        CounterWiring.start(
            Wiring.context(config, address, store, link, clock, random),
            config.counter().orElseThrow());
    started.push(counter);
    link.start(counter.port(), counter.callbacks());
    web.serve(content(address, door, counter, link, store));
    // The link first: what a relay still says must not begin anything while the rest closes.
    return new Wiring(web, address, List.of(link::close, counter::close, store::close));
  }

  private static WebServer.Content content(
      URI address, StaffDoor door, CounterPart counter, LinkClient link, Store store) {
    List<Route> routes = new ArrayList<>(door.routes());
    routes.addAll(counter.routes());
    List<HealthCheck> checks = new ArrayList<>(counter.checks());
    checks.add(link.check());
    checks.add(new Wiring.DatabaseCheck(store));
    return new WebServer.Content(
        address,
        Set.of(), // no page speaks to this process
        StaticSite.empty(),
        routes,
        List.of(
            new Wiring.CounterEndpoint(
                call -> door.principal(call, StaffTickets.Door.COUNTER), counter)),
        checks);
  }

  /** Who may be said to have taken whom: the relay's word is measured against our own file. */
  private static Predicate<RelayEvent.Began> configured(ServerConfig config) {
    Map<StaffId, StaffPrincipal> staff = config.staffById();
    Map<MunicipalityId, Municipality> municipalities =
        config.municipalities().stream()
            .collect(Collectors.toUnmodifiableMap(Municipality::id, Function.identity()));
    return began ->
        staff.containsKey(began.staff())
            && staff.get(began.staff()).municipalities().contains(began.municipality())
            && municipalities.containsKey(began.municipality())
            && municipalities.get(began.municipality()).topics().stream()
                .anyMatch(topic -> topic.id().equals(began.topic()));
  }
}
