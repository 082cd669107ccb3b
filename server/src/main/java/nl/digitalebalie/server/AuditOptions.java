package nl.digitalebalie.server;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.server.counter.SubjectCommand;

/** What follows the word {@code audit} on the command line. */
sealed interface AuditOptions {
  /** Days are those of the municipality. */
  ZoneId ZONE = ZoneId.of("Europe/Amsterdam");

  String BSN_STDIN = "--bsn-stdin";
  String WITH_STAFF = "--with-staff";

  record Verify(Path config, Role role) implements AuditOptions {}

  record VerifyExport(Path file, Path key, Optional<Path> witnessKey) implements AuditOptions {}

  /**
   * What was opened of somebody.
   *
   * @param bsnFile empty takes the number from standard input, unless {@code kvk} is there
   */
  record Subject(
      Path config,
      Role role,
      Optional<Path> bsnFile,
      Optional<String> kvk,
      SubjectCommand.Staff staff,
      Optional<Path> json,
      String language)
      implements AuditOptions {}

  /** A resident's receipt. */
  record VerifyReceipt(Path file, Path key, Optional<Path> witnessKey) implements AuditOptions {}

  /**
   * A period.
   *
   * @param until the first moment after the last day
   */
  record Export(Path config, Role role, Instant from, Instant until, Path out)
      implements AuditOptions {}

  /** Empty for anything that is none of these. */
  static Optional<AuditOptions> parse(Deque<String> words) {
    String command = words.isEmpty() ? "" : words.removeFirst();
    Set<String> flags = command.equals("subject") ? flags(words) : Set.of();
    Optional<Map<String, String>> named = given(words);
    if (named.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> given = named.get();
    try {
      return switch (command) {
        case "verify" -> given.containsKey("--export") ? verifyExport(given) : verify(given);
        case "export" -> export(given);
        case "subject" -> subject(given, flags);
        default -> Optional.empty();
      };
    } catch (IllegalArgumentException | DateTimeException malformed) {
      return Optional.empty();
    }
  }

  /** What follows the word {@code receipt}; empty for anything else than to verify one. */
  static Optional<AuditOptions> receipt(Deque<String> words) {
    if (words.size() < 2 || !words.removeFirst().equals("verify")) {
      return Optional.empty();
    }
    words.addFirst("--file");
    return given(words)
        .filter(given -> complete(given, Set.of("--file", "--key"), Set.of("--witness-key")))
        .map(given ->
            new VerifyReceipt(
                path(given, "--file"),
                path(given, "--key"),
                Optional.ofNullable(given.get("--witness-key")).map(Path::of)));
  }

  /** Takes the words that stand alone. */
  private static Set<String> flags(Deque<String> words) {
    Set<String> flags = new HashSet<>();
    for (String flag : List.of(BSN_STDIN, WITH_STAFF)) {
      if (words.remove(flag)) {
        flags.add(flag);
      }
    }
    return flags;
  }

  private static Optional<AuditOptions> subject(Map<String, String> given, Set<String> flags) {
    int ways =
        (flags.contains(BSN_STDIN) ? 1 : 0)
            + (given.containsKey("--bsn-file") ? 1 : 0)
            + (given.containsKey("--kvk") ? 1 : 0);
    String language = given.getOrDefault("--language", "nl");
    if (ways != 1
        || !Set.of("nl", "en").contains(language)
        || !given.getOrDefault("--kvk", "00000000").matches("[0-9]{8}")
        || !complete(
            given,
            Set.of("--config"),
            Set.of("--bsn-file", "--kvk", "--role", "--json", "--language"))) {
      return Optional.empty();
    }
    return Optional.of(
        new Subject(
            path(given, "--config"),
            role(given),
            Optional.ofNullable(given.get("--bsn-file")).map(Path::of),
            Optional.ofNullable(given.get("--kvk")),
            flags.contains(WITH_STAFF) ? SubjectCommand.Staff.NAMED : SubjectCommand.Staff.UNNAMED,
            Optional.ofNullable(given.get("--json")).map(Path::of),
            language));
  }

  private static Optional<AuditOptions> verify(Map<String, String> given) {
    return complete(given, Set.of("--config"), Set.of("--role"))
        ? Optional.of(new Verify(path(given, "--config"), role(given)))
        : Optional.empty();
  }

  private static Optional<AuditOptions> verifyExport(Map<String, String> given) {
    return complete(given, Set.of("--export", "--key"), Set.of("--witness-key"))
        ? Optional.of(
            new VerifyExport(
                path(given, "--export"),
                path(given, "--key"),
                Optional.ofNullable(given.get("--witness-key")).map(Path::of)))
        : Optional.empty();
  }

  private static Optional<AuditOptions> export(Map<String, String> given) {
    if (!complete(given, Set.of("--config", "--from", "--to", "--out"), Set.of("--role"))) {
      return Optional.empty();
    }
    return Optional.of(
        new Export(
            path(given, "--config"),
            role(given),
            begin(LocalDate.parse(given.getOrDefault("--from", ""))),
            begin(LocalDate.parse(given.getOrDefault("--to", "")).plusDays(1)),
            path(given, "--out")));
  }

  /** Names and their values; empty when one is named twice or has none. */
  private static Optional<Map<String, String>> given(Deque<String> words) {
    Map<String, String> given = new HashMap<>();
    while (words.size() >= 2) {
      if (given.put(words.removeFirst(), words.removeFirst()) != null) {
        return Optional.empty();
      }
    }
    return words.isEmpty() ? Optional.of(given) : Optional.empty();
  }

  private static boolean complete(
      Map<String, String> given, Set<String> needed, Set<String> allowed) {
    return given.keySet().containsAll(needed)
        && given.keySet().stream().allMatch(key -> needed.contains(key) || allowed.contains(key));
  }

  private static Path path(Map<String, String> given, String key) {
    return Path.of(given.getOrDefault(key, ""));
  }

  private static Role role(Map<String, String> given) {
    return Role.parse(given.getOrDefault("--role", "all"));
  }

  private static Instant begin(LocalDate day) {
    return day.atStartOfDay(ZONE).toInstant();
  }
}
