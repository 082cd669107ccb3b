package nl.digitalebalie.transport.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A STUN message (RFC 8489) as the test's TURN server reads and writes it; IPv4 only. */
record StunMessage(int type, byte[] transaction, Map<Integer, byte[]> attributes) {
  static final int USERNAME = 0x0006;
  static final int MESSAGE_INTEGRITY = 0x0008;
  static final int ERROR_CODE = 0x0009;
  static final int CHANNEL_NUMBER = 0x000C;
  static final int LIFETIME = 0x000D;
  static final int XOR_PEER_ADDRESS = 0x0012;
  static final int DATA = 0x0013;
  static final int REALM = 0x0014;
  static final int NONCE = 0x0015;
  static final int XOR_RELAYED_ADDRESS = 0x0016;
  static final int XOR_MAPPED_ADDRESS = 0x0020;

  private static final int COOKIE = 0x2112A442;
  private static final int HEADER = 20;

  static StunMessage read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int type = in.getShort() & 0xFFFF;
    int length = in.getShort() & 0xFFFF;
    in.getInt();
    byte[] transaction = new byte[12];
    in.get(transaction);
    Map<Integer, byte[]> attributes = new LinkedHashMap<>();
    while (in.position() < HEADER + length) {
      int name = in.getShort() & 0xFFFF;
      byte[] value = new byte[in.getShort() & 0xFFFF];
      in.get(value);
      in.position(in.position() + padding(value.length));
      attributes.put(name, value);
    }
    return new StunMessage(type, transaction, attributes);
  }

  private static int padding(int length) {
    return (4 - length % 4) % 4;
  }

  StunMessage with(int name, byte[] value) {
    attributes.put(name, value);
    return this;
  }

  StunMessage with(int name, InetSocketAddress address) {
    return with(
        name,
        ByteBuffer.allocate(8)
            .putShort((short) 1)
            .putShort((short) (address.getPort() ^ COOKIE >>> 16))
            .putInt(ByteBuffer.wrap(address.getAddress().getAddress()).getInt() ^ COOKIE)
            .array());
  }

  InetSocketAddress address(int name) {
    ByteBuffer in = ByteBuffer.wrap(attributes.get(name));
    in.getShort();
    int port = (in.getShort() ^ COOKIE >>> 16) & 0xFFFF;
    byte[] address = ByteBuffer.allocate(4).putInt(in.getInt() ^ COOKIE).array();
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException broken) {
      throw new IllegalStateException(broken);
    }
  }

  byte[] bytes() {
    int length =
        attributes.values().stream()
            .mapToInt(value -> 4 + value.length + padding(value.length))
            .sum();
    ByteBuffer out = ByteBuffer.allocate(HEADER + length);
    out.putShort((short) type).putShort((short) length).putInt(COOKIE).put(transaction);
    attributes.forEach((name, value) -> {
      out.putShort((short) (int) name).putShort((short) value.length).put(value);
      out.position(out.position() + padding(value.length));
    });
    return out.array();
  }

  /** RFC 8489 section 9.2.2: the key of long-term credentials. */
  static byte[] key(String user, String realm, String password) {
    try {
      return MessageDigest.getInstance("MD5")
          .digest((user + ":" + realm + ":" + password).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /** Signed as the last attribute (RFC 8489 section 14.5). */
  byte[] signedBytes(byte[] key) {
    byte[] unsigned = with(MESSAGE_INTEGRITY, new byte[20]).bytes();
    byte[] signature = hmac(key, Arrays.copyOf(unsigned, unsigned.length - 24));
    System.arraycopy(signature, 0, unsigned, unsigned.length - 20, 20);
    return unsigned;
  }

  /** Whether the message, as received, was signed with this key. */
  static boolean isSigned(byte[] received, byte[] key) {
    int at = HEADER;
    ByteBuffer in = ByteBuffer.wrap(received.clone());
    while (at + 4 <= received.length) {
      int length = in.getShort(at + 2) & 0xFFFF;
      if ((in.getShort(at) & 0xFFFF) == MESSAGE_INTEGRITY) {
        in.putShort(2, (short) (at + 24 - HEADER));
        return MessageDigest.isEqual(
            hmac(key, Arrays.copyOf(in.array(), at)),
            Arrays.copyOfRange(received, at + 4, at + 24));
      }
      at += 4 + length + padding(length);
    }
    return false;
  }

  private static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException(broken);
    }
  }
}
