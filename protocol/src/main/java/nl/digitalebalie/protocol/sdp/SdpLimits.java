package nl.digitalebalie.protocol.sdp;

/**
 * How much session description we are willing to read, each bound a multiple of what browsers send.
 */
public final class SdpLimits {
  /**
   * A browser's offer with every codec and two m-lines takes about 8 KB; 64 KB is a message bound.
   */
  public static final int MAX_CHARACTERS = 64 * 1024;

  /** The longest honest lines are fingerprints and candidates, some 200 characters. */
  public static final int MAX_LINE_CHARACTERS = 2_048;

  /** A conversation has two m-lines; sixteen leaves room for more parties and screens. */
  public static final int MAX_MEDIA = 16;

  /** Interfaces x protocols x servers on a laptop with a VPN stays below 40. */
  public static final int MAX_CANDIDATES = 128;

  /** Chromium writes about 120 attributes for video with every codec. */
  public static final int MAX_ATTRIBUTES_PER_SECTION = 512;

  /** RTP payload types are seven bits, so no honest m-line names more. */
  public static final int MAX_FORMATS = 128;

  private SdpLimits() {}
}
