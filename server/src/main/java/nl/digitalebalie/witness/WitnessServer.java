package nl.digitalebalie.witness;

import java.io.IOException;
import java.net.URI;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.server.http.StaticSite;
import nl.digitalebalie.server.http.WebServer;
import nl.digitalebalie.server.identity.KeyPairFile;

/** The running witness. */
final class WitnessServer implements AutoCloseable {
  private final WebServer web;
  private final HeadBook book;

  private WitnessServer(WebServer web, HeadBook book) {
    this.web = web;
    this.book = book;
  }

  /**
   * Starts it.
   *
   * @throws IOException when its key or its file cannot be used
   */
  static WitnessServer start(WitnessSettings settings, InstantSource clock, SecureRandom random)
      throws IOException {
    KeyPair key = KeyPairFile.readOrMake(settings.keyFile(), random);
    HeadBook book =
        HeadBook.open(
            settings.file(), settings.logs(), Optional.of((ECPrivateKey) key.getPrivate()), clock);
    try {
      WebServer web = WebServer.bind(settings.http(), clock);
      URI address =
          URI.create(
              (settings.http().tls().isPresent() ? "https" : "http")
                  + "://"
                  + settings.http().host()
                  + ":"
                  + web.port());
      web.serve(
          new WebServer.Content(
              address,
              Set.of(), // no page speaks to a witness
              StaticSite.empty(),
              WitnessRoutes.of(book),
              List.of(),
              List.of()));
      return new WitnessServer(web, book);
    } catch (RuntimeException failed) {
      book.close();
      throw failed;
    }
  }

  int port() {
    return web.port();
  }

  @Override
  public void close() {
    web.close();
    book.close();
  }
}
