package nl.digitalebalie.desktop.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import nl.digitalebalie.desktop.desk.Reachable;
import nl.digitalebalie.desktop.testkit.Resident;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.peer.PeerMessage.CodeWord;
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

  private List<CodeResult> results() {
    return side.all(StaffToCounter.CodeChecked.class).stream()
        .map(StaffToCounter.CodeChecked::result)
        .toList();
  }
}
