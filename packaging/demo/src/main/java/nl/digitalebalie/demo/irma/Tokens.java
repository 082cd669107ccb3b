package nl.digitalebalie.demo.irma;

import java.util.random.RandomGenerator;

/** irma server's tokens: 20 characters of letters and digits; pairing codes: 4 digits. */
final class Tokens {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LENGTH = 20;
  private final RandomGenerator random;

  Tokens(RandomGenerator random) {
    this.random = random;
  }

  String token() {
    StringBuilder token = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      token.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return token.toString();
  }

  String pairingCode() {
    return "%04d".formatted(random.nextInt(10_000));
  }
}
