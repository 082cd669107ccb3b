package nl.digitalebalie.media.capture;

import java.nio.ByteBuffer;
import nl.digitalebalie.media.frame.Canvas;
import nl.digitalebalie.media.pace.Metronome;
import nl.digitalebalie.rtc.time.MonoTime;

/**
 * What the other side sees while our camera is off: an even dark grey instead of a frozen face.
 *
 * <p>A few pictures a second keep the stream alive at next to no cost.
 */
final class NeutralCamera implements Camera {
  private static final long PERIOD_NANOS = 200_000_000;
  private static final byte DARK_GREY = 48;
  private static final byte NO_COLOUR = (byte) 128;

  private final CameraMode mode;
  private final Metronome metronome = new Metronome(PERIOD_NANOS);

  NeutralCamera(CameraMode mode) {
    this.mode = mode;
  }

  @Override
  public Shot shoot(Canvas canvas) {
    MonoTime at = metronome.await();
    ByteBuffer room = canvas.room(mode.width(), mode.height());
    int luma = mode.width() * mode.height();
    for (int i = 0; i < room.limit(); i++) {
      room.put(i, i < luma ? DARK_GREY : NO_COLOUR);
    }
    return new Shot.Taken(at);
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
