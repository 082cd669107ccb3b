package nl.digitalebalie.server;

import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import nl.digitalebalie.server.counter.StartFailure;
import nl.digitalebalie.server.http.Route;
import nl.digitalebalie.server.http.SocketEndpoint;
import nl.digitalebalie.server.http.StaticSite;
import nl.digitalebalie.server.http.WebServer;
import nl.digitalebalie.server.link.LinkDesk;
import nl.digitalebalie.server.link.LinkSecret;
import nl.digitalebalie.server.link.RelayAdmission;
import nl.digitalebalie.server.relay.RelayPart;
import nl.digitalebalie.server.retention.Retention;
import nl.digitalebalie.server.store.Store;

/** Puts the relay together as a process of its own: page, API, signalling and the link. */
final class RelayProcess {
  private RelayProcess() {}

  static Wiring start(
      ServerConfig config,
      LinkSecret secret,
      InstantSource clock,
      SecureRandom random,
      Deque<AutoCloseable> started)
      throws StartFailure {
    Store store = Wiring.openStore(config);
    started.push(store);
    WebServer web = WebServer.bind(config.http(), clock);
    started.push(web);
    URI address = Wiring.address(config, web.port());
    RelayAdmission admission = new RelayAdmission(store, clock);
    RelayPart relay =
        new RelayPart(
            config.relay(Wiring.page(config, address).toString(), admission.seen()),
            admission::principal,
            store,
            clock,
            random);
    started.push(relay);
    LinkDesk link = new LinkDesk(secret, relay.residentPort(), admission, clock);
    started.push(link);
    relay.start(link, link);
    web.serve(content(config, address, web.port(), relay, link, store));
    Retention retention = Wiring.relayRetention(config, store, clock).started(() -> {});
    return new Wiring(
        web, address, List.of(retention::close, relay::close, link::close, store::close));
  }

  private static WebServer.Content content(
      ServerConfig config, URI address, int port, RelayPart relay, LinkDesk link, Store store) {
    List<Route> routes = new ArrayList<>(relay.routes());
    routes.add(SiteJson.here(config, config.site().gateKeys()).route());
    List<SocketEndpoint<?>> endpoints = new ArrayList<>(relay.endpoints());
    endpoints.add(link);
    StaticSite site = config.site().page().isPresent() ? StaticSite.empty() : Wiring.site(config);
    return new WebServer.Content(
        address,
        Wiring.origins(config, address, port),
        site,
        routes,
        endpoints,
        List.of(link.check(), new Wiring.DatabaseCheck(store)));
  }
}
