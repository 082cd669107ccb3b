package nl.digitalebalie.desktop.desk;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * One line for the staff member.
 *
 * @param key of the texts
 * @param arguments for the placeholders
 */
public record Notice(Kind kind, String key, List<String> arguments, Instant since) {
  public Notice {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(key);
    arguments = List.copyOf(arguments);
    Objects.requireNonNull(since);
  }

  /** How much it matters; information leaves by itself, a warning stays until it is dismissed. */
  public enum Kind {
    INFORMATION,
    WARNING
  }
}
