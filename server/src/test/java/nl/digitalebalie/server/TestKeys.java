package nl.digitalebalie.server;

import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import nl.digitalebalie.protocol.binding.ChannelBinding;
import nl.digitalebalie.protocol.binding.DisclosureConsent;
import nl.digitalebalie.protocol.binding.LifeSign;
import nl.digitalebalie.protocol.binding.Party;
import nl.digitalebalie.protocol.binding.PublicPoint;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.signal.SignedAnnouncement;
import nl.digitalebalie.protocol.signal.WalletDevice;
import nl.digitalebalie.server.identity.Keys;

/** Conversation keys that tests play both sides with, and what is no key. */
public final class TestKeys {
  public static final KeyPair RESIDENT = Keys.ecPair(new SecureRandom());
  public static final KeyPair COUNTER = Keys.ecPair(new SecureRandom());
  public static final KeyPair OTHER = Keys.ecPair(new SecureRandom());

  /** Of the right form, but (1, 1) lies not on P-256. */
  public static final String OFF_THE_CURVE = offTheCurve();

  /** Of the right form; nobody made it. */
  public static final String NO_SIGNATURE = "A".repeat(86);

  private TestKeys() {}

  public static PublicPoint point(KeyPair pair) {
    return PublicPoint.of((ECPublicKey) pair.getPublic());
  }

  public static String text(KeyPair pair) {
    return point(pair).base64url();
  }

  public static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** {@code b} of the two in a conversation of Voorbeeld. */
  public static ChannelBinding binding(
      ConversationId conversation, KeyPair resident, KeyPair counter) {
    return ChannelBinding.of(
        new MunicipalityId("voorbeeld"), conversation, point(resident), point(counter));
  }

  public static String lifeSign(
      KeyPair key, Party party, ChannelBinding binding, int epoch, long number) {
    return base64url(new LifeSign(party, binding, epoch, number).sign(key.getPrivate()));
  }

  public static String consent(
      KeyPair key, ChannelBinding binding, DisclosureId disclosure, WalletDevice device) {
    return base64url(new DisclosureConsent(binding, disclosure, device).sign(key.getPrivate()));
  }

  /** The relay cannot check it, so its tests need no right one. */
  public static SignedAnnouncement announcement() {
    return new SignedAnnouncement(text(OTHER), NO_SIGNATURE);
  }

  private static String offTheCurve() {
    byte[] point = new byte[65];
    point[0] = 4;
    point[32] = 1;
    point[64] = 1;
    return base64url(point);
  }
}
