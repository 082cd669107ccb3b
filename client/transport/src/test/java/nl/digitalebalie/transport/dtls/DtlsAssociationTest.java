package nl.digitalebalie.transport.dtls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import nl.digitalebalie.protocol.sdp.Fingerprint;
import nl.digitalebalie.rtc.negotiate.DtlsRole;
import nl.digitalebalie.rtc.protect.Unprotected;
import nl.digitalebalie.transport.srtp.SrtpKeys;
import nl.digitalebalie.transport.srtp.SrtpProfile;
import nl.digitalebalie.transport.srtp.SrtpProtection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DtlsAssociationTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final List<SrtpProfile> BOTH = List.of(SrtpProfile.values());

  private final DtlsIdentity alice = DtlsIdentity.fresh(RANDOM, Instant.now());
  private final DtlsIdentity bob = DtlsIdentity.fresh(RANDOM, Instant.now());
  private final AtomicReference<DtlsAssociation> client = new AtomicReference<>();
  private final AtomicReference<DtlsAssociation> server = new AtomicReference<>();
  private final BlockingQueue<DtlsEvent> clientEvents = new LinkedBlockingQueue<>();
  private final BlockingQueue<DtlsEvent> serverEvents = new LinkedBlockingQueue<>();

  @AfterEach
  void everything_ends() {
    client.get().close();
    server.get().close();
  }

  private void begin(
      Fingerprint clientExpects,
      Fingerprint serverExpects,
      List<SrtpProfile> clientProfiles,
      List<SrtpProfile> serverProfiles,
      BooleanSupplier lost) {
    server.set(
        DtlsAssociation.start(
            bob,
            DtlsRole.SERVER,
            serverExpects,
            serverProfiles,
            RANDOM,
            datagram -> deliver(client, datagram, lost),
            serverEvents::add));
    client.set(
        DtlsAssociation.start(
            alice,
            DtlsRole.CLIENT,
            clientExpects,
            clientProfiles,
            RANDOM,
            datagram -> deliver(server, datagram, lost),
            clientEvents::add));
  }

  /** The peer may not be assigned yet: then the datagram is lost and resent, as on a network. */
  private static void deliver(
      AtomicReference<DtlsAssociation> peer, byte[] datagram, BooleanSupplier lost) {
    DtlsAssociation receiver = peer.get();
    if (receiver != null && !lost.getAsBoolean()) {
      receiver.push(datagram);
    }
  }

  private void beginHonestly() {
    begin(bob.fingerprint(), alice.fingerprint(), BOTH, BOTH, () -> false);
  }

  private static DtlsEvent next(BlockingQueue<DtlsEvent> events) throws InterruptedException {
    DtlsEvent event = events.poll(40, TimeUnit.SECONDS);
    return event == null ? new DtlsEvent.Failed(DtlsFailure.HANDSHAKE_TIMEOUT) : event;
  }

  private static SrtpKeys keys(BlockingQueue<DtlsEvent> events) throws InterruptedException {
    return assertInstanceOf(DtlsEvent.Secured.class, next(events)).keys();
  }

  private static DtlsFailure failure(BlockingQueue<DtlsEvent> events) throws InterruptedException {
    return assertInstanceOf(DtlsEvent.Failed.class, next(events)).failure();
  }

  @Test
  void both_ends_derive_keys_that_fit() throws InterruptedException {
    beginHonestly();

    SrtpKeys ofClient = keys(clientEvents);
    SrtpKeys ofServer = keys(serverEvents);

    assertEquals(SrtpProfile.AEAD_AES_128_GCM, ofClient.profile());
    byte[] packet = new byte[20];
    packet[0] = (byte) 0x80;
    Unprotected read =
        new SrtpProtection(ofServer).unprotectRtp(new SrtpProtection(ofClient).protectRtp(packet));
    assertArrayEquals(packet, assertInstanceOf(Unprotected.Plain.class, read).packet());
  }

  @ParameterizedTest
  @EnumSource
  void the_profile_both_accept_is_agreed(SrtpProfile profile) throws InterruptedException {
    begin(bob.fingerprint(), alice.fingerprint(), List.of(profile), BOTH, () -> false);

    assertEquals(profile, keys(clientEvents).profile());
    assertEquals(profile, keys(serverEvents).profile());
  }

  @Test
  void without_a_common_profile_there_are_no_keys() throws InterruptedException {
    begin(
        bob.fingerprint(),
        alice.fingerprint(),
        List.of(SrtpProfile.AEAD_AES_128_GCM),
        List.of(SrtpProfile.AES128_CM_SHA1_80),
        () -> false);

    assertEquals(DtlsFailure.NO_COMMON_SRTP_PROFILE, failure(serverEvents));
    client.get().close();
    // The refusal may come before the server answers at all: then the client only hears silence.
    assertTrue(clientEvents.stream().noneMatch(DtlsEvent.Secured.class::isInstance));
  }

  @Test
  void a_client_meeting_another_certificate_stops_before_any_key() throws InterruptedException {
    begin(alice.fingerprint(), alice.fingerprint(), BOTH, BOTH, () -> false);

    assertEquals(DtlsFailure.FINGERPRINT_MISMATCH, failure(clientEvents));
    assertEquals(DtlsFailure.PEER_REFUSED, failure(serverEvents));
  }

  @Test
  void a_server_meeting_another_certificate_stops_before_any_key() throws InterruptedException {
    begin(bob.fingerprint(), bob.fingerprint(), BOTH, BOTH, () -> false);

    assertEquals(DtlsFailure.FINGERPRINT_MISMATCH, failure(serverEvents));
    assertEquals(DtlsFailure.PEER_REFUSED, failure(clientEvents));
  }

  @Test
  void a_goodbye_is_noticed() throws InterruptedException {
    beginHonestly();
    keys(clientEvents);
    keys(serverEvents);

    client.get().close();

    assertInstanceOf(DtlsEvent.RemoteClosed.class, next(serverEvents));
  }

  /**
   * Dice, for every period is in step with some pair of flights and then loses the same for ever.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 6, 9, 13, 20, 25})
  void a_network_that_loses_a_fifth_only_delays(long seed) throws InterruptedException {
    Random dice = new Random(seed);
    begin(bob.fingerprint(), alice.fingerprint(), BOTH, BOTH, () -> dice.nextInt(5) == 0);

    keys(clientEvents);
    keys(serverEvents);
  }

  @Test
  void noise_before_and_during_the_handshake_is_ignored() throws InterruptedException {
    beginHonestly();
    Random random = new Random(3);
    for (int i = 0; i < 50; i++) {
      byte[] noise = new byte[1 + random.nextInt(100)];
      random.nextBytes(noise);
      noise[0] = (byte) (20 + random.nextInt(44));
      server.get().push(noise);
    }

    keys(clientEvents);
    keys(serverEvents);
  }

  @Test
  void a_flood_fills_a_bounded_queue_and_is_counted() {
    DatagramQueue queue = new DatagramQueue(ignored -> {}, ignored -> true);
    for (int i = 0; i < DatagramQueue.MAX_QUEUED + 10; i++) {
      queue.push(new byte[100]);
    }
    queue.push(new byte[5_000]);

    assertEquals(11, queue.dropped());
    beginHonestly();
  }

  @Test
  void every_call_has_its_own_certificate() {
    assertNotEquals(alice.fingerprint(), bob.fingerprint());
    beginHonestly();
  }
}
