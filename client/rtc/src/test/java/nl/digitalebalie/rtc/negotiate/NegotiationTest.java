package nl.digitalebalie.rtc.negotiate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import nl.digitalebalie.protocol.sdp.Attribute;
import nl.digitalebalie.protocol.sdp.Direction;
import nl.digitalebalie.protocol.sdp.MediaDescription;
import nl.digitalebalie.protocol.sdp.SdpResult;
import nl.digitalebalie.protocol.sdp.SessionDescription;
import nl.digitalebalie.protocol.sdp.SetupRole;
import nl.digitalebalie.rtc.testkit.CallRig;
import org.junit.jupiter.api.Test;

/** Offers and answers, against what Chromium 156 wrote for our own offer. */
class NegotiationTest {
  private static final LocalSources SOURCES = LocalSources.draw(new SplittableRandom(1));
  private static final String OTHER_PRINT = "a=fingerprint:sha-256 " + "00:".repeat(31) + "01";

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(NegotiationTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SessionDescription parsed(String text) {
    return assertInstanceOf(SdpResult.Parsed.class, SessionDescription.parse(text)).description();
  }

  private static NegotiationResult readAnswer(UnaryOperator<String> change) {
    String answer = resource("chromium-156-answer.sdp");
    String changed = change.apply(answer);
    return Negotiation.readAnswer(parsed(resource("our-offer.sdp")), parsed(changed));
  }

  private static NegotiationFault refused(UnaryOperator<String> change) {
    return assertInstanceOf(NegotiationResult.Refused.class, readAnswer(change)).fault();
  }

  private static String without(String text, String begin) {
    return text.lines()
        .filter(line -> !line.startsWith(begin))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String afterFirst(String text, String begin, String added) {
    int end = text.indexOf('\n', text.indexOf("\n" + begin) + 1);
    return text.substring(0, end + 1) + added + "\n" + text.substring(end + 1);
  }

  @Test
  void our_offer_holds_everything_a_browser_needs() {
    SessionDescription offer = Negotiation.offer(CallRig.transport(1), SOURCES);
    assertEquals(
        List.of(new Attribute.Group("BUNDLE", List.of("0", "1"))),
        offer.all(Attribute.Group.class).toList());
    for (MediaDescription media : offer.media()) {
      assertEquals("UDP/TLS/RTP/SAVPF", media.protocol());
      assertEquals(SetupRole.ACTPASS, media.first(Attribute.Setup.class).orElseThrow().role());
      assertTrue(media.first(Attribute.RtcpMux.class).isPresent());
      assertTrue(media.first(Attribute.RtcpReducedSize.class).isPresent());
      assertTrue(media.first(Attribute.IceUfrag.class).isPresent());
      assertTrue(media.first(Attribute.Msid.class).isPresent());
      assertEquals(Direction.SEND_RECEIVE, media.direction());
    }
    String text = offer.toSdp();
    for (String line :
        List.of(
            "a=rtpmap:111 opus/48000/2",
            "a=fmtp:111 minptime=10;useinbandfec=1",
            "a=rtpmap:96 VP8/90000",
            "a=rtpmap:97 rtx/90000",
            "a=fmtp:97 apt=96",
            "a=rtcp-fb:96 nack",
            "a=rtcp-fb:96 nack pli",
            "a=rtcp-fb:96 ccm fir",
            "a=rtcp-fb:96 transport-cc",
            "a=rtcp-fb:111 transport-cc",
            "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
            "a=ssrc-group:FID " + SOURCES.videoSsrc() + " " + SOURCES.retransmissionSsrc())) {
      assertTrue(text.contains(line + "\r\n"), line);
    }
  }

  @Test
  void an_answer_of_chromium_is_understood() {
    Agreement agreement =
        assertInstanceOf(NegotiationResult.Agreed.class, readAnswer(text -> text)).agreement();
    assertEquals(DtlsRole.SERVER, agreement.dtlsRole());
    assertEquals(Agreement.RtcpForm.REDUCED_SIZE, agreement.rtcpForm());
    assertEquals("LHRH", agreement.remote().iceUfrag());
    assertEquals(4, agreement.remote().candidates().size());
    StreamAgreement video = agreement.stream(Codec.VP8).orElseThrow();
    assertEquals(96, video.payloadType());
    assertEquals(97, video.retransmissionType());
    assertEquals(275065114L, video.remoteSsrc());
    assertEquals(1134715487L, video.remoteRetransmissionSsrc());
    assertEquals(EnumSet.allOf(FeedbackKind.class), video.feedback());
    StreamAgreement audio = agreement.stream(Codec.OPUS).orElseThrow();
    assertEquals(111, audio.payloadType());
    assertEquals(2242641253L, audio.remoteSsrc());
    assertEquals(Set.of(FeedbackKind.TRANSPORT_CC), audio.feedback());
    assertEquals(
        Map.of(
            ExtensionKind.AUDIO_LEVEL, 1,
            ExtensionKind.TRANSPORT_SEQUENCE, 3,
            ExtensionKind.MID, 4),
        audio.extensions());
  }

  @Test
  void a_resident_without_camera_and_microphone_is_sent_to_but_not_received_from() {
    var result =
        Negotiation.readAnswer(
            parsed(resource("our-offer.sdp")), parsed(resource("chromium-156-recvonly.sdp")));
    Agreement agreement = assertInstanceOf(NegotiationResult.Agreed.class, result).agreement();
    for (StreamAgreement stream : agreement.streams()) {
      assertEquals(Direction.SEND_ONLY, stream.direction());
      assertTrue(stream.namedSource().isEmpty());
    }
  }

  @Test
  void an_offer_of_chromium_is_answered_with_opus_and_vp8_and_its_data_channel_refused() {
    SessionDescription offer = parsed(resource("chromium-156-offer.sdp"));
    var answered =
        assertInstanceOf(
            NegotiationResult.Answered.class,
            Negotiation.answer(offer, CallRig.transport(1), SOURCES));
    SessionDescription answer = parsed(answered.answer().toSdp());
    assertEquals(3, answer.media().size());
    assertEquals(List.of("111"), answer.media().get(0).formats());
    assertEquals(
        "VP8", answer.media().get(1).first(Attribute.RtpMap.class).orElseThrow().encoding());
    assertEquals(2, answer.media().get(1).formats().size());
    assertTrue(answer.media().get(2).isRefused());
    assertEquals(
        List.of("0", "1"), answer.all(Attribute.Group.class).findFirst().orElseThrow().mids());
    assertEquals(DtlsRole.CLIENT, answered.agreement().dtlsRole());
    // The peer reads our answer as we would read its.
    assertInstanceOf(NegotiationResult.Agreed.class, Negotiation.readAnswer(offer, answer));
  }

  @Test
  void a_passive_answer_makes_us_the_dtls_client() {
    var agreed =
        assertInstanceOf(
            NegotiationResult.Agreed.class,
            readAnswer(text -> text.replace("a=setup:active", "a=setup:passive")));
    assertEquals(DtlsRole.CLIENT, agreed.agreement().dtlsRole());
  }

  @Test
  void an_answer_may_refuse_one_m_line() {
    var agreed =
        assertInstanceOf(
            NegotiationResult.Agreed.class,
            readAnswer(text ->
                text.replace("m=video 9", "m=video 0")
                    .replace("a=group:BUNDLE 0 1", "a=group:BUNDLE 0")));
    assertTrue(agreed.agreement().stream(Codec.VP8).isEmpty());
    assertTrue(agreed.agreement().stream(Codec.OPUS).isPresent());
  }

  @Test
  void no_fingerprint_no_call() {
    assertEquals(
        NegotiationFault.FINGERPRINT_MISSING, refused(text -> without(text, "a=fingerprint")));
  }

  @Test
  void a_fingerprint_on_one_m_line_only_does_not_cover_the_other() {
    assertEquals(
        NegotiationFault.FINGERPRINT_MISSING,
        refused(text -> {
          int last = text.lastIndexOf("a=fingerprint");
          return text.substring(0, last) + text.substring(text.indexOf('\n', last) + 1);
        }));
  }

  @Test
  void two_different_fingerprints_no_call() {
    assertEquals(
        NegotiationFault.FINGERPRINT_AMBIGUOUS,
        refused(text -> afterFirst(text, "a=fingerprint", OTHER_PRINT)));
    assertEquals(
        NegotiationFault.FINGERPRINT_AMBIGUOUS,
        refused(text -> afterFirst(text, "a=group", OTHER_PRINT)));
  }

  @Test
  void a_weaker_hash_no_call_even_beside_a_good_one() {
    String weak = "a=fingerprint:sha-1 " + "00:".repeat(19) + "01";
    assertEquals(
        NegotiationFault.FINGERPRINT_HASH_REFUSED,
        refused(text -> afterFirst(without(text, "a=fingerprint"), "a=group", weak)));
    assertEquals(
        NegotiationFault.FINGERPRINT_HASH_REFUSED,
        refused(text -> afterFirst(text, "a=setup", weak)));
  }

  @Test
  void keys_in_the_description_no_call() {
    assertEquals(
        NegotiationFault.SDES_REFUSED,
        refused(
            text -> afterFirst(text, "a=mid", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:AAAA")));
  }

  @Test
  void media_without_dtls_no_call() {
    for (String profile : List.of("RTP/AVP", "RTP/SAVPF", "RTP/AVPF", "UDP/TLS/RTP/SAVP")) {
      assertEquals(
          NegotiationFault.PROFILE_REFUSED,
          refused(text -> text.replace("UDP/TLS/RTP/SAVPF", profile)));
    }
  }

  @Test
  void no_bundle_no_call() {
    assertEquals(NegotiationFault.BUNDLE_MISSING, refused(text -> without(text, "a=group")));
    assertEquals(
        NegotiationFault.BUNDLE_MISSING,
        refused(text -> text.replace("a=group:BUNDLE 0 1", "a=group:BUNDLE 0")));
  }

  @Test
  void no_rtcp_mux_no_call() {
    assertEquals(NegotiationFault.RTCP_MUX_MISSING, refused(text -> without(text, "a=rtcp-mux")));
  }

  @Test
  void an_answer_that_takes_no_dtls_role_is_refused() {
    for (String setup : List.of("actpass", "holdconn")) {
      assertEquals(
          NegotiationFault.SETUP_REFUSED,
          refused(text -> text.replace("a=setup:active", "a=setup:" + setup)));
    }
    assertEquals(NegotiationFault.SETUP_REFUSED, refused(text -> without(text, "a=setup")));
    assertEquals(
        NegotiationFault.SETUP_REFUSED,
        refused(text -> text.replaceFirst("a=setup:active", "a=setup:passive")));
  }

  @Test
  void missing_or_different_ice_credentials_are_refused() {
    assertEquals(
        NegotiationFault.ICE_CREDENTIALS_MISSING, refused(text -> without(text, "a=ice-ufrag")));
    assertEquals(
        NegotiationFault.ICE_CREDENTIALS_MISSING, refused(text -> without(text, "a=ice-pwd")));
    assertEquals(
        NegotiationFault.ICE_CREDENTIALS_MISSING,
        refused(text -> text.replaceFirst("a=ice-ufrag:LHRH", "a=ice-ufrag:OTHR")));
  }

  @Test
  void an_answer_with_other_m_lines_than_offered_is_refused() {
    assertEquals(
        NegotiationFault.MEDIA_MISMATCH,
        refused(text ->
            text.substring(0, text.indexOf("m=video"))
                .replace("a=group:BUNDLE 0 1", "a=group:BUNDLE 0")));
    assertEquals(
        NegotiationFault.MEDIA_MISMATCH, refused(text -> text.replace("m=video", "m=audio")));
    assertEquals(
        NegotiationFault.MEDIA_MISMATCH, refused(text -> text.replace("a=mid:1", "a=mid:0")));
    assertEquals(
        NegotiationFault.MEDIA_MISMATCH,
        refused(text -> text.replace("a=mid:1", "a=mid:7").replace("BUNDLE 0 1", "BUNDLE 0 7")));
  }

  @Test
  void codecs_and_extension_ids_that_were_not_offered_are_refused() {
    assertEquals(
        NegotiationFault.CODEC_REFUSED,
        refused(text -> text.replace("SAVPF 96 97", "SAVPF 96 97 98")));
    assertEquals(
        NegotiationFault.CODEC_REFUSED,
        refused(text -> text.replace("a=rtpmap:96 VP8/90000", "a=rtpmap:96 H264/90000")));
    assertEquals(NegotiationFault.CODEC_REFUSED, refused(text -> without(text, "a=rtpmap:111")));
    assertEquals(
        NegotiationFault.MEDIA_MISMATCH,
        refused(text -> text.replace("a=extmap:3 ", "a=extmap:5 ")));
  }

  @Test
  void an_offer_is_held_to_the_same_requirements() {
    String offer = resource("chromium-156-offer.sdp");
    Map<String, NegotiationFault> cases =
        Map.of(
            without(offer, "a=fingerprint"), NegotiationFault.FINGERPRINT_MISSING,
            without(offer, "a=rtcp-mux"), NegotiationFault.RTCP_MUX_MISSING,
            without(offer, "a=group"), NegotiationFault.BUNDLE_MISSING,
            without(offer, "a=mid"), NegotiationFault.CODEC_REFUSED,
            without(offer, "a=setup"), NegotiationFault.SETUP_REFUSED,
            without(offer, "a=ice-pwd"), NegotiationFault.ICE_CREDENTIALS_MISSING,
            without(offer, "a=rtpmap"), NegotiationFault.CODEC_REFUSED,
            offer.replace("UDP/TLS/RTP/SAVPF", "RTP/AVP"), NegotiationFault.PROFILE_REFUSED);
    cases.forEach((text, fault) ->
        assertEquals(
            fault,
            assertInstanceOf(
                    NegotiationResult.Refused.class,
                    Negotiation.answer(parsed(text), CallRig.transport(1), SOURCES))
                .fault()));
  }

  @Test
  void mutated_answers_are_agreed_or_refused_and_never_throw() {
    String golden = resource("chromium-156-answer.sdp");
    SessionDescription offer = parsed(resource("our-offer.sdp"));
    SplittableRandom random = new SplittableRandom(8);
    List<String> lines = golden.lines().toList();
    int refusals = 0;
    for (int round = 0; round < 3_000; round++) {
      String dropped = lines.get(4 + random.nextInt(lines.size() - 4));
      String moved = lines.get(4 + random.nextInt(lines.size() - 4));
      String text = golden.replaceFirst(Pattern.quote(dropped + "\n"), "") + moved + "\n";
      if (SessionDescription.parse(text) instanceof SdpResult.Parsed(SessionDescription answer)
          && Negotiation.readAnswer(offer, answer) instanceof NegotiationResult.Refused) {
        refusals++;
      }
    }
    assertTrue(refusals > 300, "refusals: " + refusals);
  }
}
