package nl.digitalebalie.server.processing;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.server.config.ConfigSection;
import nl.digitalebalie.server.link.LinkTrust;
import nl.digitalebalie.server.store.Store;

/**
 * The section {@code processing}: where records of processing go, and the key under which they name
 * the person.
 *
 * @param keyFile 32 random bytes as base64
 */
public record ProcessingConfig(Path keyFile, Target target) {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  /** Where records go. */
  public sealed interface Target {
    /** Our own database. */
    record Embedded() implements Target {}

    /** A collector of OTLP over HTTP. */
    record Otlp(
        URI url,
        Map<String, Sensitive<String>> headers,
        Duration timeout,
        Optional<SSLContext> trust)
        implements Target {
      public Otlp {
        headers = Map.copyOf(headers);
      }
    }
  }

  /** Faults become findings. */
  public static ProcessingConfig read(ConfigSection section, Path keyFile) {
    if (!section.has("otlp")) {
      return new ProcessingConfig(keyFile, new Target.Embedded());
    }
    Optional<URI> url = section.webAddress("otlp");
    url.filter(each -> !isProtected(each))
        .ifPresent(each ->
            section.error(
                "otlp", "must be https: the Logboek demands TLS, except on this machine"));
    Optional<SSLContext> trust =
        section
            .existingFile("trust")
            .flatMap(file -> {
              Optional<SSLContext> read = LinkTrust.of(file);
              if (read.isEmpty()) {
                section.error("trust", "holds no certificate as PEM: " + file);
              }
              return read;
            });
    Duration timeout =
        section.duration(
            "timeout", Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(30));
    Map<String, Sensitive<String>> headers = headers(section);
    return new ProcessingConfig(
        keyFile,
        url.<Target>map(each -> new Target.Otlp(each, headers, timeout, trust))
            .orElseGet(Target.Embedded::new));
  }

  private static boolean isProtected(URI url) {
    return "https".equals(url.getScheme()) || THIS_MACHINE.contains(url.getHost());
  }

  private static Map<String, Sensitive<String>> headers(ConfigSection section) {
    Map<String, Sensitive<String>> headers = new HashMap<>();
    for (ConfigSection each : section.sections("headers")) {
      String name = each.text("name");
      if (!isHeader(name)) {
        each.error("name", "must be a header of letters, digits and hyphens that may be set");
      }
      each.secret("value")
          .filter(value -> value.reveal().matches("[\\x20-\\x7e]*"))
          .ifPresentOrElse(
              value -> headers.put(name, value),
              () -> each.error("value", "a value of printable ASCII is needed"));
    }
    return headers;
  }

  private static boolean isHeader(String name) {
    try {
      HttpRequest.newBuilder().header(name, "x"); // refuses those that the connection needs itself
      return name.matches("[A-Za-z0-9-]{1,100}");
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  /** The way to the records, for the server. */
  public ProcessingLog open(Store store, InstantSource clock) {
    return switch (target) {
      case Target.Embedded embedded -> new StoreLog(store);
      case Target.Otlp(var url, var headers, var timeout, var trust) ->
          OtlpLog.start(new OtlpLog.Target(url, headers, timeout, trust), store, clock);
    };
  }

  /** Whether our own database has the records, to be found for an access request. */
  public boolean keepsThem() {
    return target instanceof Target.Embedded;
  }
}
