package nl.digitalebalie.desktop.channel;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import nl.digitalebalie.protocol.binding.PublicPoint;

/** A key of our own on P-256: {@code K_C} of a conversation, or the ECDH key of one epoch. */
record EcKey(PrivateKey privateKey, PublicPoint point) {

  static EcKey fresh(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair pair = generator.generateKeyPair();
      return new EcKey(pair.getPrivate(), PublicPoint.of((ECPublicKey) pair.getPublic()));
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException("the JDK makes no key on P-256", everyJdkHasIt);
    }
  }

  @Override
  public String toString() {
    return "EcKey[" + point + "]";
  }
}
