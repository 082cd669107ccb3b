package nl.digitalebalie.transport.srtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import nl.digitalebalie.rtc.protect.PacketProtection;
import nl.digitalebalie.rtc.protect.Unprotected;
import nl.digitalebalie.rtc.protect.Unprotected.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpProtectionTest {
  private static final int SSRC = 0x1234_5678;

  /** The two ends of one handshake. */
  private record Ends(PacketProtection client, PacketProtection server) {
    static Ends with(SrtpProfile profile) {
      byte[] exported = new byte[SrtpKeys.exportedBytes(profile)];
      new Random(7).nextBytes(exported);
      return new Ends(
          new SrtpProtection(SrtpKeys.ofClient(profile, exported)),
          new SrtpProtection(SrtpKeys.ofServer(profile, exported)));
    }
  }

  private static byte[] rtp(int sequence, int ssrc) {
    return ByteBuffer.allocate(12 + 100)
        .put((byte) 0x80)
        .put((byte) 96)
        .putShort((short) sequence)
        .putInt(sequence * 3000)
        .putInt(ssrc)
        .array();
  }

  private static byte[] receiverReport(int ssrc) {
    return ByteBuffer.allocate(8)
        .put((byte) 0x80)
        .put((byte) 201)
        .putShort((short) 1)
        .putInt(ssrc)
        .array();
  }

  private static void assertPlain(byte[] expected, Unprotected actual) {
    assertArrayEquals(expected, assertInstanceOf(Unprotected.Plain.class, actual).packet());
  }

  private static void assertRejected(Reason expected, Unprotected actual) {
    assertEquals(expected, assertInstanceOf(Unprotected.Rejected.class, actual).reason());
  }

  @ParameterizedTest
  @EnumSource
  void what_one_end_protects_the_other_reads(SrtpProfile profile) {
    Ends ends = Ends.with(profile);
    byte[] packet = rtp(1, SSRC);
    byte[] report = receiverReport(SSRC);

    byte[] secret = ends.client().protectRtp(packet);

    assertFalse(Arrays.equals(packet, 12, packet.length, secret, 12, packet.length));
    assertEquals(packet.length + profile.tagBytes(), secret.length);
    assertPlain(packet, ends.server().unprotectRtp(secret));
    assertPlain(report, ends.server().unprotectRtcp(ends.client().protectRtcp(report)));
    assertPlain(report, ends.client().unprotectRtcp(ends.server().protectRtcp(report)));
  }

  @ParameterizedTest
  @EnumSource
  void a_changed_packet_is_rejected_and_the_stream_goes_on(SrtpProfile profile) {
    Ends ends = Ends.with(profile);
    byte[] changed = ends.client().protectRtp(rtp(1, SSRC));
    changed[20] ^= 1;
    byte[] changedReport = ends.client().protectRtcp(receiverReport(SSRC));
    changedReport[changedReport.length - 1] ^= 1;

    assertRejected(Reason.NOT_AUTHENTIC, ends.server().unprotectRtp(changed));
    assertRejected(Reason.NOT_AUTHENTIC, ends.server().unprotectRtcp(changedReport));
    assertPlain(rtp(2, SSRC), ends.server().unprotectRtp(ends.client().protectRtp(rtp(2, SSRC))));
  }

  @ParameterizedTest
  @EnumSource
  void a_replayed_packet_is_rejected(SrtpProfile profile) {
    Ends ends = Ends.with(profile);
    byte[] secret = ends.client().protectRtp(rtp(1, SSRC));
    byte[] report = ends.client().protectRtcp(receiverReport(SSRC));
    ends.server().unprotectRtp(secret);
    ends.server().unprotectRtcp(report);

    assertRejected(Reason.REPLAYED, ends.server().unprotectRtp(secret));
    assertRejected(Reason.REPLAYED, ends.server().unprotectRtcp(report));
  }

  @ParameterizedTest
  @EnumSource
  void a_packet_older_than_the_window_is_rejected(SrtpProfile profile) {
    Ends ends = Ends.with(profile);
    byte[] old = ends.client().protectRtp(rtp(1, SSRC));
    for (int sequence = 2; sequence < 200; sequence++) {
      ends.server().unprotectRtp(ends.client().protectRtp(rtp(sequence, SSRC)));
    }

    assertRejected(Reason.TOO_OLD, ends.server().unprotectRtp(old));
  }

  @ParameterizedTest
  @EnumSource
  void the_same_packet_may_be_sent_again_and_is_read_once(SrtpProfile profile) {
    Ends ends = Ends.with(profile);
    byte[] first = ends.client().protectRtp(rtp(1, SSRC));
    byte[] again = ends.client().protectRtp(rtp(1, SSRC));

    assertArrayEquals(first, again);
    assertPlain(rtp(1, SSRC), ends.server().unprotectRtp(again));
  }

  @ParameterizedTest
  @EnumSource
  void a_sequence_number_is_never_used_for_two_contents(SrtpProfile profile) {
    Ends ends = Ends.with(profile);
    ends.client().protectRtp(rtp(1, SSRC));
    byte[] other = rtp(1, SSRC);
    other[50] = 1;

    assertThrows(IllegalStateException.class, () -> ends.client().protectRtp(other));
  }

  @Test
  void a_packet_that_may_have_been_sent_long_ago_is_not_encrypted_again() {
    Ends ends = Ends.with(SrtpProfile.AEAD_AES_128_GCM);
    for (int sequence = 1; sequence <= SentPackets.WINDOW + 1; sequence++) {
      ends.client().protectRtp(rtp(sequence, SSRC));
    }

    assertThrows(IllegalStateException.class, () -> ends.client().protectRtp(rtp(1, SSRC)));
  }

  @ParameterizedTest
  @EnumSource
  void sequence_numbers_may_wrap_around(SrtpProfile profile) {
    Ends ends = Ends.with(profile);
    for (int sequence = 65_400; sequence < 65_700; sequence++) {
      byte[] packet = rtp(sequence & 0xFFFF, SSRC);
      assertPlain(packet, ends.server().unprotectRtp(ends.client().protectRtp(packet)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void invented_sources_take_no_place_from_real_ones(SrtpProfile profile) {
    Ends ends = Ends.with(profile);
    byte[] forged = ends.client().protectRtp(rtp(1, SSRC));
    for (int ssrc = 0; ssrc < 10 * SrtpProtection.MAX_SOURCES_PER_DIRECTION; ssrc++) {
      ByteBuffer.wrap(forged).putInt(8, ssrc);
      assertRejected(Reason.NOT_AUTHENTIC, ends.server().unprotectRtp(forged));
    }

    byte[] real = rtp(2, SSRC);
    assertPlain(real, ends.server().unprotectRtp(ends.client().protectRtp(real)));
  }

  @ParameterizedTest
  @EnumSource
  void a_forged_first_packet_does_not_spoil_the_sequence_of_the_real_stream(SrtpProfile profile) {
    Ends ends = Ends.with(profile);
    byte[] forged = rtp(40_000, SSRC);
    ends.server().unprotectRtp(Arrays.copyOf(forged, forged.length + 16));

    byte[] real = rtp(3, SSRC);
    assertPlain(real, ends.server().unprotectRtp(ends.client().protectRtp(real)));
  }

  @Test
  void a_peer_with_more_sources_than_a_call_can_have_is_bounded() {
    SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
    PacketProtection receiver = Ends.with(profile).server();
    int limit = SrtpProtection.MAX_SOURCES_PER_DIRECTION;
    for (int ssrc = 0; ssrc < limit; ssrc++) {
      // A fresh sender each time: ours is bounded as well.
      assertPlain(
          rtp(1, ssrc),
          receiver.unprotectRtp(Ends.with(profile).client().protectRtp(rtp(1, ssrc))));
    }

    assertRejected(
        Reason.TOO_MANY_SOURCES,
        receiver.unprotectRtp(Ends.with(profile).client().protectRtp(rtp(1, limit))));
  }

  @ParameterizedTest
  @EnumSource
  void no_hostile_packet_makes_it_throw(SrtpProfile profile) {
    Ends ends = Ends.with(profile);
    Random random = new Random(42);
    byte[] honest = ends.client().protectRtp(rtp(1, SSRC));
    byte[] report = ends.client().protectRtcp(receiverReport(SSRC));
    for (int round = 0; round < 1_000; round++) {
      byte[] noise = new byte[random.nextInt(80)];
      random.nextBytes(noise);
      byte[] bent = (round % 2 == 0 ? honest : report).clone();
      bent[random.nextInt(bent.length)] = (byte) random.nextInt();
      byte[] cut = Arrays.copyOf(bent, random.nextInt(bent.length));
      for (byte[] hostile : new byte[][] {noise, cut}) {
        assertInstanceOf(Unprotected.Rejected.class, ends.server().unprotectRtp(hostile));
        assertInstanceOf(Unprotected.Rejected.class, ends.server().unprotectRtcp(hostile));
      }
    }
  }

  @Test
  void keys_are_split_as_rfc_5764_says_and_print_nothing() {
    SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
    byte[] exported = new byte[SrtpKeys.exportedBytes(profile)];
    for (int i = 0; i < exported.length; i++) {
      exported[i] = (byte) i;
    }

    SrtpKeys client = SrtpKeys.ofClient(profile, exported);

    assertEquals(0, client.local().masterKey()[0]);
    assertEquals(16, client.remote().masterKey()[0]);
    assertEquals(32, client.local().masterSalt()[0]);
    assertEquals(44, client.remote().masterSalt()[0]);
    assertEquals("SrtpKeys[AEAD_AES_128_GCM]", client.toString());
    assertThrows(IllegalStateException.class, () -> SrtpKeys.ofServer(profile, new byte[55]));
  }
}
