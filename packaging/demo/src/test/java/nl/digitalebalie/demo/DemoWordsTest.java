package nl.digitalebalie.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoWordsTest {
  @Test
  void nothing_more_is_said_and_the_demonstration_starts() {
    assertEquals(Optional.empty(), DemoWords.refusal(List.of()));
    assertEquals(DemoStage.Form.TOGETHER, DemoWords.form(List.of()));
    assertEquals(Optional.empty(), DemoWords.refusal(List.of("--apart")));
    assertEquals(DemoStage.Form.APART, DemoWords.form(List.of("--apart")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--seconds", "--out", "--resident-video", "--resident-audio"})
  void what_only_the_headless_run_understands_is_sent_there(String word) {
    String sentence = DemoWords.refusal(List.of(word, "5")).orElseThrow();

    assertTrue(sentence.startsWith(word + " works with --headless only"), sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--second", "5", "", "-headless"})
  void a_word_that_nobody_knows_is_refused(String word) {
    assertEquals(Optional.of("unknown option " + word), DemoWords.refusal(List.of(word)));
  }
}
