package nl.digitalebalie.protocol.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import org.junit.jupiter.api.Test;

/** One run of the spoken code between the two sides. */
class SpokenCodeRunTest {
  private final ChannelBinding binding = binding();
  private final byte[] counterNonce = nonce(1);
  private final byte[] residentNonce = nonce(2);
  private final CodeOfCounter.Committed committed =
      new CodeOfCounter.Committed(binding, counterNonce);
  private final CodeOfResident.Answered answered =
      new CodeOfResident.Ready(binding).on(committed.commitment(), residentNonce);
  private final CodeOfCounter.Revealed revealed = committed.on(answered.nonce());

  private static ChannelBinding binding() {
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
      keys.initialize(new ECGenParameterSpec("secp256r1"));
      return ChannelBinding.of(
          new MunicipalityId("voorbeeld"),
          new ConversationId("Zm9vYmFyYmF6cXV4MTIzNA"),
          PublicPoint.of((ECPublicKey) keys.generateKeyPair().getPublic()),
          PublicPoint.of((ECPublicKey) keys.generateKeyPair().getPublic()));
    } catch (NoSuchAlgorithmException | java.security.InvalidAlgorithmParameterException none) {
      throw new IllegalStateException(none);
    }
  }

  private static byte[] nonce(int fill) {
    byte[] nonce = new byte[SpokenCode.NONCE_BYTES];
    Arrays.fill(nonce, (byte) fill);
    return nonce;
  }

  private String shown() {
    return assertInstanceOf(CodeOfResident.Showing.class, answered.on(revealed.nonce())).code();
  }

  @Test
  void what_the_resident_reads_aloud_matches_however_it_is_spaced() {
    assertInstanceOf(CodeOfCounter.Matched.class, revealed.on(shown()));
    assertInstanceOf(
        CodeOfCounter.Matched.class,
        revealed.on(shown().substring(0, 3) + " " + shown().substring(3)));
  }

  @Test
  void a_wrong_code_is_forgiven_once() {
    CodeOfCounter once = revealed.on(other(shown()));

    CodeOfCounter.Revealed still = assertInstanceOf(CodeOfCounter.Revealed.class, once);
    assertEquals(1, still.triesLeft());
    assertInstanceOf(CodeOfCounter.Matched.class, still.on(shown()));
    assertInstanceOf(CodeOfCounter.Failed.class, still.on(other(shown())));
  }

  @Test
  void an_empty_or_longer_text_never_matches() {
    assertInstanceOf(CodeOfCounter.Revealed.class, revealed.on(""));
    assertInstanceOf(CodeOfCounter.Revealed.class, revealed.on(shown() + "0"));
  }

  @Test
  void a_nonce_that_was_not_committed_to_shows_no_code() {
    assertInstanceOf(CodeOfResident.Refused.class, answered.on(nonce(9)));
    assertInstanceOf(CodeOfResident.Refused.class, answered.on(new byte[3]));
  }

  @Test
  void the_same_code_can_be_asked_again_over_another_medium() {
    CodeOfCounter.Matched matched =
        assertInstanceOf(CodeOfCounter.Matched.class, revealed.on(shown()));

    assertInstanceOf(CodeOfCounter.Matched.class, matched.again().on(shown()));
    assertEquals(CodeOfCounter.TRIES, matched.again().triesLeft());
  }

  @Test
  void nothing_prints_the_code_or_a_nonce() {
    String all = committed + " " + answered + " " + revealed + " " + answered.on(counterNonce);
    assertFalse(all.contains(shown()));
    assertFalse(all.contains("[B@"));
  }

  private static String other(String code) {
    return code.charAt(0) == '9' ? "0" + code.substring(1) : "9" + code.substring(1);
  }
}
