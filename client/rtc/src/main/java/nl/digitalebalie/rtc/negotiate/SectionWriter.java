package nl.digitalebalie.rtc.negotiate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nl.digitalebalie.protocol.sdp.Attribute;
import nl.digitalebalie.protocol.sdp.Attribute.Msid;
import nl.digitalebalie.protocol.sdp.Attribute.Ssrc;
import nl.digitalebalie.protocol.sdp.MediaDescription;
import nl.digitalebalie.protocol.sdp.SessionDescription;
import nl.digitalebalie.protocol.sdp.SetupRole;

/** Writes our m-lines, for offers and answers alike, and the session around them. */
final class SectionWriter {
  /** RFC 8840 section 4.1.1: port 9 and the unspecified address while candidates trickle. */
  private static final int DISCARD_PORT = 9;

  private static final String NO_ADDRESS = "IN IP4 0.0.0.0";

  private final LocalTransport local;
  private final LocalSources sources;
  private final SetupRole setup;

  SectionWriter(LocalTransport local, LocalSources sources, SetupRole setup) {
    this.local = local;
    this.sources = sources;
    this.setup = setup;
  }

  SessionDescription session(List<MediaDescription> sections) {
    List<String> bundled =
        sections.stream()
            .filter(section -> !section.isRefused())
            .map(section -> section.mid().orElseThrow())
            .toList();
    List<Attribute> attributes =
        List.of(
            new Attribute.Group("BUNDLE", bundled),
            new Attribute.ExtMapAllowMixed(),
            new Attribute.IceOptions(List.of("trickle")),
            new Attribute.Other("msid-semantic", " WMS " + sources.stream()));
    // RFC 8829 section 5.2.1: the address says nothing, so that it tells nothing.
    String origin = "- " + sources.sessionId() + " 2 IN IP4 127.0.0.1";
    return new SessionDescription(origin, "-", attributes, sections);
  }

  /** An m-line; candidates are written once, in the first of the bundle. */
  MediaDescription section(StreamAgreement stream, Place place) {
    List<Attribute> attributes = new ArrayList<>();
    if (place == Place.FIRST) {
      attributes.addAll(local.candidates());
    }
    transport(attributes, stream);
    codec(attributes, stream);
    if (stream.direction().sends()) {
      source(attributes, stream);
    }
    List<String> formats = new ArrayList<>();
    formats.add(Integer.toString(stream.payloadType()));
    if (stream.hasRetransmission()) {
      formats.add(Integer.toString(stream.retransmissionType()));
    }
    return new MediaDescription(
        stream.codec().kind(), DISCARD_PORT, Requirements.PROFILE, formats, NO_ADDRESS, attributes);
  }

  /** Where an m-line stands in the bundle. */
  enum Place {
    FIRST,
    LATER
  }

  private void transport(List<Attribute> attributes, StreamAgreement stream) {
    attributes.add(new Attribute.IceUfrag(local.iceUfrag()));
    attributes.add(new Attribute.IcePwd(local.icePwd()));
    attributes.add(local.fingerprint());
    attributes.add(new Attribute.Setup(setup));
    attributes.add(new Attribute.Mid(stream.mid()));
    stream.extensions().entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(
            entry -> attributes.add(new Attribute.ExtMap(entry.getValue(), entry.getKey().uri())));
    attributes.add(new Attribute.Flow(stream.direction()));
    attributes.add(new Attribute.RtcpMux());
    attributes.add(new Attribute.RtcpReducedSize());
  }

  private static void codec(List<Attribute> attributes, StreamAgreement stream) {
    Codec codec = stream.codec();
    int type = stream.payloadType();
    attributes.add(
        new Attribute.RtpMap(type, codec.encoding(), codec.clockRate(), codec.channels()));
    stream.feedback().stream()
        .sorted()
        .forEach(kind -> attributes.add(new Attribute.RtcpFeedback(type, kind.text())));
    if (codec == Codec.OPUS) {
      // RFC 7587 section 6.1: in-band forward error correction hides single losses.
      attributes.add(new Attribute.FormatParameters(type, "minptime=10;useinbandfec=1"));
    }
    if (stream.hasRetransmission()) {
      int rtx = stream.retransmissionType();
      attributes.add(new Attribute.RtpMap(rtx, "rtx", codec.clockRate(), 1));
      attributes.add(new Attribute.FormatParameters(rtx, "apt=" + type));
    }
  }

  private void source(List<Attribute> attributes, StreamAgreement stream) {
    boolean video = stream.codec().kind().equals("video");
    String track = video ? sources.videoTrack() : sources.audioTrack();
    long ssrc = video ? sources.videoSsrc() : sources.audioSsrc();
    attributes.add(new Msid(sources.stream(), track));
    if (stream.hasRetransmission()) {
      attributes.add(new Attribute.SsrcGroup("FID", List.of(ssrc, sources.retransmissionSsrc())));
    }
    attributes.add(new Ssrc(ssrc, "cname:" + sources.canonicalName()));
    if (stream.hasRetransmission()) {
      attributes.add(new Ssrc(sources.retransmissionSsrc(), "cname:" + sources.canonicalName()));
    }
  }

  /** RFC 3264 section 6: an m-line is refused by port zero. */
  static MediaDescription refused(MediaDescription offered) {
    List<Attribute> attributes = new ArrayList<>();
    offered.mid().ifPresent(mid -> attributes.add(new Attribute.Mid(mid)));
    return new MediaDescription(
        offered.kind(), 0, offered.protocol(), offered.formats(), NO_ADDRESS, attributes);
  }
}
