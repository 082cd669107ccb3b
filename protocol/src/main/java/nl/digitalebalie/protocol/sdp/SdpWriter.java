package nl.digitalebalie.protocol.sdp;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the model as text; the records have already refused whatever could break out of a line.
 */
final class SdpWriter {
  private static final String END = "\r\n";

  private SdpWriter() {}

  static String write(SessionDescription description) {
    StringBuilder text = new StringBuilder(4_096);
    line(text, "v=0");
    line(text, "o=" + description.origin());
    line(text, "s=" + description.name());
    line(text, "t=0 0");
    attributes(text, description.attributes());
    description.media().forEach(media -> section(text, media));
    return text.toString();
  }

  private static void section(StringBuilder text, MediaDescription media) {
    line(
        text,
        "m=%s %d %s %s"
            .formatted(
                media.kind(), media.port(), media.protocol(), String.join(" ", media.formats())));
    if (!media.connection().isEmpty()) {
      line(text, "c=" + media.connection());
    }
    attributes(text, media.attributes());
  }

  private static void attributes(StringBuilder text, List<Attribute> attributes) {
    attributes.forEach(attribute -> line(text, "a=" + write(attribute)));
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append(END);
  }

  private static String write(Attribute attribute) {
    return switch (attribute) {
      case Fingerprint f -> "fingerprint:" + f.hash() + " " + f.value();
      case Candidate c -> c.toCandidateLine();
      case Attribute.Mid m -> "mid:" + m.value();
      case Attribute.Group g -> "group:" + words(g.semantics(), g.mids());
      case Attribute.IceUfrag u -> "ice-ufrag:" + u.value();
      case Attribute.IcePwd p -> "ice-pwd:" + p.value();
      case Attribute.IceOptions o -> "ice-options:" + String.join(" ", o.tags());
      case Attribute.IceLite _ -> "ice-lite";
      case Attribute.EndOfCandidates _ -> "end-of-candidates";
      case Attribute.Setup s -> "setup:" + s.role().text();
      case Attribute.Flow f -> f.direction().text();
      case Attribute.RtcpMux _ -> "rtcp-mux";
      case Attribute.RtcpReducedSize _ -> "rtcp-rsize";
      case Attribute.RtpMap m -> "rtpmap:" + rtpMap(m);
      case Attribute.FormatParameters f -> "fmtp:" + f.payloadType() + " " + f.parameters();
      case Attribute.RtcpFeedback f -> "rtcp-fb:" + feedbackTarget(f) + " " + f.kind();
      case Attribute.ExtMap e -> "extmap:" + e.id() + " " + e.uri();
      case Attribute.ExtMapAllowMixed _ -> "extmap-allow-mixed";
      case Attribute.Msid m -> "msid:" + (m.stream() + " " + m.track()).strip();
      case Attribute.Ssrc s -> "ssrc:" + s.ssrc() + " " + s.attribute();
      case Attribute.SsrcGroup g ->
          "ssrc-group:" + words(g.semantics(), g.ssrcs().stream().map(String::valueOf).toList());
      case Attribute.Crypto _ -> "crypto:";
      case Attribute.Other o -> o.value().isEmpty() ? o.name() : o.name() + ":" + o.value();
    };
  }

  private static String words(String first, List<String> rest) {
    return rest.stream().collect(Collectors.joining(" ", first + (rest.isEmpty() ? "" : " "), ""));
  }

  private static String rtpMap(Attribute.RtpMap map) {
    String base = map.payloadType() + " " + map.encoding() + "/" + map.clockRate();
    return map.channels() == 1 ? base : base + "/" + map.channels();
  }

  private static String feedbackTarget(Attribute.RtcpFeedback feedback) {
    return feedback.payloadType() == Attribute.RtcpFeedback.EVERY_PAYLOAD_TYPE
        ? "*"
        : Integer.toString(feedback.payloadType());
  }
}
