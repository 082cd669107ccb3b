package nl.digitalebalie.rtc;

import nl.digitalebalie.protocol.sdp.SessionDescription;
import nl.digitalebalie.rtc.negotiate.LocalTransport;
import nl.digitalebalie.rtc.payload.EncodedAudio;
import nl.digitalebalie.rtc.payload.EncodedVideo;
import nl.digitalebalie.rtc.protect.PacketProtection;
import nl.digitalebalie.rtc.time.MonoTime;

/** Everything that can happen to a session; each carries its time, so there is no other clock. */
public sealed interface Input {

  /** When it happened; never earlier than the input before it. */
  MonoTime at();

  /** We begin: answered by {@link Output.Describe} with our offer ({@code a=setup:actpass}). */
  record OfferRequested(MonoTime at, LocalTransport local) implements Input {}

  /** The peer answered our offer: answered by Negotiated or NegotiationFailed. */
  record AnswerArrived(MonoTime at, SessionDescription answer) implements Input {}

  /** The peer begins: answered by {@link Output.Describe} with our answer, and Negotiated. */
  record OfferArrived(MonoTime at, SessionDescription offer, LocalTransport local)
      implements Input {}

  /**
   * Bytes from the selected ICE component: SRTP, SRTCP or DTLS (RFC 7983). The time is taken
   * straight after the socket's receive, else the peer's bandwidth estimate suffers.
   */
  record DatagramArrived(MonoTime at, byte[] bytes) implements Input {}

  /** The DTLS handshake is done and the fingerprint verified: packets held so far are read now. */
  record Secured(MonoTime at, PacketProtection protection) implements Input {}

  /** Our encoder made a picture. */
  record VideoCaptured(MonoTime at, EncodedVideo frame) implements Input {}

  /** Our encoder made 20 ms of sound. */
  record AudioCaptured(MonoTime at, EncodedAudio frame) implements Input {}

  /** Our decoder failed on a frame and needs a key frame. */
  record KeyFrameWanted(MonoTime at) implements Input {}

  /** The moment the session asked to be woken at has come. */
  record TimePassed(MonoTime at) implements Input {}

  /** We hang up: a BYE is sent (RFC 3550 section 6.6) and nothing after it. */
  record Closed(MonoTime at) implements Input {}
}
