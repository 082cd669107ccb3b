package nl.digitalebalie.protocol.sdp;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A whole session description, an offer or an answer (which of the two is said by the message that
 * carries it).
 *
 * @param origin the {@code o=} line's value
 * @param name the {@code s=} line's value, {@code -} in WebRTC
 * @param attributes of the session, in the order written
 * @param media the m-lines, in order
 */
public record SessionDescription(
    String origin, String name, List<Attribute> attributes, List<MediaDescription> media) {

  public SessionDescription {
    Text.requireLine(origin);
    Text.requireLine(name);
    attributes = List.copyOf(attributes);
    media = List.copyOf(media);
  }

  /** Reads hostile text; never throws. */
  public static SdpResult parse(String text) {
    return SdpParser.parse(text);
  }

  /** The text form, every line ended by CRLF (RFC 8866 section 5). */
  public String toSdp() {
    return SdpWriter.write(this);
  }

  /** Every attribute of one type on session level, in order. */
  public <A extends Attribute> Stream<A> all(Class<A> type) {
    return attributes.stream().filter(type::isInstance).map(type::cast);
  }

  /** Every attribute of one type on session and media level, in order. */
  public <A extends Attribute> Stream<A> everywhere(Class<A> type) {
    return Stream.concat(all(type), media.stream().flatMap(section -> section.all(type)));
  }

  /** An attribute that media inherits from the session when the m-line does not write it. */
  public <A extends Attribute> Optional<A> inherited(MediaDescription section, Class<A> type) {
    return section.first(type).or(() -> all(type).findFirst());
  }
}
