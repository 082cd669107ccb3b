package nl.digitalebalie.media.codec;

import nl.digitalebalie.media.codec.EncodeResult.Encoded;
import nl.digitalebalie.media.codec.EncodeResult.Failed;
import nl.digitalebalie.media.codec.EncodeResult.Skipped;
import nl.digitalebalie.media.frame.Picture;
import nl.digitalebalie.media.frame.PixelFormat;
import nl.digitalebalie.rtc.payload.EncodedVideo;
import nl.digitalebalie.rtc.payload.EncodedVideo.FrameKind;
import nl.digitalebalie.rtc.time.MediaTime;
import nl.digitalebalie.rtc.time.MonoTime;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/** VP8 by libvpx, set for conversation: every picture leaves before the next one comes. */
public final class Vp8Encoder implements VideoEncoder {
  /** Key frames come when asked for; this only bounds how long a lost request can hurt. */
  private static final int KEY_FRAME_AT_LEAST_EVERY_SECONDS = 60;

  /**
   * A key frame may take this share (percent) of a frame's budget: else one request for a key frame
   * fills the pacer for half a second.
   */
  private static final String MAX_KEY_FRAME_PERCENT = "450";

  private static final int BEST_QUANTIZER = 4;
  private static final int WORST_QUANTIZER = 56;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final TargetFollower follower;
  private final AVFrame source;
  private final AVFrame scaled;
  private final AVPacket packet;
  private final Scaler scaler = new Scaler();

  private @Nullable AVCodecContext context;
  private @Nullable MonoTime origin;
  private long lastTicks = -1;

  public Vp8Encoder(VideoTarget target) {
    Ffmpeg.load();
    follower = new TargetFollower(target);
    source = Ffmpeg.allocated(avutil.av_frame_alloc(), "frame");
    scaled = Ffmpeg.allocated(avutil.av_frame_alloc(), "frame");
    packet = Ffmpeg.allocated(avcodec.av_packet_alloc(), "packet");
  }

  @Override
  public void target(VideoTarget target) {
    follower.want(target);
  }

  @Override
  public EncodeResult encode(Picture picture, KeyFrames keyFrames) {
    if (picture.format() != PixelFormat.I420) {
      throw new IllegalStateException("the encoder takes I420 only");
    }
    long ticks = ticks(picture.at());
    if (ticks <= lastTicks) {
      return new Skipped(Skipped.Reason.NOT_LATER);
    }
    lastTicks = ticks;
    follower.change(picture.at()).ifPresent(this::open);
    return send(prepared(picture), ticks, keyFrames);
  }

  @Override
  public void close() {
    closeContext();
    scaler.close();
    avutil.av_frame_free(source);
    avutil.av_frame_free(scaled);
    avcodec.av_packet_free(packet);
  }

  private long ticks(MonoTime at) {
    MonoTime first = origin;
    if (first == null) {
      origin = at;
      return 0;
    }
    return at.nanosSince(first) / 1_000 * MediaTime.VIDEO_RATE / (NANOS_PER_SECOND / 1_000);
  }

  private AVFrame prepared(Picture picture) {
    AVCodecContext open = opened();
    Ffmpeg.point(source, PixelFormat.I420, picture.width(), picture.height(), picture.bytes());
    if (picture.width() == open.width() && picture.height() == open.height()) {
      return source;
    }
    avutil.av_frame_make_writable(scaled);
    scaler.scale(source, scaled);
    return scaled;
  }

  private EncodeResult send(AVFrame frame, long ticks, KeyFrames keyFrames) {
    AVCodecContext open = opened();
    frame.pts(ticks);
    frame.pict_type(
        keyFrames == KeyFrames.KEY ? avutil.AV_PICTURE_TYPE_I : avutil.AV_PICTURE_TYPE_NONE);
    int sent = avcodec.avcodec_send_frame(open, frame);
    int received = sent < 0 ? sent : avcodec.avcodec_receive_packet(open, packet);
    if (received == avutil.AVERROR_EAGAIN()) {
      return new Skipped(Skipped.Reason.OVER_BUDGET);
    }
    if (received < 0) {
      follower.startAfresh();
      return new Failed(received);
    }
    byte[] payload = new byte[packet.size()];
    packet.data().get(payload);
    boolean key = (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0;
    avcodec.av_packet_unref(packet);
    return new Encoded(
        new EncodedVideo(
            payload,
            key ? FrameKind.KEY : FrameKind.DELTA,
            MediaTime.video(ticks),
            open.width(),
            open.height()));
  }

  private AVCodecContext opened() {
    if (context == null) {
      throw new IllegalStateException("the encoder was not opened for a target");
    }
    return context;
  }

  private void open(VideoTarget target) {
    closeContext();
    AVCodec codec =
        Ffmpeg.allocated(avcodec.avcodec_find_encoder_by_name("libvpx"), "libvpx encoder");
    AVCodecContext fresh = Ffmpeg.allocated(avcodec.avcodec_alloc_context3(codec), "context");
    context = fresh;
    fresh.width(target.width());
    fresh.height(target.height());
    fresh.pix_fmt(avutil.AV_PIX_FMT_YUV420P);
    fresh.time_base(avutil.av_make_q(1, MediaTime.VIDEO_RATE));
    fresh.framerate(avutil.av_make_q(target.framesPerSecond(), 1));
    fresh.gop_size(KEY_FRAME_AT_LEAST_EVERY_SECONDS * target.framesPerSecond());
    // Equal minimum and maximum make libvpx hold a constant rate, which the network needs.
    fresh.bit_rate(target.bitsPerSecond());
    fresh.rc_min_rate(target.bitsPerSecond());
    fresh.rc_max_rate(target.bitsPerSecond());
    fresh.rc_buffer_size((int) target.bitsPerSecond());
    fresh.rc_initial_buffer_occupancy((int) (target.bitsPerSecond() / 2));
    fresh.qmin(BEST_QUANTIZER);
    fresh.qmax(WORST_QUANTIZER);
    // One thread: two on two cores cost 55 ms a picture instead of 9.
    fresh.thread_count(1);
    openWithOptions(fresh, codec);
    shapeScaled(target);
  }

  private static void openWithOptions(AVCodecContext fresh, AVCodec codec) {
    AVDictionary options = new AVDictionary(null);
    avutil.av_dict_set(options, "deadline", "realtime", 0);
    avutil.av_dict_set(options, "cpu-used", "-6", 0);
    avutil.av_dict_set(options, "lag-in-frames", "0", 0);
    avutil.av_dict_set(options, "auto-alt-ref", "0", 0);
    // A decoder can go on after a lost frame without waiting for a key frame's probabilities.
    avutil.av_dict_set(options, "error-resilient", "default", 0);
    avutil.av_dict_set(options, "max-intra-rate", MAX_KEY_FRAME_PERCENT, 0);
    avutil.av_dict_set(options, "static-thresh", "1", 0);
    int opened = avcodec.avcodec_open2(fresh, codec, options);
    avutil.av_dict_free(options);
    if (opened < 0) {
      throw new IllegalStateException("libvpx did not open: " + opened);
    }
  }

  private void shapeScaled(VideoTarget target) {
    avutil.av_frame_unref(scaled);
    scaled.format(avutil.AV_PIX_FMT_YUV420P).width(target.width()).height(target.height());
    if (avutil.av_frame_get_buffer(scaled, 0) < 0) {
      throw new IllegalStateException("no memory for a scaled picture");
    }
  }

  private void closeContext() {
    if (context != null) {
      avcodec.avcodec_free_context(context);
      context = null;
    }
  }
}
