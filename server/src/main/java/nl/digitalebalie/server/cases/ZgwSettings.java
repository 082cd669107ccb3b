package nl.digitalebalie.server.cases;

import java.net.URI;
import java.util.Objects;
import nl.digitalebalie.protocol.privacy.Sensitive;

/**
 * Where one case system is and how it is asked.
 *
 * @param zaken base of the Zaken API, without a trailing slash, such as {@code
 *     https://zaken.example/zaken/api/v1}
 * @param secret of the application registered for us; opens every case, so it stays on the server
 */
public record ZgwSettings(
    URI zaken,
    URI catalogi,
    URI documenten,
    String clientId,
    Sensitive<String> secret,
    Expand expand,
    Enterprises enterprises) {
  /** RFC 7518 3.2: a key as long as the hash. Open Zaak accepts shorter ones, we do not. */
  public static final int MIN_SECRET_BYTES = 32;

  public ZgwSettings {
    Objects.requireNonNull(zaken);
    Objects.requireNonNull(catalogi);
    Objects.requireNonNull(documenten);
    Objects.requireNonNull(clientId);
    Objects.requireNonNull(secret);
    Objects.requireNonNull(expand);
    Objects.requireNonNull(enterprises);
  }

  public ZgwSettings(
      URI zaken,
      URI catalogi,
      URI documenten,
      String clientId,
      Sensitive<String> secret,
      Expand expand) {
    this(zaken, catalogi, documenten, clientId, secret, expand, Enterprises.BY_KVK);
  }

  /** How the cases of an enterprise are found. */
  public enum Enterprises {
    /** By its number in the trade register: Open Zaak 1.30 or later. */
    BY_KVK,
    /** By RSIN and branch, which every case system knows. */
    BY_RSIN
  }

  /** Whether {@code _zoek} takes {@code expand} in its query; VNG 1.5 knows none. */
  public enum Expand {
    QUERY,
    NONE
  }
}
