package nl.digitalebalie.protocol.sdp;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a session description line by line. Everything is bounded before it is kept, and the first
 * fault ends the reading: a description that is wrong in one place is not trusted in another.
 */
final class SdpParser {
  private static final int SESSION = -1;

  private final List<Attribute> sessionAttributes = new ArrayList<>();
  private final List<OpenSection> sections = new ArrayList<>();
  private String origin = "";
  private String name = "";
  private int candidates;
  private int lineNumber;

  private SdpParser() {}

  static SdpResult parse(String text) {
    if (text.length() > SdpLimits.MAX_CHARACTERS) {
      return new SdpResult.Refused(SdpFault.TOO_LARGE, 0, "more than 64 KB");
    }
    SdpParser parser = new SdpParser();
    try {
      parser.readLines(text);
      return new SdpResult.Parsed(parser.description());
    } catch (Fault fault) {
      return new SdpResult.Refused(fault.code, parser.lineNumber, fault.reason);
    }
  }

  private void readLines(String text) {
    int start = 0;
    while (start < text.length()) {
      lineNumber++;
      int end = text.indexOf('\n', start);
      int stop = end < 0 ? text.length() : end;
      // RFC 8866 section 5: "parsers SHOULD be tolerant and also accept records terminated with a
      // single newline character".
      int contentEnd = stop > start && text.charAt(stop - 1) == '\r' ? stop - 1 : stop;
      readLine(text.substring(start, contentEnd));
      start = stop + 1;
    }
    lineNumber = 0;
  }

  private void readLine(String line) {
    checkCharacters(line);
    if (line.length() < 2 || line.charAt(1) != '=') {
      throw new Fault(SdpFault.MALFORMED_LINE, "a line is one letter, an equals sign and a value");
    }
    String value = line.substring(2);
    if (lineNumber == 1 && !line.equals("v=0")) {
      throw new Fault(SdpFault.MISSING_LINE, "a description begins with v=0");
    }
    switch (line.charAt(0)) {
      case 'v' -> requireFirst();
      case 'o' -> origin = once(origin, value);
      case 's' -> name = once(name, value);
      case 'm' -> sections.add(readMedia(value));
      case 'c' -> readConnection(value);
      case 'a' -> readAttribute(value);
      // Known to RFC 8866 and without meaning in WebRTC (RFC 8829 section 5.8).
      case 't', 'r', 'z', 'k', 'i', 'u', 'e', 'p', 'b' -> {}
      default -> throw new Fault(SdpFault.MALFORMED_LINE, "an unknown line type");
    }
  }

  private static void checkCharacters(String line) {
    if (line.length() > SdpLimits.MAX_LINE_CHARACTERS) {
      throw new Fault(SdpFault.TOO_LARGE, "a line is too long");
    }
    for (int i = 0; i < line.length(); i++) {
      if (Text.isControl(line.charAt(i))) {
        throw new Fault(SdpFault.FORBIDDEN_CHARACTER, "a control character inside a line");
      }
    }
  }

  private void requireFirst() {
    if (lineNumber != 1) {
      throw new Fault(SdpFault.MALFORMED_LINE, "a second v= line");
    }
  }

  private String once(String before, String value) {
    if (!before.isEmpty() || section() != SESSION || value.isEmpty()) {
      throw new Fault(SdpFault.MALFORMED_LINE, "a session line is empty, repeated or misplaced");
    }
    return value;
  }

  private int section() {
    return sections.size() - 1;
  }

  private OpenSection readMedia(String value) {
    if (sections.size() >= SdpLimits.MAX_MEDIA) {
      throw new Fault(SdpFault.TOO_MANY_MEDIA, "more than " + SdpLimits.MAX_MEDIA + " m-lines");
    }
    String[] words = value.split(" ", -1);
    if (words.length < 4) {
      throw new Fault(SdpFault.MALFORMED_LINE, "an m-line has kind, port, protocol and formats");
    }
    if (words.length - 3 > SdpLimits.MAX_FORMATS) {
      throw new Fault(SdpFault.TOO_MANY_ATTRIBUTES, "an m-line names too many formats");
    }
    int port = (int) AttributeParser.number(words[1], 65_535);
    return new OpenSection(words[0], port, words[2], List.of(words).subList(3, words.length));
  }

  private void readConnection(String value) {
    if (section() != SESSION) {
      sections.getLast().connection = value;
    }
  }

  private void readAttribute(String value) {
    List<Attribute> target =
        section() == SESSION ? sessionAttributes : sections.getLast().attributes;
    if (target.size() >= SdpLimits.MAX_ATTRIBUTES_PER_SECTION) {
      throw new Fault(SdpFault.TOO_MANY_ATTRIBUTES, "a section has too many attributes");
    }
    Attribute attribute = AttributeParser.read(value);
    if (attribute instanceof Candidate && ++candidates > SdpLimits.MAX_CANDIDATES) {
      throw new Fault(
          SdpFault.TOO_MANY_CANDIDATES, "more than " + SdpLimits.MAX_CANDIDATES + " candidates");
    }
    target.add(attribute);
  }

  private SessionDescription description() {
    if (origin.isEmpty() || name.isEmpty()) {
      throw new Fault(SdpFault.MISSING_LINE, "no o= or no s= line");
    }
    List<MediaDescription> media = new ArrayList<>();
    for (OpenSection section : sections) {
      media.add(section.close());
    }
    return new SessionDescription(origin, name, sessionAttributes, media);
  }

  /** An m-line whose attributes are still being read. */
  private static final class OpenSection {
    private final String kind;
    private final int port;
    private final String protocol;
    private final List<String> formats;
    private final List<Attribute> attributes = new ArrayList<>();
    private String connection = "";

    OpenSection(String kind, int port, String protocol, List<String> formats) {
      this.kind = kind;
      this.port = port;
      this.protocol = protocol;
      this.formats = formats;
    }

    MediaDescription close() {
      try {
        return new MediaDescription(kind, port, protocol, formats, connection, attributes);
      } catch (IllegalArgumentException malformed) {
        throw new Fault(SdpFault.MALFORMED_LINE, "an m-line has an empty or overlong word");
      }
    }
  }

  /** Leaves the line loop; never leaves this package. */
  static final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final SdpFault code;
    private final String reason;

    Fault(SdpFault code, String reason) {
      super(reason, null, false, false);
      this.code = code;
      this.reason = reason;
    }
  }
}
