package nl.digitalebalie.desktop.texts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nl.digitalebalie.desktop.call.Quality;
import nl.digitalebalie.desktop.call.engine.CallFault;
import nl.digitalebalie.desktop.desk.Access;
import nl.digitalebalie.desktop.policy.PolicyFault;
import nl.digitalebalie.desktop.settings.Settings;
import nl.digitalebalie.desktop.view.cases.CasesModel;
import nl.digitalebalie.desktop.view.queue.QueueModel;
import nl.digitalebalie.protocol.identity.AssuranceLevel;
import nl.digitalebalie.protocol.identity.DiscloserAssurance;
import nl.digitalebalie.protocol.identity.IdentificationMeans;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.CounterToStaff.LockReason;
import nl.digitalebalie.protocol.signal.DisclosureStep;
import nl.digitalebalie.protocol.signal.EndReason;
import nl.digitalebalie.protocol.signal.Language;
import nl.digitalebalie.protocol.signal.StaffPresence;
import nl.digitalebalie.protocol.signal.StaffToCounter.ContactOutcome;
import nl.digitalebalie.protocol.signal.WalletDevice;
import org.junit.jupiter.api.Test;

class TextsTest {
  private static final Pattern KEY = Pattern.compile("text\\(\\s*\"([A-Za-z.]+)\"");

  @Test
  void both_languages_have_the_same_keys_and_placeholders() {
    Texts dutch = Texts.of(Language.NL);
    Texts english = Texts.of(Language.EN);

    assertEquals(new TreeSet<>(dutch.keys()), new TreeSet<>(english.keys()));
    for (String key : dutch.keys()) {
      assertEquals(placeholders(dutch.text(key)), placeholders(english.text(key)), key);
    }
  }

  @Test
  void every_constant_that_is_shown_has_words() {
    Texts texts = Texts.of(Language.NL);
    List<Enum<?>> shown = new ArrayList<>();
    Stream.<Enum<?>[]>of(
            Access.SignInFault.values(),
            AssuranceLevel.values(),
            CallFault.Kind.values(),
            CasesModel.Progress.values(),
            Channel.values(),
            ContactOutcome.values(),
            DiscloserAssurance.values(),
            DisclosureStep.values(),
            EndReason.values(),
            IdentificationMeans.values(),
            Language.values(),
            LockReason.values(),
            PolicyFault.Code.values(),
            Quality.values(),
            QueueModel.Acceptance.values(),
            Settings.Sound.values(),
            Settings.Theme.values(),
            StaffPresence.values(),
            WalletDevice.values())
        .forEach(values -> shown.addAll(List.of(values)));

    shown.forEach(constant -> assertTrue(!texts.word(constant).isBlank()));
  }

  @Test
  void every_key_in_the_code_has_words() throws IOException {
    Texts texts = Texts.of(Language.EN);
    List<String> used = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        KEY.matcher(Files.readString(file))
            .results()
            .map(match -> match.group(1))
            .forEach(used::add);
      }
    }

    assertTrue(used.size() > 80, "the search finds the keys");
    used.stream().filter(key -> !key.endsWith(".")).forEach(key -> assertTrue(texts.has(key), key));
  }

  private static List<String> placeholders(String text) {
    return Pattern.compile("\\{\\d}")
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .sorted()
        .toList();
  }
}
