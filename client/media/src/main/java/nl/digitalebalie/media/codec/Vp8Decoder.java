package nl.digitalebalie.media.codec;

import java.nio.ByteBuffer;
import java.util.Optional;
import nl.digitalebalie.media.codec.DecodeResult.Corrupt;
import nl.digitalebalie.media.codec.DecodeResult.Decoded;
import nl.digitalebalie.media.codec.DecodeResult.NeedsKeyFrame;
import nl.digitalebalie.media.codec.DecodeResult.NotShown;
import nl.digitalebalie.media.frame.Canvas;
import nl.digitalebalie.media.frame.PictureLimits;
import nl.digitalebalie.media.frame.PixelFormat;
import nl.digitalebalie.rtc.payload.EncodedVideo;
import nl.digitalebalie.rtc.payload.EncodedVideo.FrameKind;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * VP8 by FFmpeg's own decoder (half the cost of libvpx's), drawn as BGRA.
 *
 * <p>The header is read here first, so that native code is only called with a picture of a size we
 * accept and with a key frame in front.
 */
public final class Vp8Decoder implements VideoDecoder {
  private final AVCodecContext context;
  private final AVPacket packet;
  private final AVFrame decoded;
  private final AVFrame drawn;
  private final Scaler scaler = new Scaler();

  private boolean keyFrameSeen;

  public Vp8Decoder() {
    Ffmpeg.load();
    AVCodec codec =
        Ffmpeg.allocated(avcodec.avcodec_find_decoder(avcodec.AV_CODEC_ID_VP8), "VP8 decoder");
    context = Ffmpeg.allocated(avcodec.avcodec_alloc_context3(codec), "context");
    context.thread_count(1);
    context.max_pixels(PictureLimits.MAX_PIXELS);
    if (avcodec.avcodec_open2(context, codec, (AVDictionary) null) < 0) {
      throw new IllegalStateException("the VP8 decoder did not open");
    }
    packet = Ffmpeg.allocated(avcodec.av_packet_alloc(), "packet");
    decoded = Ffmpeg.allocated(avutil.av_frame_alloc(), "frame");
    drawn = Ffmpeg.allocated(avutil.av_frame_alloc(), "frame");
  }

  @Override
  public DecodeResult decode(byte[] payload, Canvas canvas) {
    if (payload.length == 0 || payload.length > EncodedVideo.MAX_BYTES) {
      return corrupt(Corrupt.Reason.SIZE);
    }
    Optional<Vp8Header> header = Vp8Header.of(payload);
    if (header.isEmpty()) {
      return corrupt(Corrupt.Reason.HEADER);
    }
    return decode(header.get(), payload, canvas);
  }

  @Override
  public void close() {
    scaler.close();
    avutil.av_frame_free(decoded);
    avutil.av_frame_free(drawn);
    avcodec.av_packet_free(packet);
    avcodec.avcodec_free_context(context);
  }

  private DecodeResult decode(Vp8Header header, byte[] payload, Canvas canvas) {
    if (header.kind() == FrameKind.KEY) {
      if (!PictureLimits.accept(header.width(), header.height())) {
        return corrupt(Corrupt.Reason.DIMENSIONS);
      }
      keyFrameSeen = true;
    }
    if (!keyFrameSeen) {
      return new NeedsKeyFrame();
    }
    int result = run(payload);
    if (result == avutil.AVERROR_EAGAIN() && !header.shown()) {
      return new NotShown();
    }
    return result < 0 ? corrupt(Corrupt.Reason.BITSTREAM) : draw(canvas);
  }

  private int run(byte[] payload) {
    if (avcodec.av_new_packet(packet, payload.length) < 0) {
      throw new IllegalStateException("no memory for a packet");
    }
    packet.data().put(payload);
    int sent = avcodec.avcodec_send_packet(context, packet);
    avcodec.av_packet_unref(packet);
    return sent < 0 ? sent : avcodec.avcodec_receive_frame(context, decoded);
  }

  private DecodeResult draw(Canvas canvas) {
    int width = decoded.width();
    int height = decoded.height();
    if (!PictureLimits.accept(width, height) || decoded.format() != avutil.AV_PIX_FMT_YUV420P) {
      return corrupt(Corrupt.Reason.DIMENSIONS);
    }
    ByteBuffer room = canvas.room(width, height);
    Ffmpeg.point(drawn, PixelFormat.BGRA, width, height, room);
    scaler.scale(decoded, drawn);
    avutil.av_frame_unref(decoded);
    return new Decoded(width, height);
  }

  /** What follows builds on a picture we do not have: nothing is shown before a key frame. */
  private DecodeResult corrupt(Corrupt.Reason why) {
    keyFrameSeen = false;
    avcodec.avcodec_flush_buffers(context);
    return new Corrupt(why);
  }
}
