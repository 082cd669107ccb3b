package nl.digitalebalie.media.codec;

import nl.digitalebalie.media.codec.AudioDecoder.SoundResult;
import nl.digitalebalie.media.codec.DecodeResult.Decoded;
import nl.digitalebalie.media.codec.EncodeResult.Encoded;
import nl.digitalebalie.media.frame.Picture;
import nl.digitalebalie.media.frame.PictureExchange;
import nl.digitalebalie.media.frame.PixelFormat;
import nl.digitalebalie.media.sound.Sound;
import nl.digitalebalie.rtc.time.MonoTime;

/** Opens the codecs of a call. */
public final class Codecs {
  private static final VideoTarget WARMING = new VideoTarget(500_000, 640, 480, 30);

  /** The just-in-time compiler looks at loops after some rounds; more only delays the start. */
  private static final int WARMING_ROUNDS = 25;

  private Codecs() {}

  /** An encoder for our camera. */
  public static VideoEncoder videoEncoder(VideoTarget target) {
    return new Vp8Encoder(target);
  }

  /** A decoder for the other side's camera. */
  public static VideoDecoder videoDecoder() {
    return new Vp8Decoder();
  }

  /** An encoder for our microphone: native, or plain Java where no native library loads. */
  public static AudioEncoder audioEncoder() {
    try {
      return new FfmpegOpusEncoder();
    } catch (LinkageError noNativeLibrary) {
      return new JavaOpusEncoder();
    }
  }

  /** A decoder for the other side's microphone. */
  public static AudioDecoder audioDecoder() {
    return new JavaOpusDecoder();
  }

  /**
   * Loads the native libraries and runs each codec, so that the first call does not have to wait
   * for that. Takes a second or so; run it in the background at application start.
   */
  public static void prewarm() {
    warmVideo();
    warmAudio();
  }

  private static void warmVideo() {
    PictureExchange camera = new PictureExchange(PixelFormat.I420);
    PictureExchange screen = new PictureExchange(PixelFormat.BGRA);
    try (VideoEncoder encoder = videoEncoder(WARMING);
        VideoDecoder decoder = videoDecoder()) {
      for (int round = 0; round < WARMING_ROUNDS; round++) {
        camera.room(WARMING.width(), WARMING.height());
        camera.publish(new MonoTime(round * 33_000_000L));
        Picture picture = camera.latest().orElseThrow();
        if (encoder.encode(picture, KeyFrames.AUTO) instanceof Encoded(var frame)
            && !(decoder.decode(frame.payload(), screen) instanceof Decoded)) {
          throw new IllegalStateException("the decoder does not read what the encoder wrote");
        }
      }
    }
  }

  private static void warmAudio() {
    short[] silence = new short[Sound.FRAME_SAMPLES];
    try (AudioEncoder encoder = audioEncoder();
        AudioDecoder decoder = audioDecoder()) {
      for (int round = 0; round < WARMING_ROUNDS; round++) {
        if (!(decoder.decode(encoder.encode(silence)) instanceof SoundResult.Heard)) {
          throw new IllegalStateException("the decoder does not hear what the encoder said");
        }
      }
      decoder.conceal();
    }
  }
}
