package nl.digitalebalie.transport.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IceServerTest {
  @Test
  void servers_are_read_as_webrtc_writes_them() {
    assertEquals(
        Optional.of(new IceServer.Stun("stun.example.nl", 3478)),
        IceServer.parse("stun:stun.example.nl", "", ""));
    assertEquals(
        Optional.of(new IceServer.Turn("turn.example.nl", 443, IceServer.Reach.TCP, "u", "c")),
        IceServer.parse("turn:turn.example.nl:443?transport=tcp", "u", "c"));
    assertEquals(
        Optional.of(new IceServer.Turn("2001:db8::9", 3478, IceServer.Reach.UDP, "u", "c")),
        IceServer.parse("turn:[2001:db8::9]:3478", "u", "c"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "turns:turn.example.nl",
        "http://x",
        "stun:",
        "stun:host:0",
        "stun:host:70000",
        "turn:host?transport=sctp",
        "stun:a b",
        "stun:host\r\nx"
      })
  void anything_else_is_refused(String uri) {
    assertTrue(IceServer.parse(uri, "u", "c").isEmpty());
  }

  @Test
  void credentials_are_not_printed() {
    String printed =
        new IceServer.Turn("turn.example.nl", 1, IceServer.Reach.UDP, "name", "secret").toString();

    assertFalse(printed.contains("secret") || printed.contains("name"));
  }
}
