package nl.digitalebalie.rtc.congestion;

import nl.digitalebalie.rtc.packet.RtcpPacket.TransportFeedback;
import nl.digitalebalie.rtc.time.MonoTime;

/**
 * Decides the target of the video encoder from what the peer reports. It is told everything a
 * delay-based estimator needs, so that one can take its place.
 */
public interface RateController {

  /** A packet left, with its transport-wide number and its size on the wire. */
  void sent(int transportSequence, int bytes, MonoTime at);

  /** The peer told when packets arrived. */
  void feedback(TransportFeedback feedback, MonoTime at);

  /** The peer's receiver report told the share that was lost, 0 to 1. */
  void lossReported(double share, MonoTime at);

  /** The peer's REMB told what it thinks the path can carry. */
  void limited(long bitsPerSecond, MonoTime at);

  /** The target now. */
  Target target();

  /** What the encoder should aim for. */
  record Target(long bitsPerSecond, int framesPerSecond) {}
}
