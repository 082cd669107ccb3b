package nl.digitalebalie.desktop.call.engine;

import java.time.Duration;
import nl.digitalebalie.media.pipeline.DeviceTrouble;
import nl.digitalebalie.protocol.sdp.Fingerprint;

/** What happens in a call; told on the engine's threads, so a listener hands over and returns. */
public sealed interface CallEvent {
  /**
   * Pictures and sound are encrypted end to end with the peer whose certificate has this
   * fingerprint; both fingerprints are what the channel binding is made of.
   */
  record Secured(int epoch, Fingerprint local, Fingerprint remote, String srtpProfile)
      implements CallEvent {}

  /** The first picture of the resident is there. */
  record FirstRemotePicture(int epoch, Duration sinceConnect) implements CallEvent {}

  /** The resident's picture stood still. */
  record Froze(Duration gap) implements CallEvent {}

  /** The resident's side said goodbye; a reload of the page does that too. */
  record RemoteLeft(int epoch) implements CallEvent {}

  /** The connection is gone or never came; a new epoch may be tried. */
  record ConnectionFailed(int epoch, CallFault fault) implements CallEvent {}

  /** A device does not work; the call goes on without it. */
  record DeviceFailed(DeviceTrouble trouble) implements CallEvent {}
}
