package nl.digitalebalie.rtc;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.rtc.payload.AudioLevel;
import nl.digitalebalie.rtc.protect.Unprotected;
import nl.digitalebalie.rtc.time.MonoTime;

/**
 * A sample of the call's health, about once a second. Counters run from the beginning; rates are
 * over the time since the sample before. Modelled on W3C webrtc-stats.
 *
 * @param at when it was taken
 * @param roundTrip the newest round trip from SR and RR; zero when not measured yet
 * @param videoIn pictures we receive
 * @param audioIn sound we receive
 * @param videoOut pictures we send
 * @param audioOut sound we send
 * @param discarded packets dropped before any stream, by reason
 * @param srtpRejected packets the protection refused, by reason
 */
public record RtcStats(
    MonoTime at,
    Duration roundTrip,
    VideoIn videoIn,
    AudioIn audioIn,
    Out videoOut,
    Out audioOut,
    Map<Discard, Long> discarded,
    Map<Unprotected.Reason, Long> srtpRejected) {

  public RtcStats {
    discarded = Map.copyOf(discarded);
    srtpRejected = Map.copyOf(srtpRejected);
  }

  /** The newest round trip, if one was measured. */
  public Optional<Duration> measuredRoundTrip() {
    return roundTrip.isZero() ? Optional.empty() : Optional.of(roundTrip);
  }

  /** Packets and bits of one received stream. */
  public record In(
      long packets, long bytes, long lost, double lossShare, Duration jitter, long bitsPerSecond) {}

  /**
   * Received video.
   *
   * @param framesReceived complete pictures
   * @param framesPlayed pictures handed to the decoder
   * @param framesDropped pictures given up, incomplete or undecodable
   * @param keyFrames complete key frames
   * @param framesPerSecond pictures played during the last second
   * @param freezes by the W3C rule: a gap of at least max(3 x mean, mean + 150 ms)
   * @param frozen the sum of those gaps
   * @param width of the last key frame
   * @param height of the last key frame
   * @param playoutDelay how long a picture now waits between arrival and playout
   */
  public record VideoIn(
      In stream,
      long framesReceived,
      long framesPlayed,
      long framesDropped,
      long keyFrames,
      double framesPerSecond,
      long freezes,
      Duration frozen,
      int width,
      int height,
      Duration playoutDelay,
      long nacksSent,
      long plisSent,
      long retransmissionsReceived) {}

  /**
   * Received sound.
   *
   * @param played frames handed to the decoder
   * @param concealed frames the decoder was asked to invent
   * @param level of the newest frame, when the peer says it
   * @param peakLevel the loudest during the last second, when the peer says it
   */
  public record AudioIn(
      In stream,
      long played,
      long concealed,
      AudioLevel level,
      AudioLevel peakLevel,
      Duration playoutDelay) {}

  /**
   * One sent stream.
   *
   * @param remoteLossShare of the newest receiver report, 0 to 1
   * @param targetBitsPerSecond what the encoder is told; 0 for audio
   */
  public record Out(
      long frames,
      long packets,
      long bytes,
      long bitsPerSecond,
      double remoteLossShare,
      long targetBitsPerSecond,
      long nacksReceived,
      long plisReceived,
      long retransmissionsSent) {}

  /** Why a datagram or packet was dropped before it reached a stream. */
  public enum Discard {
    /** Neither RTP, RTCP nor DTLS by its first byte (RFC 7983). */
    UNKNOWN_PROTOCOL,
    /** Empty, or larger than any datagram we expect. */
    BAD_SIZE,
    /** Arrived before the keys and the holding place was full. */
    BEFORE_KEYS,
    /** RTP whose length fields lie. */
    MALFORMED_RTP,
    /** RTCP whose length fields lie. */
    MALFORMED_RTCP,
    /** A payload type or source that was not negotiated. */
    UNKNOWN_STREAM,
    /** A payload that does not follow its codec's format. */
    MALFORMED_PAYLOAD,
    /** A packet that was already there. */
    DUPLICATE,
    /** A packet too old to be of use. */
    TOO_LATE,
    /** A packet whose number or time is far from all others of its source. */
    STRAY
  }
}
