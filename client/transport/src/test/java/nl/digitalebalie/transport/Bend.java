package nl.digitalebalie.transport;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import nl.digitalebalie.protocol.sdp.Attribute;
import nl.digitalebalie.protocol.sdp.Candidate;
import nl.digitalebalie.protocol.sdp.Fingerprint;
import nl.digitalebalie.protocol.sdp.MediaDescription;
import nl.digitalebalie.protocol.sdp.SessionDescription;
import nl.digitalebalie.protocol.sdp.SetupRole;

/** What a relay between the two ends could do to a description. */
final class Bend {
  private Bend() {}

  static UnaryOperator<SessionDescription> fingerprint(Fingerprint other) {
    return description ->
        each(
            description,
            attribute -> Stream.of(attribute instanceof Fingerprint ? other : attribute));
  }

  static UnaryOperator<SessionDescription> setup(SetupRole role) {
    return description ->
        each(
            description,
            attribute ->
                Stream.of(
                    attribute instanceof Attribute.Setup ? new Attribute.Setup(role) : attribute));
  }

  static SessionDescription withoutCandidates(SessionDescription description) {
    return each(
        description,
        attribute -> attribute instanceof Candidate ? Stream.empty() : Stream.of(attribute));
  }

  static SessionDescription port(SessionDescription description, int port) {
    return each(
        description,
        attribute -> Stream.of(attribute instanceof Candidate one ? at(one, port) : attribute));
  }

  private static Candidate at(Candidate one, int port) {
    return new Candidate(
        one.foundation(),
        one.component(),
        one.transport(),
        one.priority(),
        one.address(),
        port,
        one.type(),
        one.extensions());
  }

  /** What becomes of one attribute: nothing, itself or another. */
  private interface Change {
    Stream<Attribute> of(Attribute attribute);
  }

  private static SessionDescription each(SessionDescription description, Change change) {
    return new SessionDescription(
        description.origin(),
        description.name(),
        each(description.attributes(), change),
        description.media().stream().map(section -> each(section, change)).toList());
  }

  private static MediaDescription each(MediaDescription section, Change change) {
    return new MediaDescription(
        section.kind(),
        section.port(),
        section.protocol(),
        section.formats(),
        section.connection(),
        each(section.attributes(), change));
  }

  private static List<Attribute> each(List<Attribute> attributes, Change change) {
    return attributes.stream().flatMap(change::of).toList();
  }
}
