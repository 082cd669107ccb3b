package nl.digitalebalie.desktop.call.engine;

import nl.digitalebalie.protocol.signal.Candidate;

/**
 * What the engine wants carried to the resident; called on the engine's threads, must not block.
 */
public interface CallSignals {
  /** Our offer of an epoch. */
  void offer(int epoch, String sdp);

  /** One more place where we may be reached. */
  void candidate(int epoch, Candidate candidate);

  /** We have no more candidates. */
  void candidatesDone(int epoch);
}
