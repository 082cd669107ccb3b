package nl.digitalebalie.desktop.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import nl.digitalebalie.desktop.testkit.Examples;
import nl.digitalebalie.desktop.testkit.Resident;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToCounter.MediaFlow;
import nl.digitalebalie.protocol.signal.StaffToRelay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindingTest {
  private final Side side = new Side();

  @Test
  void the_binding_is_asked_for_as_soon_as_the_conversation_begins() {
    side.begin();

    StaffToCounter.BindChannel asked = side.last(StaffToCounter.BindChannel.class);
    assertEquals(Examples.FIRST, asked.conversation());
    assertEquals(side.resident.key(), asked.residentKey());
  }

  @Test
  void every_conversation_has_a_key_of_its_own() {
    side.begin().begin();

    List<StaffToCounter.BindChannel> asked = side.all(StaffToCounter.BindChannel.class);
    assertNotEquals(asked.getFirst().counterKey(), asked.getLast().counterKey());
  }

  @Test
  void the_offer_and_its_candidates_wait_for_the_binding_and_go_in_order() {
    StaffToRelay.CandidatesDone done = new StaffToRelay.CandidatesDone(Examples.FIRST, 1);
    side.begin().offered(1).on(new ChannelInput.Trickled(1, done));
    assertEquals(List.of(), side.all(StaffToRelay.class));

    side.bind();
    List<StaffToRelay> said = side.all(StaffToRelay.class);
    assertEquals(1, ((StaffToRelay.Offer) said.get(0)).epoch());
    assertEquals(done, said.get(1));
    assertEquals(Resident.TICKET, ((StaffToRelay.Offer) said.get(0)).ticket());
  }

  @Test
  void a_binding_that_is_there_first_waits_for_the_engine() {
    side.begin().bind();
    assertEquals(List.of(), side.all(StaffToRelay.class));
    side.offered(1);
    assertEquals(1, side.last(StaffToRelay.Offer.class).epoch());
  }

  @Test
  void candidates_of_another_epoch_are_not_carried() {
    side.begin()
        .bind()
        .offered(2)
        .on(new ChannelInput.Trickled(1, new StaffToRelay.CandidatesDone(Examples.FIRST, 1)));

    assertEquals(List.of(), side.all(StaffToRelay.CandidatesDone.class));
  }

  @Test
  void more_candidates_than_any_computer_has_are_not_held() {
    side.begin().offered(1);
    for (int count = 0; count < 2 * SecureChannel.MAX_HELD; count++) {
      side.on(new ChannelInput.Trickled(1, new StaffToRelay.CandidatesDone(Examples.FIRST, 1)));
    }
    side.bind();

    assertEquals(SecureChannel.MAX_HELD, side.all(StaffToRelay.CandidatesDone.class).size());
  }

  @Test
  void a_conversation_that_the_counter_has_not_heard_of_is_asked_for_again_for_five_seconds() {
    side.begin();
    int tries = 0;
    while (side.faults().isEmpty() && tries < 100) {
      tries++;
      side.on(new ChannelInput.BindingRefused(ErrorCode.UNKNOWN_CONVERSATION));
      side.passes(Duration.ofMillis(50));
      assertEquals(tries, side.all(StaffToCounter.BindChannel.class).size(), "not too soon");
      side.passes(Duration.ofMillis(50));
    }

    assertEquals(List.of(ChannelFault.BINDING_UNANSWERED), side.faults());
    assertEquals(51, tries);
    side.on(new ChannelInput.BindAgain()).bind().offered(1);
    assertEquals(1, side.last(StaffToRelay.Offer.class).epoch(), "a person may try again");
  }

  @Test
  void a_counter_that_says_nothing_is_not_waited_for_forever() {
    side.begin().passes(Duration.ofSeconds(4));
    assertEquals(List.of(), side.faults());
    side.passes(Duration.ofSeconds(1));

    assertEquals(List.of(ChannelFault.BINDING_UNANSWERED), side.faults());
  }

  @ParameterizedTest
  @CsvSource({
    "TOO_MANY_BINDINGS, TOO_MANY_BINDINGS",
    "BINDING_MISMATCH, BINDING_MISMATCH",
    "KEY_REFUSED, KEY_REFUSED",
    "NOT_YOUR_CONVERSATION, BINDING_REFUSED",
    "INTERNAL, BINDING_REFUSED",
  })
  void a_refused_binding_ends_the_conversation(ErrorCode code, ChannelFault fault) {
    side.begin().offered(1).on(new ChannelInput.BindingRefused(code));

    assertEquals(List.of(fault), side.faults());
    assertEquals(ChannelFault.Ends.CONVERSATION, fault.ends());
    assertEquals(List.of(), side.all(StaffToRelay.class));
  }

  @Test
  void another_b_than_our_own_ends_the_conversation_and_nothing_is_offered() {
    side.begin().offered(1).on(new ChannelInput.Bound(Examples.BINDING, Resident.TICKET));

    assertEquals(List.of(ChannelFault.BINDING_MISMATCH), side.faults());
    assertEquals(List.of(), side.all(StaffToRelay.class));
    side.bind();
    assertEquals(List.of(), side.all(StaffToRelay.class), "a later good one heals nothing");
  }

  @Test
  void a_resident_key_that_is_no_point_on_the_curve_ends_the_conversation() {
    byte[] nowhere = Base64.getUrlDecoder().decode(side.resident.key());
    nowhere[64] ^= 1;
    side.on(
            new ChannelInput.Begun(
                Examples.DRUTEN,
                Examples.FIRST,
                Base64.getUrlEncoder().withoutPadding().encodeToString(nowhere)))
        .on(new ChannelInput.Bound(Examples.BINDING, Resident.TICKET));

    assertEquals(List.of(ChannelFault.KEY_REFUSED), side.faults());
  }

  @Test
  void the_same_key_after_a_reload_is_not_bound_again() {
    side.talking().on(new ChannelInput.ResidentKeyed(side.resident.key()));

    assertEquals(1, side.all(StaffToCounter.BindChannel.class).size());
    assertEquals(List.of(), side.all(ChannelOutput.Unbound.class));
  }

  @Test
  void another_key_of_the_resident_is_bound_anew_with_the_same_key_of_ours() {
    side.talking();
    String before = side.last(ChannelOutput.Bound.class).binding();
    side.resident = Resident.another();
    side.on(new ChannelInput.ResidentKeyed(side.resident.key()));
    assertEquals(1, side.all(ChannelOutput.Unbound.class).size());
    side.offered(2);
    assertEquals(1, side.last(StaffToRelay.Offer.class).epoch(), "no offer before the new b");
    side.bind().answered();

    assertNotEquals(before, side.last(ChannelOutput.Bound.class).binding());
    List<StaffToCounter.BindChannel> asked = side.all(StaffToCounter.BindChannel.class);
    assertEquals(asked.getFirst().counterKey(), asked.getLast().counterKey());
    assertEquals(2, side.last(ChannelOutput.Agreed.class).epoch());
  }

  @Test
  void a_changed_key_that_the_counter_has_not_heard_of_yet_is_asked_for_again() {
    side.talking();
    side.resident = Resident.another();
    side.on(new ChannelInput.ResidentKeyed(side.resident.key()))
        .on(new ChannelInput.BindingRefused(ErrorCode.BINDING_MISMATCH));
    assertEquals(List.of(), side.faults());
    int asked = side.all(StaffToCounter.BindChannel.class).size();
    side.passes(Duration.ofMillis(100));
    assertEquals(asked + 1, side.all(StaffToCounter.BindChannel.class).size());

    for (int tries = 0; side.faults().isEmpty() && tries < 100; tries++) {
      side.on(new ChannelInput.BindingRefused(ErrorCode.BINDING_MISMATCH))
          .passes(Duration.ofMillis(100));
    }
    assertEquals(List.of(ChannelFault.BINDING_UNANSWERED), side.faults(), "but not for ever");
    assertEquals(ChannelFault.Ends.EPOCH, side.faults().getFirst().ends());
  }

  @Test
  void a_page_that_shows_key_after_key_ends_the_conversation() {
    side.talking();
    for (int more = 1; more < SecureChannel.MAX_RESIDENT_KEYS; more++) {
      side.resident = Resident.another();
      side.on(new ChannelInput.ResidentKeyed(side.resident.key())).bind();
      assertEquals(List.of(), side.faults());
    }

    side.on(new ChannelInput.ResidentKeyed(Resident.another().key()));

    assertEquals(List.of(ChannelFault.TOO_MANY_BINDINGS), side.faults());
  }

  @Test
  void there_is_no_sign_of_life_before_the_binding() {
    side.begin().offered(1).on(new ChannelInput.BeatDue(1, MediaFlow.FLOWING));
    assertEquals(List.of(), side.all(StaffToCounter.Heartbeat.class));
    side.bind().on(new ChannelInput.BeatDue(1, MediaFlow.FLOWING));
    assertEquals(1, side.all(StaffToCounter.Heartbeat.class).size());
  }

  @Test
  void a_counter_that_comes_back_is_asked_to_bind_until_it_does_however_long_that_takes() {
    side.talking().on(new ChannelInput.CounterBack());
    for (int second = 0; second < 60; second++) {
      side.on(new ChannelInput.BindingRefused(ErrorCode.UNKNOWN_CONVERSATION))
          .passes(SecureChannel.BIND_ONCE_MORE);
    }

    assertEquals(62, side.all(StaffToCounter.BindChannel.class).size());
    assertEquals(1, side.all(StaffToCounter.BindChannel.class).stream().distinct().count());
    assertEquals(List.of(), side.faults(), "the talk goes on meanwhile");
  }

  @Test
  void a_counter_that_remembers_the_keys_changes_nothing() {
    side.talking().on(new ChannelInput.CounterBack()).bind();
    side.on(new ChannelInput.Assured(ChannelInput.Sureness.UNSURE)).passes(Duration.ofMinutes(1));

    assertEquals(List.of(), side.faults());
    assertEquals(2, side.all(StaffToCounter.BindChannel.class).size());
  }

  @Test
  void for_a_counter_that_forgot_the_keys_the_epoch_goes_on_and_signs_say_how_old_it_is() {
    side.talking().on(new ChannelInput.BeatDue(1, MediaFlow.FLOWING));
    side.passes(Duration.ofMinutes(5)).on(new ChannelInput.CounterBack());
    side.on(new ChannelInput.Bound(side.resident.binding().base64url(), "another.ticket"));
    side.on(new ChannelInput.BeatDue(1, MediaFlow.FLOWING));
    assertEquals(List.of(), side.faults());
    assertEquals(61, side.last(StaffToCounter.Heartbeat.class).number());

    side.offered(2);
    assertEquals("another.ticket", side.last(StaffToRelay.Offer.class).ticket());
  }

  @Test
  void a_counter_that_comes_back_with_another_b_ends_the_conversation() {
    side.talking()
        .on(new ChannelInput.CounterBack())
        .on(new ChannelInput.Bound(Examples.BINDING, Resident.TICKET));

    assertEquals(List.of(ChannelFault.BINDING_MISMATCH), side.faults());
  }

  @Test
  void every_epoch_has_an_ecdh_key_of_its_own() {
    side.talking().offered(2);

    List<StaffToRelay.Offer> offers = side.all(StaffToRelay.Offer.class);
    assertNotEquals(
        offers.getFirst().announcement().ecdhKey(), offers.getLast().announcement().ecdhKey());
  }

  @Test
  void nothing_of_a_key_is_printed() {
    EcKey key = EcKey.fresh(new java.security.SecureRandom());

    assertTrue(key.toString().length() < 60, key.toString());
  }

  @Test
  void warming_up_runs_a_whole_epoch_without_a_word() {
    ChannelPrewarm.run(new java.security.SecureRandom());
  }
}
