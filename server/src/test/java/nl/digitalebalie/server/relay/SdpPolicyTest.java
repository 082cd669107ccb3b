package nl.digitalebalie.server.relay;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SdpPolicyTest {
  private static final String FINGERPRINT = "a=fingerprint:sha-256 " + "AB:".repeat(31) + "AB\n";

  @Test
  void an_honest_description_passes() {
    assertTrue(SdpPolicy.allows(Sample.SDP));
    assertTrue(SdpPolicy.allows(Sample.SDP.replace("sha-256", "SHA-256")));
  }

  @Test
  void a_description_without_fingerprint_is_refused() {
    assertFalse(SdpPolicy.allows(Sample.SDP.replace(FINGERPRINT, "")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha-1", "md5", "sha-512", "sha-224"})
  void only_sha_256_is_trusted(String hash) {
    assertFalse(SdpPolicy.allows(Sample.SDP.replace("sha-256", hash)));
  }

  @Test
  void a_second_certificate_is_refused() {
    assertFalse(SdpPolicy.allows(Sample.SDP + FINGERPRINT.replace("AB:AB:AB", "CD:AB:AB")));
  }

  @Test
  void a_second_certificate_is_refused_wherever_it_hides() {
    String other = FINGERPRINT.replace("AB:AB:AB", "CD:AB:AB");
    // at the session, beside the media line's own
    assertFalse(SdpPolicy.allows(Sample.SDP.replace("t=0 0\n", "t=0 0\n" + other)));
    // at a media line that is not used
    assertFalse(SdpPolicy.allows(Sample.SDP + "m=video 0 UDP/TLS/RTP/SAVPF 96\na=mid:1\n" + other));
    // spelt so that only a lenient reader sees it
    assertFalse(SdpPolicy.allows(Sample.SDP + other.replace("a=fingerprint", "a=Fingerprint")));
    assertTrue(SdpPolicy.allows(Sample.SDP.replace("t=0 0\n", "t=0 0\n" + FINGERPRINT)));
  }

  @Test
  void keys_in_the_open_and_unprotected_media_are_refused() {
    assertFalse(SdpPolicy.allows(Sample.SDP + "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\n"));
    assertFalse(SdpPolicy.allows(Sample.SDP.replace("UDP/TLS/RTP/SAVPF", "RTP/AVP")));
  }

  @Test
  void a_description_without_media_or_with_hostile_lines_is_refused() {
    assertFalse(SdpPolicy.allows("v=0\no=- 1 1 IN IP4 0.0.0.0\ns=-\nt=0 0\n" + FINGERPRINT));
    assertFalse(SdpPolicy.allows(Sample.SDP.replace("s=-", "s=a\u0000b")));
    assertFalse(SdpPolicy.allows("nonsense"));
    assertFalse(
        SdpPolicy.allows(
            Sample.SDP
                + IntStream.range(0, 5_000)
                    .mapToObj(i -> "a=candidate:" + i + " 1 udp 1 192.0.2.1 9 typ host\n")
                    .collect(Collectors.joining())));
  }

  @Test
  void nobody_is_made_to_knock_at_a_metadata_address() {
    assertFalse(
        SdpPolicy.allows(Sample.SDP + "a=candidate:1 1 udp 1 169.254.169.254 80 typ host\n"));
  }
}
