package nl.digitalebalie.protocol.binding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.ECPrivateKeySpec;
import java.util.Base64;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.signal.WalletDevice;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whole epochs as an independent program computed them: keys, sealed frames, signs of life. */
class SealedVectorsTest {
  private static final Path FILE = Path.of("golden", "binding", "sealed.json");

  private record Epoch(JsonNode json) {
    byte[] bytes(String field) {
      return Base64.getUrlDecoder().decode(json.get(field).stringValue());
    }

    PublicPoint point(String field) {
      return PublicPoint.parse(json.get(field).stringValue()).orElseThrow();
    }

    ConversationId conversation() {
      return new ConversationId(json.get("conversation").stringValue());
    }

    ChannelBinding binding() {
      return ChannelBinding.of(
          new MunicipalityId(json.get("municipality").stringValue()),
          conversation(),
          point("residentKey"),
          point("counterKey"));
    }

    EpochAnnouncement announcement(Party party, String who) {
      return new EpochAnnouncement(
          party,
          json.get("epoch").asInt(),
          binding(),
          bytes(who + "Fingerprint"),
          point(who + "Ecdh"));
    }

    EpochBinding epochBinding() {
      return EpochBinding.of(
          announcement(Party.RESIDENT, "resident"), announcement(Party.COUNTER, "counter"));
    }

    PrivateKey privateKey(String field) {
      try {
        return KeyFactory.getInstance("EC")
            .generatePrivate(
                new ECPrivateKeySpec(new BigInteger(1, bytes(field)), PublicPoint.curve()));
      } catch (GeneralSecurityException invalid) {
        throw new IllegalStateException(invalid);
      }
    }

    ChatKeys asResident() {
      return ChatKeys.agree(
          epochBinding(), privateKey("residentEcdhPrivate"), point("counterEcdh"));
    }

    ChatKeys asCounter() {
      return ChatKeys.agree(
          epochBinding(), privateKey("counterEcdhPrivate"), point("residentEcdh"));
    }
  }

  private static Stream<Epoch> epochs() {
    try {
      JsonNode file = JsonMapper.shared().readTree(Files.readString(FILE));
      return StreamSupport.stream(file.get("epochs").spliterator(), false).map(Epoch::new);
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  private static Epoch first() {
    return epochs().findFirst().orElseThrow();
  }

  private static Party party(JsonNode json) {
    return json.get("party").stringValue().equals("R") ? Party.RESIDENT : Party.COUNTER;
  }

  @TestFactory
  Stream<DynamicTest> every_epoch_comes_out_the_same() {
    return epochs()
        .map(epoch ->
            DynamicTest.dynamicTest(epoch.json().get("b").stringValue(), () -> check(epoch)));
  }

  private static void check(Epoch epoch) {
    assertArrayEquals(epoch.bytes("b"), epoch.binding().bytes());
    assertArrayEquals(epoch.bytes("c"), epoch.epochBinding().bytes());
    assertTrue(
        epoch
            .announcement(Party.RESIDENT, "resident")
            .signedBy(epoch.point("residentKey"), epoch.bytes("residentSignature")));
    for (ChatKeys keys : new ChatKeys[] {epoch.asResident(), epoch.asCounter()}) {
      for (Party party : Party.values()) {
        JsonNode expected = epoch.json().get("keys").get(party == Party.RESIDENT ? "R" : "C");
        assertEquals(
            expected.get("key").stringValue(),
            Base64.getUrlEncoder().withoutPadding().encodeToString(keys.key(party).getEncoded()));
        assertEquals(
            expected.get("iv").stringValue(),
            Base64.getUrlEncoder().withoutPadding().encodeToString(keys.iv(party)));
      }
    }
    for (JsonNode frame : epoch.json().get("frames")) {
      SealCipher cipher = new SealCipher(epoch.asResident(), party(frame), epoch.conversation());
      byte[] plaintext = frame.get("plaintext").stringValue().getBytes(StandardCharsets.UTF_8);
      byte[] ciphertext = Base64.getUrlDecoder().decode(frame.get("ciphertext").stringValue());
      assertArrayEquals(ciphertext, cipher.encrypt(frame.get("counter").asLong(), plaintext));
    }
    for (JsonNode sign : epoch.json().get("lifeSigns")) {
      Party party = party(sign);
      LifeSign life =
          new LifeSign(
              party,
              epoch.binding(),
              epoch.json().get("epoch").asInt(),
              sign.get("number").asLong());
      byte[] signature = Base64.getUrlDecoder().decode(sign.get("signature").stringValue());
      PublicPoint key = epoch.point(party == Party.RESIDENT ? "residentKey" : "counterKey");
      assertTrue(life.signedBy(key, signature));
      assertFalse(
          new LifeSign(party, life.binding(), life.epoch(), life.number() + 1)
              .signedBy(key, signature),
          "a sign of life counts once");
    }
    JsonNode consent = epoch.json().get("consent");
    DisclosureConsent yes =
        new DisclosureConsent(
            epoch.binding(),
            new DisclosureId(consent.get("disclosure").stringValue()),
            WalletDevice.OTHER_DEVICE);
    byte[] signature = Base64.getUrlDecoder().decode(consent.get("signature").stringValue());
    assertTrue(yes.signedBy(epoch.point("residentKey"), signature));
    assertFalse(
        new DisclosureConsent(yes.binding(), yes.disclosure(), WalletDevice.THIS_DEVICE)
            .signedBy(epoch.point("residentKey"), signature),
        "the device is part of what was agreed to");
  }

  private static final byte[] HELLO = "hallo".getBytes(StandardCharsets.UTF_8);

  private final Epoch epoch = first();
  private final Sealer sealer =
      new Sealer(epoch.asResident(), Party.RESIDENT, epoch.conversation());
  private final Opener opener = new Opener(epoch.asCounter(), Party.RESIDENT, epoch.conversation());

  @Test
  void messages_are_opened_in_order_and_once() {
    SealedFrame one = sealer.seal(HELLO);
    SealedFrame two = sealer.seal(HELLO);
    SealedFrame three = sealer.seal(HELLO);

    assertArrayEquals(
        HELLO, assertInstanceOf(Opener.Opened.Message.class, opener.open(one)).plaintext());
    assertInstanceOf(Opener.Opened.Repeated.class, opener.open(one));
    assertEquals(2, assertInstanceOf(Opener.Opened.Gap.class, opener.open(three)).expected());
    assertInstanceOf(Opener.Opened.Message.class, opener.open(two));
    assertInstanceOf(Opener.Opened.Message.class, opener.open(three));
    assertEquals(3, opener.last());
  }

  @Test
  void a_frame_that_was_touched_is_forged_and_does_not_move_the_counter() {
    SealedFrame frame = sealer.seal(HELLO);
    byte[] touched = frame.ciphertext();
    touched[0] ^= 1;
    byte[] cut = java.util.Arrays.copyOf(frame.ciphertext(), frame.ciphertext().length - 1);

    assertInstanceOf(Opener.Opened.Forged.class, opener.open(new SealedFrame(1, 1, touched)));
    assertInstanceOf(Opener.Opened.Forged.class, opener.open(new SealedFrame(1, 1, cut)));
    assertInstanceOf(Opener.Opened.OtherEpoch.class, opener.open(new SealedFrame(2, 1, touched)));
    assertInstanceOf(Opener.Opened.Message.class, opener.open(frame));
  }

  @Test
  void a_frame_is_good_for_its_place_only() {
    SealedFrame first = sealer.seal(HELLO);
    Opener reflected = new Opener(epoch.asResident(), Party.COUNTER, epoch.conversation());
    Opener elsewhere =
        new Opener(epoch.asCounter(), Party.RESIDENT, new ConversationId("QUJDREVGR0hJSktMTU5PUA"));

    assertInstanceOf(Opener.Opened.Forged.class, reflected.open(first), "back to its sender");
    assertInstanceOf(Opener.Opened.Forged.class, elsewhere.open(first), "another conversation");
    sealer.seal(HELLO);
    opener.open(first);
    assertInstanceOf(
        Opener.Opened.Forged.class,
        opener.open(new SealedFrame(1, 2, first.ciphertext())),
        "another counter");
  }
}
