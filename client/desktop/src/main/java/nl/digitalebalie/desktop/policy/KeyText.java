package nl.digitalebalie.desktop.policy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;

/** Public keys as administrators have them: PEM (SPKI) or JWK. */
final class KeyText {
  /** RFC 8725 3.2 and NIST SP 800-57: less is not to be trusted any more. */
  private static final int MIN_RSA_BITS = 2048;

  private KeyText() {}

  static Read<ECPublicKey> attestationKey(String text) {
    return switch (parse(text)) {
      case Read.Key<PublicKey>(PublicKey key) ->
          key instanceof ECPublicKey ec
              ? Curve.P_256.equals(Curve.forECParameterSpec(ec.getParams()))
                  ? new Read.Key<>(ec)
                  : new Read.Weak<>()
              : new Read.Unreadable<>();
      case Read.Unreadable<PublicKey> _ -> new Read.Unreadable<>();
      case Read.Weak<PublicKey> _ -> new Read.Weak<>();
    };
  }

  static Read<RSAPublicKey> irmaKey(String text) {
    return switch (parse(text)) {
      case Read.Key<PublicKey>(PublicKey key) ->
          key instanceof RSAPublicKey rsa
              ? rsa.getModulus().bitLength() >= MIN_RSA_BITS
                  ? new Read.Key<>(rsa)
                  : new Read.Weak<>()
              : new Read.Unreadable<>();
      case Read.Unreadable<PublicKey> _ -> new Read.Unreadable<>();
      case Read.Weak<PublicKey> _ -> new Read.Weak<>();
    };
  }

  private static Read<PublicKey> parse(String text) {
    try {
      if (text.startsWith("{")) {
        JWK key = JWK.parse(text);
        return new Read.Key<>(
            key instanceof ECKey ec ? ec.toECPublicKey() : key.toRSAKey().toRSAPublicKey());
      }
      return Pem.parse(text).<Read<PublicKey>>map(Read.Key::new).orElseGet(Read.Unreadable::new);
    } catch (ParseException | JOSEException | ClassCastException unreadable) {
      return new Read.Unreadable<>();
    }
  }

  /** What became of a key's text. */
  sealed interface Read<K> {
    record Key<K>(K key) implements Read<K> {}

    record Unreadable<K>() implements Read<K> {}

    record Weak<K>() implements Read<K> {}
  }

  /** One kind of key. */
  @FunctionalInterface
  interface Reader<K> {
    Read<K> read(String text);
  }
}
