package nl.digitalebalie.protocol.sdp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import nl.digitalebalie.protocol.sdp.SdpParser.Fault;

/** Reads the value of one {@code a=} line into its type. */
final class AttributeParser {
  private static final long MAX_SSRC = 0xFFFF_FFFFL;
  private static final int MAX_PAYLOAD_TYPE = 127;

  private AttributeParser() {}

  static Attribute read(String line) {
    int colon = line.indexOf(':');
    String name = colon < 0 ? line : line.substring(0, colon);
    String value = colon < 0 ? "" : line.substring(colon + 1);
    try {
      return typed(name, value);
    } catch (IllegalArgumentException malformed) {
      throw new Fault(SdpFault.BAD_ATTRIBUTE, "an attribute breaks its grammar");
    }
  }

  private static Attribute typed(String name, String value) {
    return switch (name) {
      case "mid" -> new Attribute.Mid(value);
      case "group" -> group(value);
      case "ice-ufrag" -> new Attribute.IceUfrag(value);
      case "ice-pwd" -> new Attribute.IcePwd(value);
      case "ice-options" -> new Attribute.IceOptions(words(value));
      case "ice-lite" -> new Attribute.IceLite();
      case "candidate" -> orBad(CandidateText.read(value));
      case "end-of-candidates" -> new Attribute.EndOfCandidates();
      case "fingerprint" -> orBad(Fingerprint.read(value));
      case "setup" -> new Attribute.Setup(setupRole(value));
      case "sendrecv", "sendonly", "recvonly", "inactive" -> new Attribute.Flow(direction(name));
      case "rtcp-mux" -> new Attribute.RtcpMux();
      case "rtcp-rsize" -> new Attribute.RtcpReducedSize();
      case "rtpmap" -> rtpMap(value);
      case "fmtp" -> formatParameters(value);
      case "rtcp-fb" -> feedback(value);
      case "extmap" -> extMap(value);
      case "extmap-allow-mixed" -> new Attribute.ExtMapAllowMixed();
      case "msid" -> msid(value);
      case "ssrc" -> ssrc(value);
      case "ssrc-group" -> ssrcGroup(value);
      case "crypto" -> new Attribute.Crypto();
      default -> new Attribute.Other(name, value);
    };
  }

  private static Attribute group(String value) {
    List<String> words = words(value);
    return new Attribute.Group(words.getFirst(), words.subList(1, words.size()));
  }

  private static SetupRole setupRole(String value) {
    return orBad(
        Stream.of(SetupRole.values()).filter(role -> role.text().equals(value)).findFirst());
  }

  private static Direction direction(String value) {
    return orBad(Stream.of(Direction.values()).filter(way -> way.text().equals(value)).findFirst());
  }

  private static Attribute rtpMap(String value) {
    String[] head = twoWords(value);
    String[] codec = head[1].split("/", -1);
    if (codec.length < 2 || codec.length > 3) {
      throw new IllegalArgumentException("an rtpmap names encoding and clock rate");
    }
    int channels = codec.length == 3 ? (int) number(codec[2], 255) : 1;
    return new Attribute.RtpMap(
        payloadType(head[0]), codec[0], (int) number(codec[1], 1_000_000), channels);
  }

  private static Attribute formatParameters(String value) {
    String[] head = twoWords(value);
    return new Attribute.FormatParameters(payloadType(head[0]), head[1]);
  }

  private static Attribute feedback(String value) {
    String[] head = twoWords(value);
    int target =
        head[0].equals("*") ? Attribute.RtcpFeedback.EVERY_PAYLOAD_TYPE : payloadType(head[0]);
    return new Attribute.RtcpFeedback(target, head[1]);
  }

  private static Attribute extMap(String value) {
    String[] head = twoWords(value);
    // RFC 8285 section 5: the id may carry a direction, "/sendonly", which we never use.
    int slash = head[0].indexOf('/');
    String id = slash < 0 ? head[0] : head[0].substring(0, slash);
    return new Attribute.ExtMap((int) number(id, 255), head[1]);
  }

  private static Attribute msid(String value) {
    int space = value.indexOf(' ');
    return space < 0
        ? new Attribute.Msid(value, "")
        : new Attribute.Msid(value.substring(0, space), value.substring(space + 1));
  }

  private static Attribute ssrc(String value) {
    String[] head = twoWords(value);
    return new Attribute.Ssrc(number(head[0], MAX_SSRC), head[1]);
  }

  private static Attribute ssrcGroup(String value) {
    List<String> words = words(value);
    return new Attribute.SsrcGroup(
        words.getFirst(), words.stream().skip(1).map(word -> number(word, MAX_SSRC)).toList());
  }

  private static int payloadType(String text) {
    return (int) number(text, MAX_PAYLOAD_TYPE);
  }

  /** A decimal number from 0 to {@code max}; a sign, a blank or anything larger is a fault. */
  static long number(String text, long max) {
    boolean digits =
        !text.isEmpty() && text.length() <= 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || Long.parseLong(text) > max) {
      throw new Fault(SdpFault.BAD_NUMBER, "a number is not between 0 and " + max);
    }
    return Long.parseLong(text);
  }

  private static String[] twoWords(String value) {
    int space = value.indexOf(' ');
    if (space < 1 || space == value.length() - 1) {
      throw new IllegalArgumentException("two words expected");
    }
    return new String[] {value.substring(0, space), value.substring(space + 1)};
  }

  private static List<String> words(String value) {
    return Arrays.asList(value.split(" ", -1));
  }

  private static <T> T orBad(Optional<T> value) {
    return value.orElseThrow(() -> new IllegalArgumentException("malformed"));
  }
}
