package nl.digitalebalie.rtc.negotiate;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import nl.digitalebalie.protocol.sdp.Attribute;
import nl.digitalebalie.protocol.sdp.Direction;
import nl.digitalebalie.protocol.sdp.MediaDescription;

/** Reads what one m-line of the peer says about codecs, extensions, feedback and sources. */
final class SectionReader {
  private final MediaDescription section;

  SectionReader(MediaDescription section) {
    this.section = section;
  }

  /** The first payload type of a codec, by the order of the m-line (RFC 3264 section 5.1). */
  Optional<Integer> payloadType(Codec codec) {
    return section.formats().stream()
        .map(this::rtpMap)
        .flatMap(Optional::stream)
        .filter(map -> names(map, codec))
        .map(Attribute.RtpMap::payloadType)
        .findFirst();
  }

  private Optional<Attribute.RtpMap> rtpMap(String format) {
    return section
        .all(Attribute.RtpMap.class)
        .filter(map -> Integer.toString(map.payloadType()).equals(format))
        .findFirst();
  }

  private static boolean names(Attribute.RtpMap map, Codec codec) {
    return map.encoding().equalsIgnoreCase(codec.encoding())
        && map.clockRate() == codec.clockRate()
        && map.channels() == codec.channels();
  }

  /** RFC 4588 section 8.6: the rtx payload type whose {@code apt} names the codec's. */
  int retransmissionType(int payloadType) {
    return section
        .all(Attribute.RtpMap.class)
        .filter(map -> map.encoding().toLowerCase(Locale.ROOT).equals("rtx"))
        .map(Attribute.RtpMap::payloadType)
        .filter(rtx -> parametersOf(rtx).contains("apt=" + payloadType))
        .findFirst()
        .orElse(StreamAgreement.NONE);
  }

  private Set<String> parametersOf(int payloadType) {
    return section
        .all(Attribute.FormatParameters.class)
        .filter(format -> format.payloadType() == payloadType)
        .flatMap(format -> Arrays.stream(format.parameters().split(";", -1)))
        .map(String::strip)
        .collect(Collectors.toSet());
  }

  Map<ExtensionKind, Integer> extensions() {
    Map<ExtensionKind, Integer> extensions = new EnumMap<>(ExtensionKind.class);
    section
        .all(Attribute.ExtMap.class)
        .filter(map -> map.id() <= 14)
        .forEach(map ->
            ExtensionKind.named(map.uri())
                .filter(kind -> kind.belongsTo(section.kind()))
                .ifPresent(kind -> extensions.putIfAbsent(kind, map.id())));
    return extensions;
  }

  Set<FeedbackKind> feedback(int payloadType) {
    return section
        .all(Attribute.RtcpFeedback.class)
        .filter(feedback ->
            feedback.payloadType() == payloadType
                || feedback.payloadType() == Attribute.RtcpFeedback.EVERY_PAYLOAD_TYPE)
        .map(feedback -> FeedbackKind.written(feedback.kind()))
        .flatMap(Optional::stream)
        .filter(kind -> kind.belongsTo(section.kind()))
        .collect(Collectors.toSet());
  }

  /** RFC 5576 section 4.2: in a FID group the first source is the media, the second its RTX. */
  private Optional<Attribute.SsrcGroup> retransmissionGroup() {
    return section
        .all(Attribute.SsrcGroup.class)
        .filter(group -> group.semantics().equals("FID") && group.ssrcs().size() == 2)
        .findFirst();
  }

  long source() {
    return retransmissionGroup()
        .map(group -> group.ssrcs().get(0))
        .or(() -> section.first(Attribute.Ssrc.class).map(Attribute.Ssrc::ssrc))
        .orElse((long) StreamAgreement.NONE);
  }

  long retransmissionSource() {
    return retransmissionGroup()
        .map(group -> group.ssrcs().get(1))
        .orElse((long) StreamAgreement.NONE);
  }

  /** The peer's direction seen from our side. */
  Direction ourDirection() {
    return switch (section.direction()) {
      case SEND_RECEIVE -> Direction.SEND_RECEIVE;
      case SEND_ONLY -> Direction.RECEIVE_ONLY;
      case RECEIVE_ONLY -> Direction.SEND_ONLY;
      case INACTIVE -> Direction.INACTIVE;
    };
  }

  StreamAgreement agreement(Codec codec, int payloadType) {
    return new StreamAgreement(
        codec,
        section.mid().orElseThrow(),
        ourDirection(),
        payloadType,
        retransmissionType(payloadType),
        source(),
        retransmissionSource(),
        extensions(),
        feedback(payloadType));
  }
}
