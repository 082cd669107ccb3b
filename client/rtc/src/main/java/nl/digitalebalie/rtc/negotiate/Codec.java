package nl.digitalebalie.rtc.negotiate;

/** The codecs the engine can negotiate. */
public enum Codec {
  OPUS("opus", "audio", 48_000, 2),
  VP8("VP8", "video", 90_000, 1),
  /** Named for later; packetising it is not built, so it is never offered. */
  H264("H264", "video", 90_000, 1);

  private final String encoding;
  private final String kind;
  private final int clockRate;
  private final int channels;

  Codec(String encoding, String kind, int clockRate, int channels) {
    this.encoding = encoding;
    this.kind = kind;
    this.clockRate = clockRate;
    this.channels = channels;
  }

  /** As written in {@code a=rtpmap}. */
  public String encoding() {
    return encoding;
  }

  /** The m-line it belongs to. */
  public String kind() {
    return kind;
  }

  /** In hertz. */
  public int clockRate() {
    return clockRate;
  }

  /** As written in {@code a=rtpmap}. */
  public int channels() {
    return channels;
  }
}
