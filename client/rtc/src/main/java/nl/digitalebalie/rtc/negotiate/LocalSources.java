package nl.digitalebalie.rtc.negotiate;

import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The RTP sources of our side, drawn at random so that nothing about a device or a person can be
 * read from them (RFC 7022, RFC 8827 section 7).
 *
 * @param sessionId of the {@code o=} line, 63 bits
 * @param canonicalName ties our sound and picture together for lip sync
 */
public record LocalSources(
    long sessionId,
    long audioSsrc,
    long videoSsrc,
    long retransmissionSsrc,
    String canonicalName,
    String stream,
    String audioTrack,
    String videoTrack) {

  /** Fresh sources for one session. */
  public static LocalSources draw(RandomGenerator random) {
    Set<Long> ssrcs = new LinkedHashSet<>();
    while (ssrcs.size() < 3) {
      ssrcs.add(random.nextLong(1, 1L << 32));
    }
    List<Long> drawn = List.copyOf(ssrcs);
    return new LocalSources(
        random.nextLong(1, Long.MAX_VALUE),
        drawn.get(0),
        drawn.get(1),
        drawn.get(2),
        name(random),
        name(random),
        name(random),
        name(random));
  }

  private static String name(RandomGenerator random) {
    byte[] bytes = new byte[12];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
