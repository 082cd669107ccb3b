package nl.digitalebalie.protocol.binding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The vectors were computed by an independent program in another language; both languages of the
 * product read them.
 */
class BindingVectorsTest {
  private static final Path FILE = Path.of("golden", "binding", "vectors.json");

  private record Case(JsonNode json) {
    byte[] bytes(String field) {
      return Base64.getUrlDecoder().decode(json.get(field).stringValue());
    }

    PublicPoint point(String field) {
      return PublicPoint.parse(json.get(field).stringValue()).orElseThrow();
    }

    ChannelBinding binding() {
      return ChannelBinding.of(
          new MunicipalityId(json.get("municipality").stringValue()),
          new ConversationId(json.get("conversation").stringValue()),
          point("residentKey"),
          point("counterKey"));
    }

    EpochAnnouncement resident() {
      return new EpochAnnouncement(
          Party.RESIDENT,
          json.get("epoch").asInt(),
          binding(),
          bytes("residentFingerprint"),
          point("residentEcdh"));
    }

    EpochAnnouncement counter() {
      return new EpochAnnouncement(
          Party.COUNTER,
          json.get("epoch").asInt(),
          binding(),
          bytes("counterFingerprint"),
          point("counterEcdh"));
    }
  }

  private static Stream<JsonNode> all(String list) {
    try {
      JsonNode file = JsonMapper.shared().readTree(Files.readString(FILE));
      return StreamSupport.stream(file.get(list).spliterator(), false);
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  @TestFactory
  Stream<DynamicTest> every_vector_comes_out_the_same() {
    return all("vectors")
        .map(json ->
            DynamicTest.dynamicTest(json.get("b").stringValue(), () -> check(new Case(json))));
  }

  private static void check(Case vector) {
    assertArrayEquals(vector.bytes("b"), vector.binding().bytes());
    assertTrue(
        vector.resident().signedBy(vector.point("residentKey"), vector.bytes("residentSignature")));
    assertTrue(
        vector.counter().signedBy(vector.point("counterKey"), vector.bytes("counterSignature")));
    assertArrayEquals(
        vector.bytes("c"), EpochBinding.of(vector.resident(), vector.counter()).bytes());
    byte[] counterNonce = vector.bytes("counterNonce");
    assertArrayEquals(
        vector.bytes("commitment"), SpokenCode.commitment(counterNonce, vector.binding()));
    assertTrue(SpokenCode.reveals(vector.bytes("commitment"), counterNonce, vector.binding()));
    assertEquals(
        vector.json().get("code").stringValue(),
        SpokenCode.code(vector.bytes("residentNonce"), counterNonce, vector.binding()));
  }

  @TestFactory
  Stream<DynamicTest> anything_but_a_point_on_the_curve_is_refused() {
    return all("refusedPoints")
        .map(json ->
            DynamicTest.dynamicTest(
                json.get("why").stringValue(),
                () -> assertTrue(PublicPoint.parse(json.get("point").stringValue()).isEmpty())));
  }

  @Test
  void text_that_is_not_base64url_is_no_point() {
    assertTrue(PublicPoint.parse("not base64 !").isEmpty());
  }

  @Test
  void a_point_has_one_spelling() {
    String text = all("vectors").findFirst().orElseThrow().get("residentKey").stringValue();
    char last = text.charAt(text.length() - 1);
    String other = text.substring(0, text.length() - 1) + (char) (last + 1); // two bits are unused

    assertTrue(PublicPoint.parse(text).isPresent());
    assertTrue(PublicPoint.parse(other).isEmpty());
    assertTrue(PublicPoint.parse(text + "=").isEmpty());
  }

  @Test
  void a_signature_does_not_hold_for_anything_else() {
    Case vector = new Case(all("vectors").findFirst().orElseThrow());
    EpochAnnouncement told = vector.resident();
    byte[] signature = vector.bytes("residentSignature");
    PublicPoint key = vector.point("residentKey");

    assertFalse(told.signedBy(vector.point("counterKey"), signature), "another key");
    assertFalse(
        new EpochAnnouncement(told.party(), 2, told.binding(), told.fingerprint(), told.ecdhKey())
            .signedBy(key, signature),
        "another epoch");
    assertFalse(
        new EpochAnnouncement(Party.COUNTER, 1, told.binding(), told.fingerprint(), told.ecdhKey())
            .signedBy(key, signature),
        "reflected to its sender");
    assertFalse(
        new EpochAnnouncement(
                told.party(), 1, told.binding(), vector.bytes("counterFingerprint"), told.ecdhKey())
            .signedBy(key, signature),
        "another certificate");
    assertFalse(told.signedBy(key, new byte[64]), "r = s = 0");
    assertFalse(told.signedBy(key, new byte[0]), "empty");
    signature[10] ^= 1;
    assertFalse(told.signedBy(key, signature), "a flipped bit");
  }

  @Test
  void a_fresh_key_signs_and_its_point_survives_the_wire() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    PublicPoint point = PublicPoint.of((ECPublicKey) pair.getPublic());
    Case vector = new Case(all("vectors").findFirst().orElseThrow());

    byte[] signature = vector.resident().sign(pair.getPrivate());

    assertEquals(point, PublicPoint.parse(point.base64url()).orElseThrow());
    assertTrue(vector.resident().signedBy(point, signature));
  }

  @Test
  void a_nonce_that_was_not_committed_to_is_no_reveal() {
    Case vector = new Case(all("vectors").findFirst().orElseThrow());
    byte[] nonce = vector.bytes("counterNonce");
    nonce[31] ^= 1;

    assertFalse(SpokenCode.reveals(vector.bytes("commitment"), nonce, vector.binding()));
    assertFalse(SpokenCode.reveals(vector.bytes("commitment"), new byte[5], vector.binding()));
  }
}
