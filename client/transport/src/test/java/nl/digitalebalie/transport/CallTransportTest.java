package nl.digitalebalie.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import nl.digitalebalie.protocol.sdp.Candidate;
import nl.digitalebalie.protocol.sdp.SetupRole;
import nl.digitalebalie.rtc.RtcConfig;
import nl.digitalebalie.rtc.RtcEvent;
import nl.digitalebalie.rtc.negotiate.DtlsRole;
import nl.digitalebalie.transport.dtls.DtlsAssociation;
import nl.digitalebalie.transport.dtls.DtlsFailure;
import nl.digitalebalie.transport.dtls.DtlsIdentity;
import nl.digitalebalie.transport.ice.IcePolicy;
import nl.digitalebalie.transport.srtp.SrtpProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class CallTransportTest {
  private static final CallConfig LOOPBACK = CallConfig.standard(IcePolicy.loopback());
  private static final InetAddress THIS_MACHINE = InetAddress.ofLiteral("127.0.0.1");

  private static DtlsIdentity anotherIdentity() {
    return DtlsIdentity.fresh(new SecureRandom(), Instant.now());
  }

  private static int mediaPort(LoopbackCall.End end) {
    return end.descriptions.getFirst().everywhere(Candidate.class).findFirst().orElseThrow().port();
  }

  @ParameterizedTest
  @EnumSource
  void two_ends_carry_pictures_and_sound_both_ways(SrtpProfile profile)
      throws InterruptedException {
    CallConfig config =
        new CallConfig(RtcConfig.standard(), IcePolicy.loopback(), List.of(profile));
    try (LoopbackCall call = new LoopbackCall(config, LOOPBACK).begin()) {
      assertEquals(profile, call.offering.await(CallState.Connected.class).srtpProfile());
      assertEquals(profile, call.answering.await(CallState.Connected.class).srtpProfile());

      assertEquals(5, MadePictures.carry(call.offering, call.answering, 5));
      assertEquals(5, MadePictures.carry(call.answering, call.offering, 5));
      for (int i = 0; i < 5; i++) {
        call.offering.transport.send(MadePictures.sound(i));
      }
      assertNotNull(call.answering.sounds.poll(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void the_offering_end_may_be_the_one_that_begins_the_handshake() throws InterruptedException {
    try (LoopbackCall call =
        new LoopbackCall(
            LOOPBACK, LOOPBACK, Bend.setup(SetupRole.ACTIVE), UnaryOperator.identity())) {
      call.beginAndConnect();

      assertEquals(DtlsRole.CLIENT, negotiated(call.offering).dtlsRole());
      assertEquals(DtlsRole.SERVER, negotiated(call.answering).dtlsRole());
      assertEquals(3, MadePictures.carry(call.offering, call.answering, 3));
    }
  }

  @Test
  void the_answering_end_begins_the_handshake_by_itself() throws InterruptedException {
    try (LoopbackCall call = new LoopbackCall(LOOPBACK, LOOPBACK).beginAndConnect()) {
      assertEquals(DtlsRole.SERVER, negotiated(call.offering).dtlsRole());
      assertEquals(DtlsRole.CLIENT, negotiated(call.answering).dtlsRole());
    }
  }

  private static RtcEvent.Negotiated negotiated(LoopbackCall.End end) {
    return end.events.stream()
        .filter(RtcEvent.Negotiated.class::isInstance)
        .map(RtcEvent.Negotiated.class::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_swapped_fingerprint_in_the_answer_ends_the_call_without_media()
      throws InterruptedException {
    try (LoopbackCall call =
        new LoopbackCall(
            LOOPBACK,
            LOOPBACK,
            UnaryOperator.identity(),
            Bend.fingerprint(anotherIdentity().fingerprint()))) {
      call.begin();
      assertNoMediaAndMismatch(call.offering, call.answering);
    }
  }

  @Test
  void a_swapped_fingerprint_in_the_offer_ends_the_call_without_media()
      throws InterruptedException {
    try (LoopbackCall call =
        new LoopbackCall(
            LOOPBACK,
            LOOPBACK,
            Bend.fingerprint(anotherIdentity().fingerprint()),
            UnaryOperator.identity())) {
      call.begin();
      assertNoMediaAndMismatch(call.answering, call.offering);
    }
  }

  private static void assertNoMediaAndMismatch(LoopbackCall.End deceived, LoopbackCall.End other)
      throws InterruptedException {
    deceived.transport.send(
        new MadePictures().next(nl.digitalebalie.rtc.payload.EncodedVideo.FrameKind.KEY));
    assertEquals(
        new CallFailure.Handshake(DtlsFailure.FINGERPRINT_MISMATCH),
        deceived.await(CallState.Failed.class).failure());
    assertEquals(
        new CallFailure.Handshake(DtlsFailure.PEER_REFUSED),
        other.await(CallState.Failed.class).failure());
    assertTrue(deceived.pictures.isEmpty() && other.pictures.isEmpty());
  }

  @Test
  void noise_of_every_kind_on_the_media_port_leaves_the_call_alone() throws Exception {
    Random random = new Random(11);
    try (LoopbackCall call = new LoopbackCall(LOOPBACK, LOOPBACK).beginAndConnect();
        DatagramSocket stranger = new DatagramSocket(0, THIS_MACHINE)) {
      for (int i = 0; i < 256; i++) {
        byte[] noise = new byte[1 + random.nextInt(1_400)];
        random.nextBytes(noise);
        noise[0] = (byte) i;
        stranger.send(
            new DatagramPacket(noise, noise.length, THIS_MACHINE, mediaPort(call.offering)));
        stranger.send(
            new DatagramPacket(noise, noise.length, THIS_MACHINE, mediaPort(call.answering)));
      }

      assertEquals(10, MadePictures.carry(call.offering, call.answering, 10));
      assertEquals(10, MadePictures.carry(call.answering, call.offering, 10));
    }
  }

  @Test
  void a_handshake_from_a_foreign_socket_is_ignored_before_and_after_the_real_one()
      throws Exception {
    AtomicInteger answers = new AtomicInteger();
    try (DatagramSocket stranger = new DatagramSocket(0, THIS_MACHINE);
        LoopbackCall call = new LoopbackCall(LOOPBACK, LOOPBACK)) {
      Thread listening = Thread.ofVirtual().start(() -> count(stranger, answers));
      // The offering end is the DTLS server: the race is for its port, from the first moment on.
      call.answering.transport.localFingerprint();
      try (ForeignHandshake before = new ForeignHandshake(stranger, call)) {
        call.begin();
        call.offering.await(CallState.Connected.class);
        call.answering.await(CallState.Connected.class);
        before.sendAgain();
        assertEquals(5, MadePictures.carry(call.answering, call.offering, 5));
      }
      stranger.close();
      listening.join();
    }
    assertEquals(0, answers.get(), "the port answered a stranger's ClientHello");
  }

  private static void count(DatagramSocket stranger, AtomicInteger answers) {
    try {
      while (true) {
        stranger.receive(new DatagramPacket(new byte[2_000], 2_000));
        answers.incrementAndGet();
      }
    } catch (IOException closed) {
      return;
    }
  }

  /** Sends ClientHellos to the offering end as soon as its port is known, and keeps resending. */
  private static final class ForeignHandshake implements AutoCloseable {
    private final DtlsAssociation association;
    private final DatagramSocket stranger;
    private final LoopbackCall call;
    private volatile byte[] hello = {};

    ForeignHandshake(DatagramSocket stranger, LoopbackCall call) {
      this.stranger = stranger;
      this.call = call;
      DtlsIdentity attacker = anotherIdentity();
      this.association =
          DtlsAssociation.start(
              attacker,
              DtlsRole.CLIENT,
              attacker.fingerprint(),
              List.of(SrtpProfile.values()),
              new SecureRandom(),
              this::send,
              ignored -> {});
    }

    private void send(byte[] datagram) {
      hello = datagram;
      sendAgain();
    }

    void sendAgain() {
      if (call.offering.descriptions.isEmpty() || stranger.isClosed()) {
        return;
      }
      try {
        stranger.send(
            new DatagramPacket(hello, hello.length, THIS_MACHINE, mediaPort(call.offering)));
      } catch (IOException broken) {
        throw new java.io.UncheckedIOException(broken);
      }
    }

    @Override
    public void close() {
      association.close();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ACTIVE", "ACTPASS"})
  void a_network_that_loses_datagrams_delays_the_call_and_no_more(SetupRole offered)
      throws Exception {
    try (LossyRelay relay = new LossyRelay(13);
        LoopbackCall call =
            new LoopbackCall(
                LOOPBACK,
                LOOPBACK,
                offer ->
                    Bend.setup(offered).apply(Bend.port(throughRelay(offer, relay), relay.port())),
                Bend::withoutCandidates)) {
      call.beginAndConnect();

      assertEquals(5, MadePictures.carry(call.offering, call.answering, 5));
      assertEquals(5, MadePictures.carry(call.answering, call.offering, 5));
    }
  }

  private static nl.digitalebalie.protocol.sdp.SessionDescription throughRelay(
      nl.digitalebalie.protocol.sdp.SessionDescription offer, LossyRelay relay) {
    relay.inFrontOf(offer.everywhere(Candidate.class).findFirst().orElseThrow().port());
    return offer;
  }

  @Test
  void hanging_up_is_noticed_at_the_other_end() throws InterruptedException {
    try (LoopbackCall call = new LoopbackCall(LOOPBACK, LOOPBACK).beginAndConnect()) {
      call.offering.transport.close();

      assertEquals(
          new CallState.Closed(CallState.By.US), call.offering.await(CallState.Closed.class));
      assertEquals(
          new CallState.Closed(CallState.By.PEER), call.answering.await(CallState.Closed.class));
    }
  }

  @Test
  void statistics_and_counters_come_by_themselves() throws InterruptedException {
    try (LoopbackCall call = new LoopbackCall(LOOPBACK, LOOPBACK).beginAndConnect()) {
      for (int i = 0; i < 300 && call.answering.counters.isEmpty(); i++) {
        MadePictures.carry(call.offering, call.answering, 1);
      }

      assertEquals(0, call.answering.counters.getFirst().droppedMedia());
      assertEquals(1, call.answering.counters.getFirst().ice().remoteCandidates());
    }
  }

  @Test
  void a_call_that_never_began_closes_at_once() {
    new LoopbackCall(LOOPBACK, LOOPBACK).close();
  }

  @Test
  void prewarming_completes() throws Exception {
    Duration took = CallTransport.prewarm().get(60, TimeUnit.SECONDS);

    assertTrue(took.isPositive());
  }

  @Test
  void a_refused_description_fails_the_call() throws InterruptedException {
    try (LoopbackCall call =
        new LoopbackCall(
            LOOPBACK, LOOPBACK, UnaryOperator.identity(), Bend.setup(SetupRole.ACTPASS))) {
      call.begin();

      assertInstanceOf(
          CallFailure.Negotiation.class, call.offering.await(CallState.Failed.class).failure());
    }
  }
}
