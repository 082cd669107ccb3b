package nl.digitalebalie.rtc;

import nl.digitalebalie.protocol.sdp.SessionDescription;
import nl.digitalebalie.rtc.payload.EncodedAudio;
import nl.digitalebalie.rtc.payload.EncodedVideo;

/** Everything a session can want from the world around it. */
public sealed interface Output {

  /** Our description, to be carried to the peer by the signalling. */
  record Describe(Kind kind, SessionDescription description) implements Output {
    /** Which of the two a description is. */
    public enum Kind {
      OFFER,
      ANSWER
    }
  }

  /** A protected packet for the selected ICE component. */
  record Send(byte[] datagram) implements Output {}

  /** A datagram that belongs to the DTLS association. */
  record Dtls(byte[] datagram) implements Output {}

  /** A picture to decode and show now; every one is decodable and comes in order. */
  record PlayVideo(EncodedVideo frame) implements Output {}

  /** 20 ms of sound to decode and play now, in order. */
  record PlayAudio(EncodedAudio frame) implements Output {}

  /**
   * Sound is missing at this place of the playout: conceal it.
   *
   * @param count how many frames of 20 ms
   */
  record ConcealAudio(int count) implements Output {}

  /** Something the application may want to know. */
  record Happened(RtcEvent event) implements Output {}
}
