package nl.digitalebalie.transport;

import java.util.concurrent.TimeUnit;
import nl.digitalebalie.rtc.payload.AudioLevel;
import nl.digitalebalie.rtc.payload.EncodedAudio;
import nl.digitalebalie.rtc.payload.EncodedVideo;
import nl.digitalebalie.rtc.payload.EncodedVideo.FrameKind;
import nl.digitalebalie.rtc.time.MediaTime;

/** Bytes that look like VP8 pictures and Opus frames to the engine, numbered to be told apart. */
final class MadePictures {
  private static final int TICKS_PER_PICTURE = 3_000;
  private static final int BYTES = 3_000;

  private int number;

  /** RFC 6386 section 9.1: a key frame begins with a tag, a start code and its size. */
  EncodedVideo next(FrameKind kind) {
    byte[] payload = new byte[BYTES];
    if (kind == FrameKind.KEY) {
      byte[] header = {0x10, 0, 0, (byte) 0x9D, 0x01, 0x2A, 0x40, 0x01, (byte) 0xF0, 0x00};
      System.arraycopy(header, 0, payload, 0, header.length);
    } else {
      payload[0] = 0x11;
    }
    payload[BYTES - 1] = (byte) number;
    long ticks = (long) number++ * TICKS_PER_PICTURE;
    return new EncodedVideo(payload, kind, MediaTime.video(ticks), 320, 240);
  }

  static EncodedAudio sound(int number) {
    return new EncodedAudio(
        new byte[] {(byte) 0xFC, (byte) number, 1, 2},
        MediaTime.audio((long) number * EncodedAudio.TICKS),
        AudioLevel.SILENCE);
  }

  /**
   * Sends pictures one by one, a key frame whenever the one before did not come through, until so
   * many were played at the other end.
   */
  static int carry(LoopbackCall.End from, LoopbackCall.End to, int pictures)
      throws InterruptedException {
    MadePictures made = new MadePictures();
    FrameKind kind = FrameKind.KEY;
    int played = 0;
    for (int sent = 0; played < pictures && sent < 20 * pictures; sent++) {
      from.transport.send(made.next(kind));
      EncodedVideo seen = to.pictures.poll(1, TimeUnit.SECONDS);
      kind = seen == null ? FrameKind.KEY : FrameKind.DELTA;
      played += seen == null ? 0 : 1;
    }
    return played;
  }
}
