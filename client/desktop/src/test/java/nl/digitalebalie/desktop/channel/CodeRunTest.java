package nl.digitalebalie.desktop.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.desktop.channel.ChannelInput.Sureness;
import nl.digitalebalie.desktop.desk.Reachable;
import nl.digitalebalie.desktop.testkit.Resident;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.peer.PeerMessage.CodeWord;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToCounter.CodeResult;
import nl.digitalebalie.protocol.signal.StaffToRelay;
import org.junit.jupiter.api.Test;

class CodeRunTest {
  private final Side side = new Side().talking();

  @Test
  void the_code_that_the_resident_sees_matches() {
    side.on(new ChannelInput.CodeWanted());
    assertEquals(CodeState.PREPARING, side.code());
    side.exchange();
    assertEquals(CodeState.AWAITED, side.code());
    side.types(side.resident.code());

    assertEquals(CodeState.MATCHED, side.code());
    assertEquals(CodeWord.MATCHED, side.resident.outcome());
    assertEquals(List.of(CodeResult.MATCHED), results());
    assertEquals(
        side.resident.binding().base64url(), side.last(StaffToCounter.CodeChecked.class).binding());
  }

  @Test
  void a_slip_is_forgiven_once_and_spaces_always() {
    side.on(new ChannelInput.CodeWanted()).exchange().types(side.resident.wrongCode());
    assertEquals(CodeState.WRONG_ONCE, side.code());
    assertEquals(CodeWord.SAY_AGAIN, side.resident.outcome());
    String digits = side.resident.code();
    side.types(digits.substring(0, 3) + " " + digits.substring(3));

    assertEquals(CodeState.MATCHED, side.code());
    assertEquals(List.of(CodeResult.WRONG, CodeResult.MATCHED), results());
  }

  @Test
  void twice_wrong_is_over_and_the_right_code_comes_too_late() {
    String wrong = side.on(new ChannelInput.CodeWanted()).exchange().resident.wrongCode();
    side.types(wrong).types(wrong);
    assertEquals(CodeState.FAILED, side.code());
    assertEquals(CodeWord.FAILED, side.resident.outcome());
    side.types(side.resident.code());

    assertEquals(CodeState.FAILED, side.code());
    assertEquals(List.of(CodeResult.WRONG, CodeResult.FAILED), results());
  }

  @Test
  void nothing_typed_before_the_reveal_counts() {
    side.on(new ChannelInput.CodeWanted()).types("123456");

    assertEquals(CodeState.AWAITED, side.code());
    assertEquals(List.of(), results());
  }

  @Test
  void there_is_no_commitment_before_keys_are_agreed_upon() {
    Side early = new Side().begin().bind().offered(1).on(new ChannelInput.CodeWanted());

    assertEquals(List.of(), early.all(StaffToRelay.Sealed.class));
    assertEquals(List.of(), early.all(ChannelOutput.CodeChanged.class));
  }

  @Test
  void a_second_nonce_draws_no_second_code() {
    side.on(new ChannelInput.CodeWanted()).exchange();
    String code = side.resident.code();
    side.arrives(side.resident.says(new PeerMessage.CodeNonce("B".repeat(43)))).types(code);

    assertEquals(CodeState.MATCHED, side.code());
  }

  @Test
  void a_new_epoch_goes_on_with_the_same_run() {
    side.on(new ChannelInput.CodeWanted()).exchange();
    String code = side.resident.code();
    side.offered(2).answered().on(new ChannelInput.CodeWanted()).exchange();
    assertEquals(code, side.resident.code());
    side.types(code);

    assertEquals(CodeState.MATCHED, side.code());
  }

  @Test
  void a_commitment_that_got_lost_is_sent_again_and_not_made_anew() {
    side.on(new ChannelInput.CodeWanted()); // never carried
    side.offered(2).answered().on(new ChannelInput.CodeWanted()).exchange();

    side.types(side.resident.code());
    assertEquals(CodeState.MATCHED, side.code());
  }

  @Test
  void over_the_telephone_the_same_code_is_asked_once_more() {
    side.on(new ChannelInput.CodeWanted()).exchange();
    String code = side.resident.code();
    side.types(code).on(new ChannelInput.CodeWantedAgain()).exchange();
    assertEquals(CodeState.AWAITED, side.code());
    assertEquals(CodeWord.ASKED_AGAIN, side.resident.outcome());
    side.types(code);

    assertEquals(CodeState.MATCHED, side.code());
    assertEquals(List.of(CodeResult.MATCHED, CodeResult.MATCHED), results());
  }

  @Test
  void back_on_video_the_earlier_match_stands() {
    side.on(new ChannelInput.CodeWanted()).exchange();
    side.types(side.resident.code()).on(new ChannelInput.CodeWantedAgain()).exchange();
    side.on(new ChannelInput.CodeStands()).exchange();

    assertEquals(CodeState.MATCHED, side.code());
    assertEquals(CodeWord.MATCHED, side.resident.outcome());
  }

  @Test
  void a_code_that_never_matched_does_not_stand_anywhere() {
    side.on(new ChannelInput.CodeWanted()).exchange().on(new ChannelInput.CodeStands());

    assertEquals(CodeState.AWAITED, side.code());
  }

  @Test
  void a_page_that_refuses_the_reveal_ends_it_and_the_gate_hears_of_it_once() {
    side.on(new ChannelInput.CodeWanted()).exchange();
    PeerMessage refused = new PeerMessage.CodeOutcome(CodeWord.REFUSED);
    side.arrives(side.resident.says(refused)).arrives(side.resident.says(refused));
    side.types(side.resident.code());

    assertEquals(CodeState.REFUSED, side.code());
    assertEquals(List.of(CodeResult.ABORTED), results());
  }

  @Test
  void the_resident_cannot_declare_the_code_right() {
    side.on(new ChannelInput.CodeWanted()).exchange();
    side.arrives(side.resident.says(new PeerMessage.CodeOutcome(CodeWord.MATCHED)));

    assertEquals(CodeState.AWAITED, side.code());
  }

  @Test
  void another_key_aborts_the_run_and_the_next_one_has_another_code() {
    side.on(new ChannelInput.CodeWanted()).exchange();
    String before = side.resident.code();
    side.resident = Resident.another();
    side.on(new ChannelInput.ResidentKeyed(side.resident.key()));
    assertEquals(List.of(CodeResult.ABORTED), results());
    side.bind().offered(2).answered().on(new ChannelInput.CodeWanted()).exchange();

    assertNotEquals(before, side.resident.code());
    assertEquals(CodeState.AWAITED, side.code());
  }

  @Test
  void a_talk_that_ends_before_the_code_was_said_tells_the_gate() {
    side.on(new ChannelInput.CodeWanted()).exchange().on(new ChannelInput.Ended());

    assertEquals(List.of(CodeResult.ABORTED), results());
  }

  @Test
  void a_talk_that_ends_after_the_code_matched_does_not() {
    side.on(new ChannelInput.CodeWanted()).exchange();
    side.types(side.resident.code()).on(new ChannelInput.Ended());

    assertEquals(List.of(CodeResult.MATCHED), results());
  }

  @Test
  void the_code_is_in_nothing_that_comes_out() {
    side.on(new ChannelInput.CodeWanted()).exchange();
    String code = side.resident.code();
    side.types(code);

    assertFalse(Reachable.strings(side.out).contains(code));
  }

  @Test
  void a_slip_over_the_telephone_is_not_forgiven_again_in_the_next_call() {
    side.on(new ChannelInput.CodeWanted()).exchange();
    side.types(side.resident.code());
    phone(2).on(new ChannelInput.CodeWantedAgain()).exchange().types(side.resident.wrongCode());
    assertEquals(CodeState.WRONG_ONCE, side.code());
    side.offered(3).answered().on(new ChannelInput.CodeStands()).exchange();
    assertEquals(CodeState.MATCHED, side.code());
    phone(4).on(new ChannelInput.CodeWantedAgain()).exchange();
    assertEquals(CodeState.WRONG_ONCE, side.code(), "one try is left");
    side.types(side.resident.wrongCode());

    assertEquals(CodeState.FAILED, side.code());
    assertEquals(List.of(CodeResult.MATCHED, CodeResult.WRONG, CodeResult.FAILED), results());
  }

  @Test
  void digits_that_cross_a_switch_cost_and_count_nothing() {
    side.on(new ChannelInput.CodeWanted()).exchange();
    String code = side.resident.code();
    side.offered(2).types(code);
    side.answered().types(code);
    assertEquals(List.of(), results());
    assertEquals(CodeState.AWAITED, side.code());
    side.on(new ChannelInput.CodeStands()).exchange().types(code);

    assertEquals(List.of(CodeResult.MATCHED), results());
    assertEquals(2, side.last(StaffToCounter.CodeChecked.class).epoch());
  }

  @Test
  void a_match_that_got_lost_with_the_counters_line_is_told_again_when_it_is_back() {
    matched();
    side.on(new ChannelInput.CounterBack()).bind();
    side.on(new ChannelInput.Assured(Sureness.UNSURE)).passes(Duration.ZERO);
    assertEquals(List.of(CodeResult.MATCHED, CodeResult.MATCHED), results());
    side.on(new ChannelInput.Assured(Sureness.SURE)).passes(Duration.ofMinutes(1));

    assertEquals(2, results().size());
    assertEquals(CodeState.MATCHED, side.code());
  }

  @Test
  void a_match_that_came_through_is_not_told_again() {
    matched();
    side.on(new ChannelInput.CounterBack()).bind();
    side.on(new ChannelInput.Assured(Sureness.SURE)).passes(Duration.ofMinutes(1));

    assertEquals(List.of(CodeResult.MATCHED), results());
  }

  @Test
  void a_slip_that_may_have_got_lost_is_not_told_twice() {
    side.on(new ChannelInput.CodeWanted()).exchange().types(side.resident.wrongCode());
    side.on(new ChannelInput.CounterBack()).bind();
    side.on(new ChannelInput.Assured(Sureness.UNSURE)).passes(Duration.ofMinutes(1));

    assertEquals(List.of(CodeResult.WRONG), results());
    assertEquals(CodeState.WRONG_ONCE, side.code());
  }

  @Test
  void a_match_that_crossed_a_reload_is_told_for_the_new_epoch() {
    matched();
    side.on(new ChannelInput.OutcomeRefused(ErrorCode.STALE_EPOCH));
    side.offered(2).answered().on(new ChannelInput.CodeStands()).exchange();
    side.passes(SecureChannel.TELL_AGAIN);

    assertEquals(List.of(1, 2), epochsOfResults());
    assertEquals(CodeState.MATCHED, side.code());
  }

  @Test
  void a_match_that_crossed_a_switch_is_not_told_for_the_other_medium() {
    matched();
    side.on(new ChannelInput.OutcomeRefused(ErrorCode.STALE_EPOCH));
    phone(2).on(new ChannelInput.CodeWantedAgain()).exchange().passes(SecureChannel.TELL_AGAIN);
    assertEquals(List.of(1), epochsOfResults());
    assertEquals(CodeState.AWAITED, side.code());
    side.types(side.resident.code());

    assertEquals(List.of(1, 2), epochsOfResults());
  }

  @Test
  void a_match_that_crossed_the_way_into_a_chat_is_said_once_more_afterwards() {
    matched();
    side.on(new ChannelInput.OutcomeRefused(ErrorCode.STALE_EPOCH));
    phone(2).passes(SecureChannel.TELL_AGAIN).exchange(); // a chat: nobody wants the code there
    assertEquals(CodeWord.MATCHED, side.resident.outcome(), "nothing is asked in a chat");
    side.offered(3).answered().on(new ChannelInput.CodeStands()).exchange();

    assertEquals(CodeWord.ASKED_AGAIN, side.resident.outcome());
    assertEquals(CodeState.AWAITED, side.code());
    assertEquals(List.of(1), epochsOfResults());
  }

  @Test
  void what_was_matched_before_the_counter_forgot_it_does_not_stand_back_on_video() {
    matched();
    phone(2).on(new ChannelInput.CodeWantedAgain()).exchange().on(new ChannelInput.CounterBack());
    side.on(new ChannelInput.Bound(side.resident.binding().base64url(), "another.ticket"));
    side.offered(3).answered().on(new ChannelInput.CodeStands()).exchange();
    assertEquals(CodeState.AWAITED, side.code());
    side.types(side.resident.code());

    assertEquals(List.of(1, 3), epochsOfResults());
  }

  @Test
  void a_match_that_the_gate_does_not_take_is_said_once_more() {
    matched();
    side.on(new ChannelInput.OutcomeRefused(ErrorCode.NOT_IN_THIS_STATE)).exchange();

    assertEquals(CodeState.AWAITED, side.code());
    assertEquals(CodeWord.ASKED_AGAIN, side.resident.outcome());
  }

  @Test
  void a_match_that_is_refused_because_the_gate_has_it_stands() {
    matched();
    side.on(new ChannelInput.Assured(Sureness.SURE))
        .on(new ChannelInput.OutcomeRefused(ErrorCode.NOT_IN_THIS_STATE));

    assertEquals(CodeState.MATCHED, side.code());
  }

  @Test
  void a_gate_that_forgot_the_keys_wants_the_code_once_more() {
    matched();
    side.on(new ChannelInput.Assured(Sureness.SURE)).on(new ChannelInput.CounterBack());
    side.on(new ChannelInput.Bound(side.resident.binding().base64url(), "another.ticket"));
    assertEquals(CodeState.AWAITED, side.code());
    side.on(new ChannelInput.Assured(Sureness.UNSURE)).exchange();
    assertEquals(CodeWord.ASKED_AGAIN, side.resident.outcome());
    side.types(side.resident.code());

    assertEquals(CodeState.MATCHED, side.code());
    assertEquals(2, results().size());
  }

  private void matched() {
    side.on(new ChannelInput.CodeWanted()).exchange().types(side.resident.code());
  }

  /** The next epoch, in which only messages have keys. */
  private Side phone(int epoch) {
    return side.on(new ChannelInput.Offered(epoch, Optional.empty())).answered();
  }

  private List<Integer> epochsOfResults() {
    return side.all(StaffToCounter.CodeChecked.class).stream()
        .map(StaffToCounter.CodeChecked::epoch)
        .toList();
  }

  private List<CodeResult> results() {
    return side.all(StaffToCounter.CodeChecked.class).stream()
        .map(StaffToCounter.CodeChecked::result)
        .toList();
  }
}
