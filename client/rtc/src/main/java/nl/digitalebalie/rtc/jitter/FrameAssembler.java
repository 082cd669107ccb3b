package nl.digitalebalie.rtc.jitter;

import java.util.Optional;
import java.util.TreeMap;
import nl.digitalebalie.rtc.payload.EncodedVideo;
import nl.digitalebalie.rtc.payload.Vp8Header;
import nl.digitalebalie.rtc.time.MediaTime;

/**
 * Puts pictures together from packets in any order.
 *
 * <p>Overflow policy: the oldest packets are dropped; their picture can then never be complete.
 */
public final class FrameAssembler {
  /** Four seconds at 2.5 Mbit/s. */
  private static final int MAX_PACKETS = 1_024;

  /** What one packet led to. */
  public sealed interface Outcome {
    /** Packets are still missing. */
    record Incomplete() implements Outcome {}

    /** This packet completed a picture. */
    record Complete(CompletePicture picture) implements Outcome {}

    /** The picture is complete and is no VP8; its packets are dropped. */
    record Malformed() implements Outcome {}

    /** The packet was there already. */
    record Duplicate() implements Outcome {}
  }

  private final TreeMap<Long, VideoPacket> packets = new TreeMap<>();
  private int width;
  private int height;

  /** One more packet. */
  public Outcome add(VideoPacket packet) {
    if (packets.putIfAbsent(packet.sequence(), packet) != null) {
      return new Outcome.Duplicate();
    }
    if (packets.size() > MAX_PACKETS) {
      packets.pollFirstEntry();
    }
    Optional<VideoPacket> begin = begin(packet);
    Optional<VideoPacket> end = end(packet);
    return begin.isPresent() && end.isPresent()
        ? assemble(begin.get(), end.get(), packet)
        : new Outcome.Incomplete();
  }

  private Optional<VideoPacket> begin(VideoPacket from) {
    Optional<VideoPacket> at = Optional.of(from);
    while (at.isPresent() && at.get().place() != VideoPacket.Place.BEGIN) {
      at = neighbour(at.get(), -1);
    }
    return at;
  }

  private Optional<VideoPacket> end(VideoPacket from) {
    Optional<VideoPacket> at = Optional.of(from);
    while (at.isPresent() && !at.get().ends()) {
      at = neighbour(at.get(), 1);
    }
    return at;
  }

  private Optional<VideoPacket> neighbour(VideoPacket packet, int step) {
    return Optional.ofNullable(packets.get(packet.sequence() + step))
        .filter(other -> other.timestamp() == packet.timestamp());
  }

  private Outcome assemble(VideoPacket begin, VideoPacket end, VideoPacket latest) {
    var pieces = packets.subMap(begin.sequence(), true, end.sequence(), true);
    int size = pieces.values().stream().mapToInt(piece -> piece.piece().length).sum();
    byte[] picture = new byte[size];
    int at = 0;
    for (VideoPacket piece : pieces.values()) {
      System.arraycopy(piece.piece(), 0, picture, at, piece.piece().length);
      at += piece.piece().length;
    }
    pieces.clear();
    Optional<Vp8Header> header = Vp8Header.read(picture);
    if (header.isEmpty() || size > EncodedVideo.MAX_BYTES) {
      return new Outcome.Malformed();
    }
    remember(header.get());
    EncodedVideo video =
        new EncodedVideo(
            picture, header.get().kind(), MediaTime.video(begin.timestamp()), width, height);
    return new Outcome.Complete(
        new CompletePicture(begin.sequence(), end.sequence(), video, latest.at()));
  }

  /** Only key frames say how large they are; the pictures after them have the same size. */
  private void remember(Vp8Header header) {
    if (header.kind() == EncodedVideo.FrameKind.KEY) {
      width = header.width();
      height = header.height();
    }
  }

  /** Packets before this one belong to pictures that will not be played. */
  public void forgetBefore(long sequence) {
    packets.headMap(sequence).clear();
  }
}
