package nl.digitalebalie.server.relay;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.Language;
import nl.digitalebalie.protocol.signal.LocalText;
import nl.digitalebalie.protocol.signal.MediaState;
import nl.digitalebalie.protocol.signal.Presence;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.protocol.signal.SignedAnnouncement;
import nl.digitalebalie.protocol.signal.StaffToRelay;
import nl.digitalebalie.server.TestKeys;
import nl.digitalebalie.server.staff.StaffPrincipal;

/** Values that the relay's tests share. */
final class Sample {
  static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  static final MunicipalityId VOORBEELD = new MunicipalityId("voorbeeld");
  static final MunicipalityId RIVIERDAL = new MunicipalityId("rivierdal");
  static final TopicId WMO = new TopicId("wmo");
  static final ConversationId CONVERSATION = new ConversationId("conversation-0001");
  static final MediaState MEDIA = new MediaState(MediaState.Device.ON, MediaState.Device.ON);
  static final SocketId RESIDENT = new SocketId(1);
  static final SocketId STAFF = new SocketId(2);
  static final StaffPrincipal FATMA = staff("fatma", VOORBEELD, RIVIERDAL);
  static final StaffPrincipal JORIS = staff("joris", VOORBEELD);

  static final String SDP =
      """
      v=0
      o=- 1 1 IN IP4 0.0.0.0
      s=-
      t=0 0
      a=group:BUNDLE 0
      m=audio 9 UDP/TLS/RTP/SAVPF 111
      c=IN IP4 0.0.0.0
      a=mid:0
      a=ice-ufrag:abcd
      a=ice-pwd:abcdefghijklmnopqrstuv
      a=fingerprint:sha-256 %s
      a=setup:actpass
      a=rtpmap:111 opus/48000/2
      """
          .formatted("AB:".repeat(31) + "AB");

  static final String KEY = TestKeys.text(TestKeys.RESIDENT);
  static final SignedAnnouncement ANNOUNCEMENT = TestKeys.announcement();

  private Sample() {}

  static StaffToRelay.Offer offer(int epoch, Optional<String> sdp) {
    return new StaffToRelay.Offer(CONVERSATION, epoch, sdp, "ticket", ANNOUNCEMENT);
  }

  static ResidentToRelay.Answer answer(int epoch, Optional<String> sdp) {
    return new ResidentToRelay.Answer(epoch, sdp, ANNOUNCEMENT);
  }

  static StaffPrincipal staff(String name, MunicipalityId... municipalities) {
    return new StaffPrincipal(
        new StaffId(name),
        name + " de Tester",
        LocalText.of("Consulent", "Adviser"),
        Set.of("wmo"),
        Set.of(municipalities));
  }

  static Facts facts() {
    return new Facts(
        CONVERSATION,
        VOORBEELD,
        WMO,
        Optional.empty(),
        NOW,
        "ABCD-EFGH",
        "feedback-ticket",
        terms());
  }

  static Terms terms() {
    return new Terms(
        "Gemeente Voorbeeld",
        List.of(Channel.VIDEO, Channel.CHAT),
        300,
        List.of(),
        Duration.ofSeconds(120),
        Duration.ofSeconds(60),
        Duration.ofSeconds(60));
  }

  static RoomRules rules(OpeningHours hours) {
    return new RoomRules(
        List.of(
            new RelayToStaff.MunicipalityCard(VOORBEELD, "Gemeente Voorbeeld", List.of()),
            new RelayToStaff.MunicipalityCard(RIVIERDAL, "Gemeente Rivierdal", List.of())),
        Map.of(VOORBEELD, hours, RIVIERDAL, hours),
        Set.of(VOORBEELD, RIVIERDAL));
  }

  static RoomEvent.Entry entry(int number, Instant since) {
    return entry(number, since, Optional.empty(), VOORBEELD);
  }

  static RoomEvent.Entry entry(
      int number, Instant since, Optional<Instant> appointmentAt, MunicipalityId municipality) {
    return new RoomEvent.Entry(
        conversation(number),
        municipality,
        WMO,
        Channel.VIDEO,
        Language.NL,
        since,
        300,
        appointmentAt,
        Presence.HERE);
  }

  static ConversationId conversation(int number) {
    return new ConversationId("conversation-%04d".formatted(number));
  }
}
