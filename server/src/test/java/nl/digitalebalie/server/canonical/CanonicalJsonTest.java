package nl.digitalebalie.server.canonical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {
  @Test
  void members_are_sorted_by_utf16_code_units_as_in_the_example_of_rfc_8785() {
    // RFC 8785 3.2.3, without the euro sign's neighbours that Java source cannot show well
    Map<String, Object> object =
        Map.of(
            "\u20ac",
            "Euro Sign",
            "\r",
            "Carriage Return",
            "\ufb33",
            "Hebrew",
            "1",
            "One",
            "\ud83d\ude00",
            "Emoji",
            "\u0080",
            "Control",
            "\u00f6",
            "Latin");

    assertEquals(
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"\u00f6\":\"Latin\","
            + "\"\u20ac\":\"Euro Sign\",\"\ud83d\ude00\":\"Emoji\",\"\ufb33\":\"Hebrew\"}",
        CanonicalJson.text(object));
  }

  @Test
  void control_characters_are_escaped_in_lower_case_hexadecimal() {
    assertEquals(
        "\"\\u001f\\b\\t\\n\\f\\r\\\"\\\\/\"", CanonicalJson.text("\u001f\b\t\n\f\r\"\\/"));
  }

  @Test
  void numbers_that_programs_write_differently_are_refused() {
    assertThrows(IllegalArgumentException.class, () -> CanonicalJson.text(1.5));
    assertThrows(IllegalArgumentException.class, () -> CanonicalJson.text((1L << 53) + 1));
    assertEquals("[1,true,\"x\"]", CanonicalJson.text(List.of(1L, true, "x")));
  }
}
