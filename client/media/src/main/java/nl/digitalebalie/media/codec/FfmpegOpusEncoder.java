package nl.digitalebalie.media.codec;

import java.nio.ByteOrder;
import nl.digitalebalie.media.sound.Sound;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/** Opus by libopus. */
final class FfmpegOpusEncoder implements AudioEncoder {
  private static final int MONO = 1;

  private final AVCodecContext context;
  private final AVPacket packet;
  private final AVFrame frame;
  private long nextSample;

  FfmpegOpusEncoder() {
    Ffmpeg.load();
    AVCodec codec =
        Ffmpeg.allocated(avcodec.avcodec_find_encoder_by_name("libopus"), "libopus encoder");
    context = Ffmpeg.allocated(avcodec.avcodec_alloc_context3(codec), "context");
    context.sample_fmt(avutil.AV_SAMPLE_FMT_S16);
    context.sample_rate(Sound.RATE);
    avutil.av_channel_layout_default(context.ch_layout(), MONO);
    context.bit_rate(OpusSettings.BITS_PER_SECOND);
    context.time_base(avutil.av_make_q(1, Sound.RATE));
    openWithOptions(codec);
    packet = Ffmpeg.allocated(avcodec.av_packet_alloc(), "packet");
    frame = Ffmpeg.allocated(avutil.av_frame_alloc(), "frame");
    frame.format(avutil.AV_SAMPLE_FMT_S16).sample_rate(Sound.RATE).nb_samples(Sound.FRAME_SAMPLES);
    avutil.av_channel_layout_default(frame.ch_layout(), MONO);
    if (avutil.av_frame_get_buffer(frame, 0) < 0) {
      throw new IllegalStateException("no memory for a sound frame");
    }
  }

  @Override
  public byte[] encode(short[] samples) {
    if (samples.length != Sound.FRAME_SAMPLES) {
      throw new IllegalArgumentException("the encoder takes frames of 20 ms");
    }
    avutil.av_frame_make_writable(frame);
    frame
        .data(0)
        .capacity(2L * samples.length)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder())
        .asShortBuffer()
        .put(samples);
    frame.pts(nextSample);
    nextSample += samples.length;
    int sent = avcodec.avcodec_send_frame(context, frame);
    int received = sent < 0 ? sent : avcodec.avcodec_receive_packet(context, packet);
    if (received < 0) {
      throw new IllegalStateException("libopus refused a frame of ours: " + received);
    }
    byte[] payload = new byte[packet.size()];
    packet.data().get(payload);
    avcodec.av_packet_unref(packet);
    return payload;
  }

  @Override
  public void close() {
    avutil.av_frame_free(frame);
    avcodec.av_packet_free(packet);
    avcodec.avcodec_free_context(context);
  }

  private void openWithOptions(AVCodec codec) {
    AVDictionary options = new AVDictionary(null);
    avutil.av_dict_set(options, "application", "voip", 0);
    avutil.av_dict_set(options, "frame_duration", Integer.toString(Sound.FRAME_MILLIS), 0);
    avutil.av_dict_set(options, "fec", "1", 0);
    avutil.av_dict_set(
        options, "packet_loss", Integer.toString(OpusSettings.EXPECTED_LOSS_PERCENT), 0);
    avutil.av_dict_set(options, "compression_level", Integer.toString(OpusSettings.COMPLEXITY), 0);
    int opened = avcodec.avcodec_open2(context, codec, options);
    avutil.av_dict_free(options);
    if (opened < 0) {
      throw new IllegalStateException("libopus did not open: " + opened);
    }
  }
}
