package nl.digitalebalie.desktop.call;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import nl.digitalebalie.desktop.call.engine.CallStats;
import nl.digitalebalie.media.frame.PictureSource;
import nl.digitalebalie.media.pipeline.Switch;
import nl.digitalebalie.protocol.signal.Candidate;
import nl.digitalebalie.protocol.signal.IceServer;

/**
 * The media of the conversations of one desk. Every method returns at once; what comes of it
 * arrives as {@link CallNews}, on any thread.
 */
public interface CallPort extends AutoCloseable {

  /** Where news goes; set once, before anything else. */
  void listen(Consumer<CallNews> listener);

  /** Loads codecs and makes keys, so that the first call starts as fast as the tenth. */
  void prewarm();

  /** Starts the media of a conversation with its first epoch; the answer is an offer. */
  void begin(int epoch, List<IceServer> servers, DeviceChoice devices);

  /** The next epoch of the same conversation; devices stay open. */
  void connectAgain(int epoch);

  void answer(int epoch, String sdp);

  void candidate(int epoch, Candidate candidate);

  void candidatesDone(int epoch);

  void microphone(Switch wanted);

  void camera(Switch wanted);

  /** Ends the media of the conversation and forgets its keys. */
  void end();

  /** Other devices from now on, in a call or in the next. */
  void use(DeviceChoice devices);

  /** Looks what is plugged in now, which may take a second; tells it on any thread. */
  void findDevices(Consumer<Devices> found);

  /** Opens the devices outside a call to try them; the same picture and statistics sources tell. */
  void startTest(DeviceChoice devices);

  void stopTest();

  /** Plays a short tone on this speaker. */
  void playTone(DeviceChoice devices);

  /** How the call, or the test, is doing; empty when there is none. */
  Optional<CallStats> stats();

  /** The resident's newest pictures, BGRA; empty when there is no call. */
  Optional<PictureSource> remotePicture();

  /** Our own newest pictures, BGRA, not mirrored; empty when there is neither call nor test. */
  Optional<PictureSource> ownPicture();

  @Override
  void close();
}
