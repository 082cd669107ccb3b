package nl.digitalebalie.server.contacts;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.Channel;

/**
 * Where contacts are registered, and under which names.
 *
 * @param base such as {@code https://klant.example.nl/klantinteracties/api/v1}
 * @param channels what the contact centre calls our channels
 * @param form what it calls a request from the page
 * @param team who gets the call-backs
 * @param mailDomain makes a staff id the mail address by which the contact centre knows a
 *     colleague; empty where it knows them by the id itself
 */
public record ContactsSettings(
    URI base,
    Sensitive<String> token,
    Duration timeout,
    Map<Channel, String> channels,
    String form,
    Metadata metadata,
    Team team,
    Optional<String> mailDomain) {
  /** Open Klant's limit. */
  public static final int MAX_CHANNEL_CHARS = 50;

  public ContactsSettings {
    Objects.requireNonNull(base);
    Objects.requireNonNull(token);
    Objects.requireNonNull(timeout);
    channels = Map.copyOf(channels);
    if (!channels.keySet().containsAll(java.util.List.of(Channel.values()))) {
      throw new IllegalArgumentException("every channel has a name");
    }
    Objects.requireNonNull(form);
    Objects.requireNonNull(metadata);
    Objects.requireNonNull(team);
    Objects.requireNonNull(mailDomain);
  }

  /** Open Klant knows it since 2.16.0. */
  public enum Metadata {
    SENT,
    LEFT_OUT
  }

  /** An actor that call-backs are assigned to, as the KISS desktop names it. */
  public record Team(Kind kind, String id, String name) {
    public Team {
      Objects.requireNonNull(kind);
      Objects.requireNonNull(id);
      Objects.requireNonNull(name);
    }
  }

  public enum Kind {
    DEPARTMENT("afd"),
    GROUP("grp");

    private final String code;

    Kind(String code) {
      this.code = code;
    }

    String code() {
      return code;
    }
  }
}
