package nl.digitalebalie.transport.srtp;

import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import nl.digitalebalie.rtc.protect.PacketProtection;
import nl.digitalebalie.rtc.protect.Unprotected;
import nl.digitalebalie.transport.log.LibraryLog;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.utils.logging2.LoggerImpl;

/**
 * SRTP and SRTCP with the keys of one handshake; owned by the rtc-loop.
 *
 * <p>RFC 3711 section 3.2.3 keeps one cryptographic context per SSRC. A receiving context is kept
 * only after a packet of its SSRC proved authentic: otherwise anyone who can reach the port could
 * fill the table with invented SSRCs, or spoil the first sequence number of a real one.
 */
public final class SrtpProtection implements PacketProtection {
  /** Two parties send audio, video and a retransmission stream each; the rest is room. */
  static final int MAX_SOURCES_PER_DIRECTION = 32;

  private static final int RTP_HEADER_BYTES = 12;
  private static final int RTP_SSRC_OFFSET = 8;
  private static final int RTCP_HEADER_BYTES = 8;
  private static final int RTCP_SSRC_OFFSET = 4;
  // RFC 3711 section 3.4: every SRTCP packet carries the E flag and a 31-bit index.
  private static final int SRTCP_INDEX_BYTES = 4;

  static {
    // Without a choice the library times several AES providers at first use, which costs seconds.
    LibraryLog.settle();
    Aes.setFactoryClassName("SunJCE");
  }

  private final int tagBytes;
  private final SrtpContextFactory sending;
  private final SrtpContextFactory receiving;
  private final Map<Integer, SrtpCryptoContext> rtpOut = new HashMap<>();
  private final Map<Integer, SentPackets> sent = new HashMap<>();
  private final Map<Integer, SrtcpCryptoContext> rtcpOut = new HashMap<>();
  private final Map<Integer, SrtpCryptoContext> rtpIn = new HashMap<>();
  private final Map<Integer, SrtcpCryptoContext> rtcpIn = new HashMap<>();

  public SrtpProtection(SrtpKeys keys) {
    tagBytes = keys.profile().tagBytes();
    sending = factory(Role.SENDER, keys.profile(), keys.local());
    receiving = factory(Role.RECEIVER, keys.profile(), keys.remote());
  }

  private enum Role {
    SENDER,
    RECEIVER
  }

  private static SrtpContextFactory factory(
      Role role, SrtpProfile profile, SrtpKeys.Direction keys) {
    return new SrtpContextFactory(
        role == Role.SENDER,
        keys.masterKey(),
        keys.masterSalt(),
        policy(profile),
        policy(profile),
        new LoggerImpl(SrtpProtection.class.getName()));
  }

  private static SrtpPolicy policy(SrtpProfile profile) {
    SrtpPolicy policy =
        switch (profile) {
          case AEAD_AES_128_GCM ->
              new SrtpPolicy(
                  SrtpPolicy.AESGCM_ENCRYPTION,
                  profile.keyBytes(),
                  SrtpPolicy.NULL_AUTHENTICATION,
                  0,
                  profile.tagBytes(),
                  profile.saltBytes());
          case AES128_CM_SHA1_80 ->
              new SrtpPolicy(
                  SrtpPolicy.AESCM_ENCRYPTION,
                  profile.keyBytes(),
                  SrtpPolicy.HMACSHA1_AUTHENTICATION,
                  // RFC 3711 section 5.2: the session authentication key has 160 bits.
                  20,
                  profile.tagBytes(),
                  profile.saltBytes());
        };
    // SentPackets does this job and gives a resend its first ciphertext instead of an error.
    // Receiving keeps its check (RFC 3711 section 3.3.2).
    policy.setSendReplayEnabled(false);
    return policy;
  }

  @Override
  public byte[] protectRtp(byte[] packet) {
    requireHeader(packet, RTP_HEADER_BYTES);
    int ssrc = ssrc(packet, RTP_SSRC_OFFSET);
    int sequence = (packet[2] & 0xFF) << 8 | (packet[3] & 0xFF);
    return sent.computeIfAbsent(ssrc, ignored -> new SentPackets())
        .protect(sequence, packet, plain -> encryptRtp(ssrc, plain));
  }

  private byte[] encryptRtp(int ssrc, byte[] packet) {
    PacketBuffer buffer = new PacketBuffer(packet, tagBytes);
    try {
      SrtpErrorStatus status =
          outgoing(rtpOut, ssrc, fresh -> sending.deriveContext(fresh, 0)).transformPacket(buffer);
      requireProtected(status, buffer, packet.length + tagBytes);
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("the JDK lacks a cipher that SRTP needs", broken);
    }
    return buffer.toBytes();
  }

  @Override
  public byte[] protectRtcp(byte[] packet) {
    requireHeader(packet, RTCP_HEADER_BYTES);
    PacketBuffer buffer = new PacketBuffer(packet, tagBytes + SRTCP_INDEX_BYTES);
    try {
      SrtpErrorStatus status =
          outgoing(rtcpOut, ssrc(packet, RTCP_SSRC_OFFSET), sending::deriveControlContext)
              .transformPacket(buffer);
      requireProtected(status, buffer, packet.length + tagBytes + SRTCP_INDEX_BYTES);
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("the JDK lacks a cipher that SRTP needs", broken);
    }
    return buffer.toBytes();
  }

  @Override
  public Unprotected unprotectRtp(byte[] packet) {
    if (packet.length < RTP_HEADER_BYTES + tagBytes) {
      return new Unprotected.Rejected(Unprotected.Reason.MALFORMED);
    }
    return incoming(
        packet,
        rtpIn,
        ssrc(packet, RTP_SSRC_OFFSET),
        ssrc -> receiving.deriveContext(ssrc, 0),
        (context, buffer) -> context.reverseTransformPacket(buffer, false));
  }

  @Override
  public Unprotected unprotectRtcp(byte[] packet) {
    if (packet.length < RTCP_HEADER_BYTES + SRTCP_INDEX_BYTES + tagBytes) {
      return new Unprotected.Rejected(Unprotected.Reason.MALFORMED);
    }
    return incoming(
        packet,
        rtcpIn,
        ssrc(packet, RTCP_SSRC_OFFSET),
        receiving::deriveControlContext,
        SrtcpCryptoContext::reverseTransformPacket);
  }

  private <C> Unprotected incoming(
      byte[] packet, Map<Integer, C> known, int ssrc, ContextOf<C> fresh, Reversal<C> reversal) {
    PacketBuffer buffer = new PacketBuffer(packet, 0);
    C existing = known.get(ssrc);
    try {
      C context = existing != null ? existing : fresh.derive(ssrc);
      SrtpErrorStatus status = reversal.apply(context, buffer);
      if (status != SrtpErrorStatus.OK) {
        return new Unprotected.Rejected(reason(status));
      }
      if (existing == null) {
        if (known.size() >= MAX_SOURCES_PER_DIRECTION) {
          return new Unprotected.Rejected(Unprotected.Reason.TOO_MANY_SOURCES);
        }
        known.put(ssrc, context);
      }
      return new Unprotected.Plain(buffer.toBytes());
    } catch (GeneralSecurityException notAuthentic) {
      // The AEAD ciphers of the JDK say "wrong tag" by AEADBadTagException.
      return new Unprotected.Rejected(Unprotected.Reason.NOT_AUTHENTIC);
    } catch (IndexOutOfBoundsException
        | IllegalArgumentException
        | NegativeArraySizeException lies) {
      // A length field that points outside the packet: the library checks most, not all of them.
      return new Unprotected.Rejected(Unprotected.Reason.MALFORMED);
    }
  }

  private static Unprotected.Reason reason(SrtpErrorStatus status) {
    return switch (status) {
      case OK -> throw new IllegalStateException("an accepted packet has no reason of refusal");
      case AUTH_FAIL -> Unprotected.Reason.NOT_AUTHENTIC;
      case REPLAY_FAIL -> Unprotected.Reason.REPLAYED;
      case REPLAY_OLD -> Unprotected.Reason.TOO_OLD;
      case FAIL, INVALID_PACKET -> Unprotected.Reason.MALFORMED;
    };
  }

  private static <C> C outgoing(Map<Integer, C> known, int ssrc, ContextOf<C> fresh)
      throws GeneralSecurityException {
    C existing = known.get(ssrc);
    if (existing != null) {
      return existing;
    }
    if (known.size() >= MAX_SOURCES_PER_DIRECTION) {
      throw new IllegalStateException("a call sends from more SSRCs than it can have streams");
    }
    C context = fresh.derive(ssrc);
    known.put(ssrc, context);
    return context;
  }

  private static void requireHeader(byte[] packet, int bytes) {
    if (packet.length < bytes) {
      throw new IllegalStateException("the engine sends a packet without a whole header");
    }
  }

  /** The library says OK even when its cipher refused and the packet is still readable. */
  private static void requireProtected(SrtpErrorStatus status, PacketBuffer packet, int bytes) {
    if (status != SrtpErrorStatus.OK || packet.getLength() != bytes) {
      throw new IllegalStateException("a packet of our own cannot be protected: " + status);
    }
  }

  private static int ssrc(byte[] packet, int offset) {
    return (packet[offset] & 0xFF) << 24
        | (packet[offset + 1] & 0xFF) << 16
        | (packet[offset + 2] & 0xFF) << 8
        | (packet[offset + 3] & 0xFF);
  }

  /** Derives the context of one SSRC. */
  private interface ContextOf<C> {
    C derive(int ssrc) throws GeneralSecurityException;
  }

  /** Authenticates and decrypts in place. */
  private interface Reversal<C> {
    SrtpErrorStatus apply(C context, PacketBuffer packet) throws GeneralSecurityException;
  }
}
