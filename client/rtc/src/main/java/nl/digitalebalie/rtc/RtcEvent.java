package nl.digitalebalie.rtc;

import java.time.Duration;
import java.util.List;
import nl.digitalebalie.rtc.negotiate.Codec;
import nl.digitalebalie.rtc.negotiate.DtlsRole;
import nl.digitalebalie.rtc.negotiate.NegotiationFault;
import nl.digitalebalie.rtc.negotiate.RemoteTransport;
import nl.digitalebalie.rtc.time.MonoTime;

/** What a session tells its owner. */
public sealed interface RtcEvent {

  /**
   * Both sides agree: the transport may begin connectivity checks and the handshake.
   *
   * @param remote where and who the peer is; the handshake must show this fingerprint
   * @param dtlsRole our part in the handshake
   * @param codecs what will be sent and received
   */
  record Negotiated(RemoteTransport remote, DtlsRole dtlsRole, List<Codec> codecs)
      implements RtcEvent {
    public Negotiated {
      codecs = List.copyOf(codecs);
    }
  }

  /**
   * The peer's description was refused; nothing is sent or received.
   *
   * @param fault the stable code
   * @param reason a sentence for an engineer that quotes nothing of the peer's text
   */
  record NegotiationFailed(NegotiationFault fault, String reason) implements RtcEvent {}

  /** The peer needs a key frame of us (PLI or FIR); at most one in 300 ms. */
  record KeyFrameRequested() implements RtcEvent {}

  /** What our video encoder should aim for from now on. */
  record VideoTarget(long bitsPerSecond, int maxFramesPerSecond) implements RtcEvent {}

  /** The first picture is played. */
  record FirstVideoFrame(MonoTime at) implements RtcEvent {}

  /** The first sound is played. */
  record FirstAudioFrame(MonoTime at) implements RtcEvent {}

  /** A picture came so late that the one before it stood still, by the W3C webrtc-stats rule. */
  record Froze(MonoTime at, Duration gap) implements RtcEvent {}

  /** The peer said BYE (RFC 3550 section 6.6). */
  record RemoteLeft(MonoTime at) implements RtcEvent {}

  /** How the call is doing, once a second from the moment it is secured. */
  record StatsSampled(RtcStats stats) implements RtcEvent {}
}
