package nl.digitalebalie.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Optional;
import java.util.Random;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.protocol.signal.SignedAnnouncement;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import org.junit.jupiter.api.Test;

class WireCodecTest {
  private final WireCodec<ResidentToRelay> residents =
      WireCodec.of(ResidentToRelay.class, WireCodec.MAX_SIGNAL_CHARS);

  @Test
  void a_text_over_the_limit_is_refused_before_it_is_parsed() {
    String text = "x".repeat(WireCodec.MAX_SIGNAL_CHARS + 1);

    assertEquals(
        new Decoded.Malformed<>(ErrorCode.TOO_LARGE, Optional.empty()), residents.decode(text));
  }

  @Test
  void a_refusal_names_the_type_but_repeats_nothing_else() {
    var refused =
        assertInstanceOf(
            Decoded.Malformed.class,
            residents.decode("{\"v\":1,\"type\":\"pairing-code\",\"code\":\"secret-1234\"}"));

    assertEquals(Optional.of("pairing-code"), refused.about());
    assertFalse(refused.toString().contains("secret"));
  }

  @Test
  void a_type_with_odd_characters_is_not_repeated() {
    var refused =
        assertInstanceOf(
            Decoded.Malformed.class,
            residents.decode("{\"v\":1,\"type\":\"<img src=x>\\r\\nSet\"}"));

    assertEquals(Optional.empty(), refused.about());
  }

  @Test
  void a_note_travels_but_never_prints() {
    var codec = WireCodec.of(StaffToCounter.class, WireCodec.MAX_SIGNAL_CHARS);
    var message =
        new StaffToCounter.RegisterContact(
            new ConversationId("Zm9vYmFyYmF6cXV4MTIzNA"),
            StaffToCounter.ContactOutcome.ANSWERED,
            Sensitive.of("private words"));

    assertEquals(new Decoded.Message<>(message), codec.decode(codec.encode(message)));
    assertFalse(message.toString().contains("private"));
  }

  @Test
  void mutated_messages_never_throw() {
    var chance = new Random(20261123);
    String valid =
        residents.encode(
            new ResidentToRelay.Answer(
                1,
                Optional.of("v=0\r\ns=-\r\n"),
                new SignedAnnouncement("B" + "A".repeat(86), "A".repeat(86))));
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      char[] mutated = valid.toCharArray();
      for (int change = chance.nextInt(4); change >= 0; change--) {
        mutated[chance.nextInt(mutated.length)] =
            (char) chance.nextInt(chance.nextBoolean() ? 128 : 65_536);
      }
      if (residents.decode(new String(mutated)) instanceof Decoded.Malformed) {
        refused++;
      }
    }
    assertFalse(refused < 10_000, "most mutations must be refused, not " + refused);
  }
}
