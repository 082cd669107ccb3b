package nl.digitalebalie.protocol.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BsnTest {
  @ParameterizedTest
  @ValueSource(strings = {"999993653", "123456782", "012345672"})
  void a_number_that_passes_the_eleven_test_is_accepted(String digits) {
    assertEquals(digits, Bsn.parse(digits).orElseThrow().reveal());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "999993654",
        "99999365",
        "0999993653",
        "99999365a",
        "000000000",
        " 999993653",
        "٩٩٩٩٩٣٦٥٣"
      })
  void anything_else_is_refused(String text) {
    assertTrue(Bsn.parse(text).isEmpty());
  }

  @Test
  void it_never_prints() {
    assertFalse(Bsn.parse("999993653").orElseThrow().toString().contains("9"));
  }
}
