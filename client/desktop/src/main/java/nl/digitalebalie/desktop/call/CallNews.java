package nl.digitalebalie.desktop.call;

import nl.digitalebalie.desktop.call.engine.CallFault;
import nl.digitalebalie.desktop.call.engine.CallStats;
import nl.digitalebalie.media.pipeline.DeviceTrouble;
import nl.digitalebalie.protocol.signal.Candidate;

/**
 * What the media engine has to say; each names its epoch, so that a late one is seen to be late.
 */
public sealed interface CallNews {

  /** The description to send to the resident. */
  record Offered(int epoch, String sdp) implements CallNews {
    @Override
    public String toString() {
      return "Offered[" + epoch + "]"; // holds addresses
    }
  }

  record CandidateFound(int epoch, Candidate candidate) implements CallNews {}

  record CandidatesFinished(int epoch) implements CallNews {}

  /** Encrypted end to end with the announced certificate. */
  record Secured(int epoch) implements CallNews {}

  record FirstPicture(int epoch) implements CallNews {}

  /** The resident's browser said goodbye; a reload does that as well. */
  record RemoteLeft(int epoch) implements CallNews {}

  record ConnectionFailed(int epoch, CallFault fault) implements CallNews {}

  record DeviceFailed(DeviceTrouble trouble) implements CallNews {}

  /** Once a second. */
  record Measured(CallStats stats) implements CallNews {}
}
