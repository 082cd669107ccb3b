package nl.digitalebalie.server.identity;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import nl.digitalebalie.protocol.identity.AssuranceLevel;

/**
 * Which assurance level the words on a card mean. The scheme does not fix the words, so they are
 * configured; a word that is not here has no level.
 */
public record AssuranceWords(Map<String, AssuranceLevel> byWord) {
  public AssuranceWords {
    byWord =
        byWord.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    entry -> entry.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue));
  }

  public Optional<AssuranceLevel> level(String word) {
    return Optional.ofNullable(byWord.get(word.strip().toLowerCase(Locale.ROOT)));
  }
}
