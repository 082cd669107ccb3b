package nl.digitalebalie.desktop.call.engine;

import nl.digitalebalie.media.frame.PictureSource;
import nl.digitalebalie.media.pipeline.Switch;
import nl.digitalebalie.protocol.signal.Candidate;

/**
 * The media of one conversation, from the staff member's accept to the hang-up.
 *
 * <p>A conversation may need several connections (the resident reloads the page, changes network):
 * each is an epoch with an offer of its own, while devices stay open and the pictures keep coming
 * through the same sources. Every method but {@link #close} may be called from any thread and
 * returns at once; what comes of it arrives as a {@link CallEvent}. After the hang-up they do
 * nothing.
 */
public interface CallEngine extends AutoCloseable {
  /**
   * Offers a connection; an earlier one ends. The offer and our candidates go out through {@link
   * CallSignals}.
   *
   * @param epoch higher than any before
   */
  void connect(int epoch);

  /** The resident's answer; of another epoch than the current one it is ignored. */
  void answerArrived(int epoch, String sdp);

  /** One more place where the resident may be reached. */
  void candidateArrived(int epoch, Candidate candidate);

  /** The resident has no more candidates. */
  void candidatesDone(int epoch);

  /** The resident's pictures, BGRA; for one reading thread. */
  PictureSource remotePicture();

  /** Our own camera's pictures, BGRA, not mirrored; for one reading thread. */
  PictureSource selfView();

  /** Whether the resident hears us. */
  void microphone(Switch on);

  /** Whether the resident sees us; off closes the camera. */
  void camera(Switch on);

  /** Other devices from now on; what did not change stays open. */
  void use(CallDevices devices);

  /** How the call is doing now. */
  CallStats stats();

  /** Hangs up: says goodbye, closes devices and threads, in the background. */
  void hangUp();

  /** {@link #hangUp} and waits for its end, up to some seconds; never on the toolkit's thread. */
  @Override
  void close();
}
