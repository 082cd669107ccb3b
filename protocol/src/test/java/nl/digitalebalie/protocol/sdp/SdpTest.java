package nl.digitalebalie.protocol.sdp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SdpTest {
  private static final String HEAD = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";
  private static final String AUDIO = "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n";

  private static String resource(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(SdpTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static SessionDescription parsed(String text) {
    return assertInstanceOf(SdpResult.Parsed.class, SessionDescription.parse(text)).description();
  }

  private static SdpFault refused(String text) {
    return assertInstanceOf(SdpResult.Refused.class, SessionDescription.parse(text)).fault();
  }

  @ParameterizedTest
  @ValueSource(strings = {"chromium-156-answer.sdp", "chromium-156-offer.sdp"})
  void what_chromium_writes_is_read_and_written_again_without_loss(String name) throws IOException {
    SessionDescription first = parsed(resource(name));
    SessionDescription second = parsed(first.toSdp());
    assertEquals(first, second);
    List<String> before = resource(name).lines().sorted().toList();
    assertEquals(before, first.toSdp().lines().sorted().toList());
  }

  @Test
  void the_typed_attributes_of_a_real_answer_are_there() throws IOException {
    SessionDescription answer = parsed(resource("chromium-156-answer.sdp"));
    MediaDescription video = answer.media().get(1);
    assertEquals("1", video.mid().orElseThrow());
    assertEquals(Direction.SEND_RECEIVE, video.direction());
    assertEquals(List.of("96", "97"), video.formats());
    assertEquals(SetupRole.ACTIVE, video.first(Attribute.Setup.class).orElseThrow().role());
    assertEquals(
        List.of(275065114L, 1134715487L),
        video.first(Attribute.SsrcGroup.class).orElseThrow().ssrcs());
    assertEquals(2, answer.everywhere(Fingerprint.class).count());
    assertEquals(32, answer.everywhere(Fingerprint.class).findFirst().orElseThrow().bytes().length);
    assertEquals(4, answer.everywhere(Candidate.class).count());
    Candidate candidate = answer.everywhere(Candidate.class).findFirst().orElseThrow();
    assertEquals("192.0.2.2", candidate.address());
    assertEquals(50_609, candidate.port());
    assertEquals("generation 0 network-id 1", candidate.extensions());
  }

  @Test
  void lines_may_end_with_a_single_newline() {
    assertEquals(parsed(HEAD + AUDIO), parsed((HEAD + AUDIO).replace("\r\n", "\n")));
  }

  @Test
  void an_unknown_attribute_is_kept_and_a_candidate_text_form_hides_addresses() {
    SessionDescription read = parsed(HEAD + "a=x-new:some value\r\n");
    assertEquals(List.of(new Attribute.Other("x-new", "some value")), read.attributes());
    Candidate candidate =
        Candidate.parse("candidate:1 1 UDP 5 192.0.2.7 4000 typ host").orElseThrow();
    assertFalse(candidate.toString().contains("192.0.2.7"));
    assertEquals("candidate:1 1 udp 5 192.0.2.7 4000 typ host", candidate.toCandidateLine());
  }

  @Test
  void more_than_64_kilobytes_are_refused_unread() {
    assertEquals(SdpFault.TOO_LARGE, refused(HEAD + "a=x\r\n".repeat(20_000)));
  }

  @Test
  void one_endless_line_is_refused() {
    assertEquals(SdpFault.TOO_LARGE, refused(HEAD + "a=x:" + "y".repeat(3_000) + "\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a=mid:\u0000", "a=x:\ra=fingerprint:sha-256 00", "s\u0000=-", "a=x:\u007F"})
  void control_characters_are_refused(String line) {
    assertEquals(SdpFault.FORBIDDEN_CHARACTER, refused(HEAD + line + "\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m=audio -1 UDP/TLS/RTP/SAVPF 0",
        "m=audio 65536 UDP/TLS/RTP/SAVPF 0",
        "m=audio 99999999999999999999 UDP/TLS/RTP/SAVPF 0",
        "m=audio +9 UDP/TLS/RTP/SAVPF 0",
        "m=audio 0x9 UDP/TLS/RTP/SAVPF 0",
        "m=audio \u0669 UDP/TLS/RTP/SAVPF 0",
        "a=rtpmap:128 VP8/90000",
        "a=rtpmap:96 VP8/-90000",
        "a=extmap:256 urn:x",
        "a=ssrc:4294967296 cname:x",
        "a=ssrc:-1 cname:x"
      })
  void numbers_out_of_range_are_refused(String line) {
    assertEquals(SdpFault.BAD_NUMBER, refused(HEAD + line + "\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=fingerprint:sha-256 00:11",
        "a=fingerprint:sha-256",
        "a=fingerprint:sha-256 ZZ",
        "a=setup:sometimes",
        "a=ice-ufrag:abc",
        "a=ice-ufrag:ab cd",
        "a=ice-pwd:short",
        "a=mid:",
        "a=group:",
        "a=rtpmap:96",
        "a=rtpmap:96 VP8",
        "a=candidate:",
        "a=candidate:1 1 udp 1 192.0.2.1 70000 typ host",
        "a=candidate:1 1 udp 1 192.0.2.1 -5 typ host",
        "a=candidate:1 1 udp 1 192.0.2.1 5 type host",
        "a=: value"
      })
  void attributes_that_break_their_grammar_are_refused(String line) {
    assertEquals(SdpFault.BAD_ATTRIBUTE, refused(HEAD + line + "\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"m=audio", "m=audio 9 UDP/TLS/RTP/SAVPF", "q=1", "a", "", "m= 9 x 0", "v=0"})
  void malformed_lines_are_refused(String line) {
    assertEquals(SdpFault.MALFORMED_LINE, refused(HEAD + line + "\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"v=1\r\n", "o=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\n", "v=0\r\n", "v=0\r\ns=-\r\n"})
  void a_description_without_its_first_lines_is_refused(String text) {
    assertEquals(SdpFault.MISSING_LINE, refused(text));
  }

  @Test
  void empty_text_is_refused() {
    assertEquals(SdpFault.MISSING_LINE, refused(""));
  }

  @Test
  void three_hundred_m_lines_are_refused() {
    assertEquals(SdpFault.TOO_MANY_MEDIA, refused(HEAD + AUDIO.repeat(300)));
  }

  @Test
  void five_thousand_candidates_are_refused() {
    String candidate = "a=candidate:1 1 udp 1 ::1 5 typ host\r\n";
    String many = HEAD + AUDIO + candidate.repeat(1_700);
    assertEquals(SdpFault.TOO_MANY_CANDIDATES, refused(many));
    assertEquals(SdpFault.TOO_LARGE, refused(HEAD + AUDIO + candidate.repeat(5_000)));
  }

  @Test
  void too_many_attributes_or_formats_are_refused() {
    assertEquals(SdpFault.TOO_MANY_ATTRIBUTES, refused(HEAD + AUDIO + "a=x\r\n".repeat(600)));
    assertEquals(
        SdpFault.TOO_MANY_ATTRIBUTES,
        refused(HEAD + "m=audio 9 UDP/TLS/RTP/SAVPF" + " 1".repeat(200) + "\r\n"));
  }

  @Test
  void nobody_can_write_a_line_break_into_a_description() {
    assertThrows(IllegalArgumentException.class, () -> new Attribute.Mid("0\r\na=crypto:1"));
    assertThrows(IllegalArgumentException.class, () -> new Attribute.Other("x", "y\nz"));
    assertThrows(IllegalArgumentException.class, () -> new Attribute.FormatParameters(96, "a\rb"));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SessionDescription("-\n", "-", List.of(), List.of()));
  }

  @Test
  void passwords_stay_out_of_text_forms() {
    var password = new Attribute.IcePwd("0123456789012345678901");
    assertFalse(password.toString().contains("0123"));
  }

  @Test
  void a_fingerprint_is_compared_without_case_and_keeps_its_bytes() {
    byte[] digest = new byte[32];
    digest[0] = (byte) 0xAB;
    Fingerprint print = Fingerprint.ofSha256(digest);
    assertEquals(print, new Fingerprint("SHA-256", print.value().toLowerCase(Locale.ROOT)));
    assertEquals((byte) 0xAB, print.bytes()[0]);
  }

  @Test
  void mutated_descriptions_are_read_or_refused_and_never_throw() throws IOException {
    String golden = resource("chromium-156-answer.sdp");
    SplittableRandom random = new SplittableRandom(4);
    int refusals = 0;
    for (int round = 0; round < 5_000; round++) {
      StringBuilder text = new StringBuilder(golden);
      for (int i = 0; i < 1 + random.nextInt(5); i++) {
        text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(300));
      }
      if (SessionDescription.parse(text.toString()) instanceof SdpResult.Refused) {
        refusals++;
      }
    }
    assertTrue(refusals > 500, "refusals: " + refusals);
  }
}
