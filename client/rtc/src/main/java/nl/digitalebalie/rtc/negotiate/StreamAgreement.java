package nl.digitalebalie.rtc.negotiate;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import nl.digitalebalie.protocol.sdp.Direction;

/**
 * What both sides agreed for one m-line.
 *
 * @param direction seen from our side
 * @param payloadType of the codec, both ways
 * @param retransmissionType payload type of RTX (RFC 4588); {@link #NONE} without
 * @param remoteSsrc the peer's source; {@link #NONE} when its description names none
 * @param remoteRetransmissionSsrc the peer's RTX source; {@link #NONE} when not named
 * @param extensions header extension ids
 */
public record StreamAgreement(
    Codec codec,
    String mid,
    Direction direction,
    int payloadType,
    int retransmissionType,
    long remoteSsrc,
    long remoteRetransmissionSsrc,
    Map<ExtensionKind, Integer> extensions,
    Set<FeedbackKind> feedback) {
  /** Stands for a number that was not named. */
  public static final int NONE = -1;

  public StreamAgreement {
    extensions = Map.copyOf(extensions);
    feedback = Set.copyOf(feedback);
  }

  /** The id of a header extension, if agreed. */
  public OptionalInt extension(ExtensionKind kind) {
    return Optional.ofNullable(extensions.get(kind))
        .map(OptionalInt::of)
        .orElse(OptionalInt.empty());
  }

  /** The peer's source, if its description named one. */
  public OptionalLong namedSource() {
    return remoteSsrc == NONE ? OptionalLong.empty() : OptionalLong.of(remoteSsrc);
  }

  /** The peer's RTX source, if its description named one. */
  public OptionalLong namedRetransmissionSource() {
    return remoteRetransmissionSsrc == NONE
        ? OptionalLong.empty()
        : OptionalLong.of(remoteRetransmissionSsrc);
  }

  /** Whether RTX was agreed. */
  public boolean hasRetransmission() {
    return retransmissionType != NONE;
  }
}
