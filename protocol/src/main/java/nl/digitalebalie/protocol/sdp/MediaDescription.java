package nl.digitalebalie.protocol.sdp;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One m-line with everything below it (RFC 8866 section 5.14).
 *
 * @param kind {@code audio}, {@code video} or {@code application}
 * @param port 0 to 65535; 0 refuses the media
 * @param protocol such as {@code UDP/TLS/RTP/SAVPF}
 * @param formats the payload types, as text because a data channel names its format
 * @param connection the {@code c=} line's value; empty when there is none
 * @param attributes in the order written
 */
public record MediaDescription(
    String kind,
    int port,
    String protocol,
    List<String> formats,
    String connection,
    List<Attribute> attributes) {

  public MediaDescription {
    Text.requireToken(kind, 32);
    Text.requireRange(port, 0, 65_535);
    Text.requireToken(protocol, 64);
    formats = List.copyOf(formats);
    formats.forEach(format -> Text.requireToken(format, 64));
    Text.requireLine(connection);
    attributes = List.copyOf(attributes);
  }

  /** Every attribute of one type, in order. */
  public <A extends Attribute> Stream<A> all(Class<A> type) {
    return attributes.stream().filter(type::isInstance).map(type::cast);
  }

  /** The first attribute of one type. */
  public <A extends Attribute> Optional<A> first(Class<A> type) {
    return all(type).findFirst();
  }

  /** The m-line's name in the BUNDLE group. */
  public Optional<String> mid() {
    return first(Attribute.Mid.class).map(Attribute.Mid::value);
  }

  /** Which way media flows; {@code sendrecv} when not written (RFC 8866 section 6.7). */
  public Direction direction() {
    return first(Attribute.Flow.class)
        .map(Attribute.Flow::direction)
        .orElse(Direction.SEND_RECEIVE);
  }

  /** Whether the m-line was refused (RFC 3264 section 6). */
  public boolean isRefused() {
    return port == 0;
  }
}
