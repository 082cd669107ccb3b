package nl.digitalebalie.desktop.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.KeyPair;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.desktop.testkit.Examples;
import nl.digitalebalie.desktop.testkit.Resident;
import nl.digitalebalie.protocol.binding.EpochAnnouncement;
import nl.digitalebalie.protocol.binding.Party;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.signal.SignedAnnouncement;
import nl.digitalebalie.protocol.signal.StaffToRelay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A relay may carry any answer it likes; only one is believed. */
class AnswerTest {
  private static final String SHA1 = "sha-1 " + "4E:".repeat(19) + "4E";
  private static final String OURS = "sha-256 " + Resident.CERTIFICATE;
  private static final String OTHER = "sha-256 " + "66:".repeat(31) + "66";

  private final Side side = new Side().begin().bind().offered(1);

  @Test
  void an_answer_that_the_resident_signed_is_agreed_upon() {
    side.answered();

    assertEquals(
        List.of(new ChannelOutput.Agreed(1, Optional.of(Resident.answerSdp()))),
        side.all(ChannelOutput.Agreed.class));
    assertEquals(List.of(), side.faults());
  }

  @Test
  void the_same_fingerprint_on_every_line_is_one_fingerprint() {
    RelayToStaff.Answer good = answer(Optional.of(Resident.sdp(OURS, OURS)));

    side.answered(good);
    assertEquals(1, side.all(ChannelOutput.Agreed.class).size());
  }

  @Test
  void a_fingerprint_that_the_resident_did_not_sign_is_refused() {
    RelayToStaff.Answer good = side.resident.answer(offer());

    refused(ChannelFault.SIGNATURE_REFUSED, Optional.of(Resident.sdp(OTHER)), good.announcement());
  }

  @ParameterizedTest
  @CsvSource({"two different", "an older hash beside it", "an older hash alone", "none"})
  void anything_but_exactly_one_sha_256_fingerprint_is_refused(String which) {
    SignedAnnouncement good = side.resident.answer(offer()).announcement();
    String sdp =
        switch (which) {
          case "two different" -> Resident.sdp(OURS, OTHER);
          case "an older hash beside it" -> Resident.sdp(OURS, SHA1);
          case "an older hash alone" -> Resident.sdp(SHA1);
          default -> Resident.sdp();
        };

    refused(ChannelFault.FINGERPRINT_NOT_ONE, Optional.of(sdp), good);
  }

  @Test
  void noise_in_place_of_a_description_is_refused() {
    SignedAnnouncement good = side.resident.answer(offer()).announcement();

    refused(ChannelFault.DESCRIPTION_REFUSED, Optional.of("noise"), good);
  }

  @Test
  void an_answer_without_a_description_to_an_offer_with_one_is_refused() {
    RelayToStaff.Answer without = side.resident.answer(offer(), Optional.empty());

    refused(ChannelFault.DESCRIPTION_REFUSED, Optional.empty(), without.announcement());
  }

  @Test
  void an_answer_with_a_description_to_an_offer_of_messages_only_is_refused() {
    side.on(new ChannelInput.Offered(2, Optional.empty()));
    RelayToStaff.Answer with = side.resident.answer(offer(), Optional.of(Resident.answerSdp()));
    side.answered(with);

    assertEquals(List.of(ChannelFault.DESCRIPTION_REFUSED), side.faults());
  }

  @Test
  void an_answer_to_an_offer_of_messages_only_is_agreed_upon() {
    side.on(new ChannelInput.Offered(2, Optional.empty())).answered();

    assertEquals(
        List.of(new ChannelOutput.Agreed(2, Optional.empty())),
        side.all(ChannelOutput.Agreed.class));
  }

  @Test
  void an_answer_signed_with_another_key_is_refused() {
    KeyPair somebody = Resident.keys();
    EpochAnnouncement announcement = announcement(Party.RESIDENT, 1, somebody);

    refused(
        ChannelFault.SIGNATURE_REFUSED,
        Optional.of(Resident.answerSdp()),
        Resident.signed(announcement, somebody));
  }

  @Test
  void an_announcement_of_another_epoch_does_not_answer_this_one() {
    refused(
        ChannelFault.SIGNATURE_REFUSED,
        Optional.of(Resident.answerSdp()),
        side.resident.signed(announcement(Party.RESIDENT, 2, Resident.keys())));
  }

  @Test
  void an_announcement_in_the_name_of_the_counter_does_not_answer_it() {
    refused(
        ChannelFault.SIGNATURE_REFUSED,
        Optional.of(Resident.answerSdp()),
        side.resident.signed(announcement(Party.COUNTER, 1, Resident.keys())));
  }

  @Test
  void our_own_announcement_sent_back_is_refused() {
    refused(
        ChannelFault.SIGNATURE_REFUSED, Optional.of(Resident.offerSdp()), offer().announcement());
  }

  @Test
  void an_ecdh_key_that_is_no_point_on_the_curve_is_refused() {
    SignedAnnouncement good = side.resident.answer(offer()).announcement();
    byte[] nowhere = Base64.getUrlDecoder().decode(good.ecdhKey());
    nowhere[64] ^= 1;

    refused(
        ChannelFault.ANNOUNCED_KEY_REFUSED,
        Optional.of(Resident.answerSdp()),
        new SignedAnnouncement(text(nowhere), good.signature()));
  }

  @Test
  void an_ecdh_key_that_was_exchanged_on_the_way_is_refused() {
    SignedAnnouncement good = side.resident.answer(offer()).announcement();

    refused(
        ChannelFault.SIGNATURE_REFUSED,
        Optional.of(Resident.answerSdp()),
        new SignedAnnouncement(Resident.point(Resident.keys()).base64url(), good.signature()));
  }

  @Test
  void an_answer_of_an_older_epoch_says_nothing() {
    RelayToStaff.Answer late = side.resident.answer(offer());
    side.offered(2).answered(late);

    assertEquals(List.of(), side.all(ChannelOutput.Agreed.class));
    assertEquals(List.of(), side.faults());
  }

  @Test
  void a_second_answer_replaces_nothing() {
    side.answered().answered(side.resident.answer(offer()));

    assertEquals(1, side.all(ChannelOutput.Agreed.class).size());
  }

  @Test
  void after_a_refused_answer_not_even_a_good_one_counts() {
    SignedAnnouncement good = side.resident.answer(offer()).announcement();
    refused(ChannelFault.SIGNATURE_REFUSED, Optional.of(Resident.sdp(OTHER)), good);
    side.answered();

    assertEquals(List.of(), side.all(ChannelOutput.Agreed.class));
  }

  private void refused(ChannelFault fault, Optional<String> sdp, SignedAnnouncement announcement) {
    side.on(new ChannelInput.Answered(1, sdp, announcement));
    assertEquals(List.of(new ChannelOutput.Broken(1, fault)), side.all(ChannelOutput.Broken.class));
    assertEquals(List.of(), side.all(ChannelOutput.Agreed.class));
    assertEquals(ChannelFault.Ends.EPOCH, fault.ends());
    side.says("hallo");
    assertEquals(List.of(), side.all(StaffToRelay.Sealed.class), "nothing is said to a stranger");
  }

  private RelayToStaff.Answer answer(Optional<String> sdp) {
    return side.resident.answer(offer(), sdp);
  }

  private StaffToRelay.Offer offer() {
    return side.last(StaffToRelay.Offer.class);
  }

  private EpochAnnouncement announcement(Party party, int epoch, KeyPair ecdh) {
    return new EpochAnnouncement(
        party,
        epoch,
        side.resident.binding(),
        Resident.digest(Resident.answerSdp()),
        Resident.point(ecdh));
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Test
  void the_example_conversation_is_the_one_that_is_bound() {
    assertEquals(Examples.FIRST, offer().conversation());
  }
}
