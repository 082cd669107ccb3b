package nl.digitalebalie.transport.dtls;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;

/**
 * Keeps a client's ChangeCipherSpec from overtaking what belongs before it.
 *
 * <p>When one of Certificate, ClientKeyExchange and CertificateVerify is lost and the
 * ChangeCipherSpec behind it arrives, BouncyCastle's server switches to the new keys at once and
 * from then on drops the resent message, which has the old ones: the handshake is dead. So whatever
 * comes too early counts as lost; the client resends it with the rest. Reads hostile bytes: what it
 * cannot read it lets pass, for BouncyCastle to judge.
 */
final class ClientFlight {
  private static final int RECORD_HEADER = 13;
  private static final int MESSAGE_HEADER = 12;
  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int HANDSHAKE = 22;

  /** RFC 5246 section 7.4: what a client with a certificate sends before ChangeCipherSpec. */
  private enum Part {
    CERTIFICATE,
    CLIENT_KEY_EXCHANGE,
    CERTIFICATE_VERIFY
  }

  private final Set<Part> seen = EnumSet.noneOf(Part.class);

  /** Whether this datagram may be handed on; remembers what is in it. */
  boolean mayPass(byte[] datagram) {
    ByteBuffer in = ByteBuffer.wrap(datagram);
    while (in.remaining() >= RECORD_HEADER) {
      int type = in.get(in.position()) & 0xFF;
      int epoch = in.getShort(in.position() + 3) & 0xFFFF;
      int length = in.getShort(in.position() + 11) & 0xFFFF;
      in.position(in.position() + RECORD_HEADER);
      if (length > in.remaining()) {
        return true;
      }
      if ((type == CHANGE_CIPHER_SPEC || epoch > 0) && seen.size() < Part.values().length) {
        return false;
      }
      if (type == HANDSHAKE && epoch == 0) {
        remember(in.slice(in.position(), length));
      }
      in.position(in.position() + length);
    }
    return true;
  }

  private void remember(ByteBuffer messages) {
    while (messages.remaining() >= MESSAGE_HEADER) {
      switch (messages.get(messages.position())) {
        case 11 -> seen.add(Part.CERTIFICATE);
        case 15 -> seen.add(Part.CERTIFICATE_VERIFY);
        case 16 -> seen.add(Part.CLIENT_KEY_EXCHANGE);
        default -> {}
      }
      int fragment = messages.getInt(messages.position() + 8) & 0xFFFFFF;
      if (fragment > messages.remaining() - MESSAGE_HEADER) {
        return;
      }
      messages.position(messages.position() + MESSAGE_HEADER + fragment);
    }
  }
}
