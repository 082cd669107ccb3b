package nl.digitalebalie.desktop.view.cases;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nl.digitalebalie.desktop.cases.CaseNotes;
import nl.digitalebalie.protocol.cases.PanelContent;

/** Whether a case, its documents and notes hold words that are looked for. */
final class Search {
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern SPACES = Pattern.compile("\\s+");

  private Search() {}

  /** All words, anywhere, in any order; capitals and accents make no difference. */
  static boolean holds(String words, PanelContent.Case one, Optional<CaseNotes> notes) {
    if (words.isBlank()) {
      return true;
    }
    return in(
        words,
        Stream.concat(texts(one), notes.stream().flatMap(Search::texts)).toArray(String[]::new));
  }

  /** The same in these texts. */
  static boolean in(String words, String... texts) {
    String all = plain(String.join("\n", texts));
    return Arrays.stream(SPACES.split(plain(words.strip()))).allMatch(all::contains);
  }

  private static Stream<String> texts(PanelContent.Case one) {
    return Stream.of(
            Stream.of(one.caseType(), one.description().reveal(), one.identification().reveal()),
            one.outcome().stream(),
            one.milestones().stream().map(PanelContent.Milestone::text),
            one.representatives().stream().map(who -> who.name().reveal()),
            one.documents().stream()
                .flatMap(document -> Stream.of(document.title().reveal(), document.documentType())))
        .flatMap(each -> each);
  }

  private static Stream<String> texts(CaseNotes notes) {
    return notes.notes().stream()
        .flatMap(note ->
            Stream.of(note.subject().reveal(), note.text().reveal(), note.author().reveal()));
  }

  private static String plain(String text) {
    return MARKS
        .matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
        .replaceAll("")
        .toLowerCase(Locale.ROOT);
  }
}
