package nl.digitalebalie.acceptance.browser;

import com.microsoft.playwright.BrowserContext;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What no page of ours may do: break, complain in the console (refusals of the content security
 * policy and files that are missing are told there), or turn to a server that is not ours.
 */
final class Troubles {
  /** Of an address that leads to a server; {@code data:} and {@code blob:} lead to none. */
  private static final Pattern SERVER = Pattern.compile("^[a-z]+://([^/?#]*)");

  private final Set<String> own;
  private final List<String> found = new ArrayList<>();

  private Troubles(Set<String> own) {
    this.own = own;
  }

  /** Watches every page of a context, which has none yet. */
  static Troubles of(BrowserContext context, List<URI> servers) {
    Troubles troubles =
        new Troubles(
            servers.stream().map(URI::getAuthority).collect(Collectors.toUnmodifiableSet()));
    context.onWebError(broken -> troubles.add("error in the page: " + broken.error()));
    context.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        troubles.add("console: " + message.text() + " (" + message.location() + ")");
      }
    });
    context.onRequest(request -> troubles.asked(request.url()));
    context.onPage(page -> page.onWebSocket(socket -> troubles.asked(socket.url())));
    return troubles;
  }

  private void asked(String address) {
    server(address)
        .filter(server -> !own.contains(server))
        .ifPresent(_ -> add("asked of a server that is not ours: " + address));
  }

  private static Optional<String> server(String address) {
    Matcher begin = SERVER.matcher(address);
    return begin.find() ? Optional.of(begin.group(1)) : Optional.empty();
  }

  private void add(String trouble) {
    found.add(trouble);
  }

  List<String> found() {
    return List.copyOf(found);
  }
}
