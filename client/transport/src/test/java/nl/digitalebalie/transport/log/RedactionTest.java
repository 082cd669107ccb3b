package nl.digitalebalie.transport.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.2",
        "/192.0.2.2:5000/udp",
        "[fd00:0:0:0:0:0:0:2]:5000",
        "fe80::fc:ff%eth0",
        "::1"
      })
  void an_address_in_any_spelling_goes(String address) {
    String redacted = Redaction.redact("pair " + address + " failed");

    assertFalse(
        redacted.contains("192.0.2") || redacted.contains("fd00") || redacted.contains("fe80"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ice-pwd:6avn0q ", "password = 6avn0q)", "Pwd=6avn0q,"})
  void a_password_goes(String text) {
    assertFalse(Redaction.redact(text).contains("6avn0q"));
  }

  @Test
  void other_text_stays() {
    assertEquals(
        "ICE state changed to RUNNING.", Redaction.redact("ICE state changed to RUNNING."));
  }
}
