package nl.digitalebalie.rtc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import nl.digitalebalie.protocol.sdp.Attribute;
import nl.digitalebalie.protocol.sdp.SessionDescription;
import nl.digitalebalie.protocol.sdp.SetupRole;
import nl.digitalebalie.rtc.RtcStats.Discard;
import nl.digitalebalie.rtc.negotiate.Codec;
import nl.digitalebalie.rtc.negotiate.DtlsRole;
import nl.digitalebalie.rtc.negotiate.NegotiationFault;
import nl.digitalebalie.rtc.protect.PacketProtection;
import nl.digitalebalie.rtc.protect.Unprotected;
import nl.digitalebalie.rtc.testkit.CallRig;
import nl.digitalebalie.rtc.testkit.LinkConditions;
import nl.digitalebalie.rtc.testkit.PlainProtection;
import nl.digitalebalie.rtc.time.MonoTime;
import org.junit.jupiter.api.Test;

class RtcSessionTest {
  private static final MonoTime NOW = new MonoTime(5_000_000_000L);
  private static final LinkConditions CITY = LinkConditions.perfect(Duration.ofMillis(30));

  private final RtcSession session = new RtcSession(RtcConfig.standard(), new SplittableRandom(9));
  private final List<Output> outputs = new ArrayList<>();

  private void feed(Input input) {
    outputs.clear();
    session.handle(input, outputs::add);
  }

  private RtcEvent onlyEvent() {
    assertEquals(1, outputs.size());
    return ((Output.Happened) outputs.getFirst()).event();
  }

  private SessionDescription offer() {
    feed(new Input.OfferRequested(NOW, CallRig.transport(1)));
    return ((Output.Describe) outputs.getFirst()).description();
  }

  @Test
  void the_one_who_offers_leaves_the_dtls_role_open_and_the_one_who_answers_begins() {
    CallRig rig = CallRig.over(CITY, 1).negotiate();
    var offered = rig.staff().events(RtcEvent.Negotiated.class).getFirst();
    var answered = rig.resident().events(RtcEvent.Negotiated.class).getFirst();
    assertEquals(DtlsRole.SERVER, offered.dtlsRole());
    assertEquals(DtlsRole.CLIENT, answered.dtlsRole());
    assertEquals(CallRig.transport(2).fingerprint(), offered.remote().fingerprint());
    assertEquals(CallRig.transport(1).fingerprint(), answered.remote().fingerprint());
    assertEquals(List.of(Codec.OPUS, Codec.VP8), offered.codecs());
    assertEquals(
        SetupRole.ACTIVE,
        rig.resident()
            .description()
            .everywhere(Attribute.Setup.class)
            .findFirst()
            .orElseThrow()
            .role());
  }

  @Test
  void an_answer_before_the_offer_is_refused_with_a_code() {
    feed(new Input.AnswerArrived(NOW, offerOfSomebodyElse()));
    assertEquals(
        NegotiationFault.ANSWER_WITHOUT_OFFER, ((RtcEvent.NegotiationFailed) onlyEvent()).fault());
  }

  @Test
  void a_second_answer_is_refused_and_the_call_goes_on() {
    CallRig rig = CallRig.over(CITY, 1).negotiate().connect().run(Duration.ofSeconds(1));
    int before = rig.staff().videoNumbers().size();
    rig.staff().feed(new Input.AnswerArrived(rig.now(), rig.resident().description()));
    rig.run(Duration.ofSeconds(1));
    assertEquals(1, rig.staff().events(RtcEvent.NegotiationFailed.class).size());
    assertTrue(rig.staff().videoNumbers().size() > before + 25);
  }

  @Test
  void an_offer_while_our_own_is_open_is_refused() {
    SessionDescription ours = offer();
    feed(new Input.OfferArrived(NOW, ours, CallRig.transport(1)));
    assertEquals(
        NegotiationFault.UNEXPECTED_OFFER, ((RtcEvent.NegotiationFailed) onlyEvent()).fault());
  }

  @Test
  void keys_without_an_agreement_are_our_own_fault_and_said_so() {
    assertThrows(
        IllegalStateException.class, () -> feed(new Input.Secured(NOW, new PlainProtection())));
  }

  @Test
  void a_session_offers_only_once() {
    offer();
    assertThrows(IllegalStateException.class, this::offer);
  }

  @Test
  void dtls_is_handed_back_and_stun_and_noise_are_counted() {
    byte[] hello = {22, (byte) 0xFE, (byte) 0xFD, 0};
    feed(new Input.DatagramArrived(NOW, hello));
    assertArrayEquals(hello, ((Output.Dtls) outputs.getFirst()).datagram());
    for (int first : new int[] {0, 1, 19, 64, 79, 127, 192, 255}) {
      feed(new Input.DatagramArrived(NOW, new byte[] {(byte) first, 0, 0, 0}));
      assertTrue(outputs.isEmpty());
    }
  }

  @Test
  void media_before_the_keys_is_held_and_played_and_what_finds_no_room_is_counted() {
    CallRig rig = CallRig.over(CITY, 1).negotiate();
    rig.staff().feed(new Input.Secured(rig.now(), new PlainProtection()));
    rig.staff().capture(rig.now());
    rig.run(Duration.ofMillis(150));
    assertEquals(0, rig.resident().videoNumbers().size());

    rig.resident().feed(new Input.Secured(rig.now(), new PlainProtection()));
    rig.run(Duration.ofMillis(1_500));

    assertEquals(0, rig.resident().videoNumbers().getFirst());
    assertEquals(0, rig.resident().audioNumbers().getFirst());
  }

  @Test
  void at_most_fifty_datagrams_wait_for_their_keys() {
    CallRig rig = CallRig.over(CITY, 1).negotiate();
    for (int i = 0; i < 60; i++) {
      rig.resident().feed(new Input.DatagramArrived(rig.now(), new byte[] {(byte) 0x80, 96, 0, 0}));
    }
    rig.connect().run(Duration.ofMillis(1_100));
    assertEquals(10, rig.resident().stats().discarded().get(Discard.BEFORE_KEYS));
    assertEquals(50, rig.resident().stats().discarded().get(Discard.MALFORMED_RTP));
  }

  @Test
  void packets_the_protection_rejects_are_counted_by_reason_and_go_no_further() {
    CallRig rig = CallRig.over(CITY, 1).negotiate();
    rig.staff().feed(new Input.Secured(rig.now(), new PlainProtection()));
    rig.staff().capture(rig.now());
    rig.resident().feed(new Input.Secured(rig.now(), new RejectingProtection()));
    rig.run(Duration.ofSeconds(2));
    assertTrue(rig.resident().stats().srtpRejected().get(Unprotected.Reason.NOT_AUTHENTIC) > 100);
    assertEquals(0, rig.resident().stats().videoIn().stream().packets());
    assertTrue(rig.resident().videoNumbers().isEmpty());
  }

  /** Keys that never match. */
  private static final class RejectingProtection implements PacketProtection {
    @Override
    public byte[] protectRtp(byte[] packet) {
      return packet;
    }

    @Override
    public byte[] protectRtcp(byte[] packet) {
      return packet;
    }

    @Override
    public Unprotected unprotectRtp(byte[] packet) {
      return new Unprotected.Rejected(Unprotected.Reason.NOT_AUTHENTIC);
    }

    @Override
    public Unprotected unprotectRtcp(byte[] packet) {
      return new Unprotected.Rejected(Unprotected.Reason.NOT_AUTHENTIC);
    }
  }

  @Test
  void after_a_refused_answer_nothing_is_sent_or_read() {
    SessionDescription ours = offer();
    // An offer is no answer: its actpass takes no role.
    feed(new Input.AnswerArrived(NOW, ours));
    assertEquals(
        NegotiationFault.SETUP_REFUSED, ((RtcEvent.NegotiationFailed) onlyEvent()).fault());
    feed(new Input.DatagramArrived(NOW, new byte[] {22, 0, 0}));
    assertTrue(outputs.isEmpty());
    feed(new Input.Secured(NOW, new PlainProtection()));
    assertTrue(outputs.isEmpty());
  }

  @Test
  void a_session_at_rest_asks_for_no_wake_up() {
    assertEquals(Optional.empty(), session.handle(new Input.TimePassed(NOW), outputs::add));
  }

  @Test
  void secrets_are_not_in_any_text_form() {
    String ufragAndPassword = CallRig.transport(1).toString();
    assertFalse(ufragAndPassword.contains(CallRig.transport(1).icePwd()));
    assertFalse(offer().toString().contains(CallRig.transport(1).icePwd()));
  }

  private static SessionDescription offerOfSomebodyElse() {
    return CallRig.over(CITY, 3).negotiate().staff().description();
  }
}
