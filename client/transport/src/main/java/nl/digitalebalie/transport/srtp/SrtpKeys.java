package nl.digitalebalie.transport.srtp;

import java.util.Arrays;

/**
 * The master keys of one call, as one end sees them: what it sends with and what it receives with.
 *
 * <p>Made from the keying material that a DTLS handshake exports. Prints no key.
 *
 * @param profile the agreed protection profile
 * @param local key and salt of our sending direction
 * @param remote key and salt of the direction that we receive
 */
public record SrtpKeys(SrtpProfile profile, Direction local, Direction remote) {

  /**
   * RFC 5764 section 4.2: the exported block is client key, server key, client salt, server salt.
   */
  public static int exportedBytes(SrtpProfile profile) {
    return 2 * (profile.keyBytes() + profile.saltBytes());
  }

  /** Splits an exported block for the end that was the DTLS client. */
  public static SrtpKeys ofClient(SrtpProfile profile, byte[] exported) {
    return new SrtpKeys(
        profile, clientDirection(profile, exported), serverDirection(profile, exported));
  }

  /** Splits an exported block for the end that was the DTLS server. */
  public static SrtpKeys ofServer(SrtpProfile profile, byte[] exported) {
    return new SrtpKeys(
        profile, serverDirection(profile, exported), clientDirection(profile, exported));
  }

  private static Direction clientDirection(SrtpProfile profile, byte[] exported) {
    requireWhole(profile, exported);
    int salts = 2 * profile.keyBytes();
    return new Direction(
        Arrays.copyOfRange(exported, 0, profile.keyBytes()),
        Arrays.copyOfRange(exported, salts, salts + profile.saltBytes()));
  }

  private static Direction serverDirection(SrtpProfile profile, byte[] exported) {
    requireWhole(profile, exported);
    int salt = 2 * profile.keyBytes() + profile.saltBytes();
    return new Direction(
        Arrays.copyOfRange(exported, profile.keyBytes(), 2 * profile.keyBytes()),
        Arrays.copyOfRange(exported, salt, salt + profile.saltBytes()));
  }

  private static void requireWhole(SrtpProfile profile, byte[] exported) {
    if (exported.length != exportedBytes(profile)) {
      throw new IllegalStateException(
          "exported keying material has "
              + exported.length
              + " bytes, the profile needs "
              + exportedBytes(profile));
    }
  }

  /** Overwrites the keys; the record is useless afterwards. */
  public void erase() {
    local.erase();
    remote.erase();
  }

  @Override
  public String toString() {
    return "SrtpKeys[" + profile + "]";
  }

  /** Master key and master salt of one direction (RFC 3711 section 8.1). */
  public static final class Direction {
    private final byte[] masterKey;
    private final byte[] masterSalt;

    Direction(byte[] masterKey, byte[] masterSalt) {
      this.masterKey = masterKey;
      this.masterSalt = masterSalt;
    }

    byte[] masterKey() {
      return masterKey;
    }

    byte[] masterSalt() {
      return masterSalt;
    }

    private void erase() {
      Arrays.fill(masterKey, (byte) 0);
      Arrays.fill(masterSalt, (byte) 0);
    }

    @Override
    public String toString() {
      return "Direction[redacted]";
    }
  }
}
