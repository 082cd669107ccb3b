package nl.digitalebalie.desktop.call.engine;

import java.util.List;
import nl.digitalebalie.protocol.signal.IceServer;

/**
 * How a call begins.
 *
 * @param devices what to open first
 * @param iceServers where to learn our public address and relay, as the server says
 * @param reach which networks the call may use
 * @param picture size and rate asked of the camera
 */
public record CallSettings(
    CallDevices devices, List<IceServer> iceServers, Reach reach, CallPicture picture) {
  public CallSettings {
    iceServers = List.copyOf(iceServers);
  }

  /** Which networks a call may use. */
  public enum Reach {
    /** The product's setting: everything but this machine itself. */
    NETWORK,
    /** Also a browser on this machine: demonstrations. */
    NETWORK_AND_THIS_MACHINE,
    /** Nothing but this machine: tests. */
    THIS_MACHINE
  }

  /** Size and rate of the picture we send. */
  public record CallPicture(int width, int height, int framesPerSecond) {
    /** Enough for a face at any counter, and cheap: 640x480 at 30 frames a second. */
    public static final CallPicture STANDARD = new CallPicture(640, 480, 30);
  }
}
