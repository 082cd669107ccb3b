package nl.digitalebalie.transport;

import nl.digitalebalie.protocol.sdp.Candidate;
import nl.digitalebalie.protocol.sdp.SessionDescription;
import nl.digitalebalie.rtc.RtcEvent;
import nl.digitalebalie.rtc.payload.EncodedAudio;
import nl.digitalebalie.rtc.payload.EncodedVideo;

/**
 * Takes what a call has to say. Every method is called on the rtc-loop and must hand over at once:
 * whoever blocks here holds up the pacing of the whole call.
 */
public interface CallListener {
  /** Our description, to be carried to the peer by the signalling. */
  void described(SessionDescription description);

  /** One more candidate of ours, to be carried to the peer. */
  void candidateGathered(Candidate candidate);

  /** No more candidates of ours will come. */
  void gatheringEnded();

  /** The transport's state changed. */
  void stateChanged(CallState state);

  /** What the engine noticed: targets for the encoder, key frame requests, statistics. */
  void happened(RtcEvent event);

  /** What the network edges counted; follows every statistics sample of the engine. */
  void counted(TransportCounters counters);

  /** A picture to decode and show now. */
  void playVideo(EncodedVideo frame);

  /** 20 ms of sound to decode and play now. */
  void playAudio(EncodedAudio frame);

  /** So many frames of sound are missing here. */
  void concealAudio(int count);
}
