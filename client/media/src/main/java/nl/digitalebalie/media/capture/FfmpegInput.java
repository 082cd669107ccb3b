package nl.digitalebalie.media.capture;

import java.util.Map;
import java.util.Optional;
import nl.digitalebalie.media.codec.Ffmpeg;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avdevice;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;

/** One opened input of FFmpeg: its first video stream, decoded; owned by one thread. */
final class FfmpegInput implements AutoCloseable {
  enum Step {
    FRAME,
    NOTHING_YET,
    END,
    FAULT
  }

  private static final int DEFAULT_FRAMES_PER_SECOND = 30;
  private static final int FASTEST_SANE = 240;

  private final AVFormatContext format;
  private final AVCodecContext codec;
  private final AVPacket packet;
  private final AVStream stream;

  private FfmpegInput(AVFormatContext format, AVCodecContext codec, AVStream stream) {
    this.format = format;
    this.codec = codec;
    this.stream = stream;
    this.packet = Ffmpeg.allocated(avcodec.av_packet_alloc(), "packet");
  }

  /** Opens the input, or answers nothing when there is none or it has no picture. */
  static Optional<FfmpegInput> open(CameraUrl url, Map<String, String> options) {
    Devices.load();
    AVFormatContext format = Ffmpeg.allocated(avformat.avformat_alloc_context(), "context");
    // A device that stops delivering must not hold our thread for ever.
    format.flags(format.flags() | AVFormatContext.AVFMT_FLAG_NONBLOCK);
    AVInputFormat input = url.format().map(avformat::av_find_input_format).orElse(null);
    if (url.format().isPresent() && (input == null || input.isNull())) {
      avformat.avformat_free_context(format);
      return Optional.empty();
    }
    AVDictionary dictionary = new AVDictionary(null);
    options.forEach((name, value) -> avutil.av_dict_set(dictionary, name, value, 0));
    int opened = avformat.avformat_open_input(format, url.url(), input, dictionary);
    avutil.av_dict_free(dictionary);
    if (opened < 0) {
      // avformat_open_input frees the context itself when it fails.
      return Optional.empty();
    }
    return openStream(format);
  }

  /** Frames a second that the stream announces. */
  int framesPerSecond() {
    AVRational rate = stream.r_frame_rate();
    if (rate.num() <= 0 || rate.den() <= 0) {
      rate = stream.avg_frame_rate();
    }
    if (rate.num() <= 0 || rate.den() <= 0) {
      return DEFAULT_FRAMES_PER_SECOND;
    }
    return Math.clamp(Math.round((double) rate.num() / rate.den()), 1, FASTEST_SANE);
  }

  int width() {
    return stream.codecpar().width();
  }

  int height() {
    return stream.codecpar().height();
  }

  /** Reads until there is a frame or none can be had now. */
  Step read(AVFrame frame) {
    int received = avcodec.avcodec_receive_frame(codec, frame);
    while (received == avutil.AVERROR_EAGAIN()) {
      int fed = feed();
      if (fed == avutil.AVERROR_EAGAIN()) {
        return Step.NOTHING_YET;
      }
      if (fed == avutil.AVERROR_EOF) {
        return Step.END;
      }
      if (fed < 0) {
        return Step.FAULT;
      }
      received = avcodec.avcodec_receive_frame(codec, frame);
    }
    return received < 0 ? Step.FAULT : Step.FRAME;
  }

  @Override
  public void close() {
    avcodec.av_packet_free(packet);
    avcodec.avcodec_free_context(codec);
    avformat.avformat_close_input(format);
  }

  private int feed() {
    int read = avformat.av_read_frame(format, packet);
    if (read < 0) {
      return read;
    }
    // A picture that does not decode (a camera's first MJPEG often does not) is left out.
    if (packet.stream_index() == stream.index()) {
      avcodec.avcodec_send_packet(codec, packet);
    }
    avcodec.av_packet_unref(packet);
    return 0;
  }

  private static Optional<FfmpegInput> openStream(AVFormatContext format) {
    int index =
        avformat.av_find_best_stream(format, avutil.AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
    if (index < 0) {
      avformat.avformat_close_input(format);
      return Optional.empty();
    }
    AVStream stream = format.streams(index);
    AVCodec decoder = avcodec.avcodec_find_decoder(stream.codecpar().codec_id());
    if (decoder == null || decoder.isNull()) {
      avformat.avformat_close_input(format);
      return Optional.empty();
    }
    AVCodecContext codec = Ffmpeg.allocated(avcodec.avcodec_alloc_context3(decoder), "context");
    codec.thread_count(1);
    int opened = avcodec.avcodec_parameters_to_context(codec, stream.codecpar());
    if (opened >= 0) {
      opened = avcodec.avcodec_open2(codec, decoder, (AVDictionary) null);
    }
    if (opened < 0) {
      avcodec.avcodec_free_context(codec);
      avformat.avformat_close_input(format);
      return Optional.empty();
    }
    return Optional.of(new FfmpegInput(format, codec, stream));
  }

  /** Loads avdevice once; it brings avformat and avfilter. */
  static final class Devices {
    static {
      Ffmpeg.load();
      Loader.load(avdevice.class);
      avdevice.avdevice_register_all();
    }

    private Devices() {}

    static void load() {}
  }
}
