package nl.digitalebalie.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.desktop.chat.Chat.Sharing;
import nl.digitalebalie.desktop.chat.ChatRules.Lane;
import nl.digitalebalie.desktop.chat.Entry.Delivery;
import nl.digitalebalie.desktop.testkit.Examples;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.peer.PeerMessage.LineState;
import nl.digitalebalie.protocol.peer.PeerMessage.TypingState;
import nl.digitalebalie.protocol.privacy.Sensitive;
import org.junit.jupiter.api.Test;

class ChatRulesTest {
  private static final String ID = "id-of-a-message-1";

  private Chat chat = Chat.EMPTY;
  private Instant now = Examples.NOW;
  private final List<PeerMessage> said = new ArrayList<>();

  @Test
  void a_message_is_sending_until_it_is_confirmed() {
    write("hallo");
    assertEquals(List.of(Delivery.SENDING), deliveries());
    assertEquals(List.of(message(ID, "hallo")), said);
    delivered(message(ID, "hallo"));

    assertEquals(List.of(Delivery.DELIVERED), deliveries());
  }

  @Test
  void a_message_without_keys_waits_and_goes_with_the_next_ones() {
    take(ChatRules.said(chat, "hallo", ID, Lane.DOWN, now));
    assertEquals(List.of(Delivery.WAITING), deliveries());
    assertEquals(List.of(), said);
    take(Hearing.agreed(chat, now));

    assertEquals(List.of(Delivery.SENDING), deliveries());
    assertEquals(List.of(message(ID, "hallo")), said);
  }

  @Test
  void under_new_keys_what_is_not_confirmed_is_sent_again_with_its_id() {
    write("eerste");
    delivered(message(ID, "eerste"));
    take(ChatRules.said(chat, "tweede", ID + "2", Lane.UP, now));
    said.clear();
    take(Hearing.agreed(chat, now));

    assertEquals(List.of(message(ID + "2", "tweede")), said);
    assertEquals(List.of(Delivery.DELIVERED, Delivery.RESENT), deliveries());
  }

  @Test
  void what_stays_unconfirmed_is_told_and_still_sent_again() {
    write("hallo");
    passes(ChatRules.PATIENCE.minusMillis(1));
    assertEquals(List.of(Delivery.SENDING), deliveries());
    passes(Duration.ofMillis(1));
    assertEquals(List.of(Delivery.FAILED), deliveries());
    take(Hearing.agreed(chat, now));
    assertEquals(List.of(Delivery.RESENT), deliveries());
    delivered(message(ID, "hallo"));

    assertEquals(List.of(Delivery.DELIVERED), deliveries());
  }

  @Test
  void what_is_not_confirmed_is_not_sent_to_another_key() {
    write("eerste");
    take(ChatRules.said(chat, "tweede", ID + "2", Lane.DOWN, now));
    take(ChatRules.said(chat, "derde", ID + "3", Lane.UP, now));
    delivered(message(ID + "3", "derde"));
    said.clear();
    chat = Hearing.anotherKey(chat, now);
    take(Hearing.agreed(chat, now));
    passes(ChatRules.PATIENCE);
    take(Hearing.agreed(chat, now));

    assertEquals(List.of(), said);
    assertEquals(List.of(Delivery.WITHHELD, Delivery.WITHHELD, Delivery.DELIVERED), deliveries());
  }

  @Test
  void a_line_begun_for_one_key_is_not_shared_with_another_by_itself() {
    share(Sharing.ON);
    type("mijn");
    type("mijn zaak");
    said.clear();
    chat = Hearing.anotherKey(chat, now);
    take(Hearing.agreed(chat, now));
    passes(ChatRules.LIVE_EVERY);
    assertEquals(List.of(), said);
    assertEquals("mijn zaak", chat.ours().text().reveal(), "the staff member still has it");
    share(Sharing.ON);

    assertEquals(List.of(live(1, "mijn zaak", LineState.OPEN)), said);
  }

  @Test
  void a_message_of_the_resident_is_shown_once_over_all_epochs() {
    hear(message(ID, "dag"));
    take(Hearing.agreed(chat, now));
    hear(message(ID, "dag"));
    hear(message(ID, "anders"));

    assertEquals(List.of("dag"), texts());
    assertEquals(1, chat.received());
  }

  @Test
  void blank_messages_are_neither_sent_nor_shown() {
    write("  \n ");
    hear(message(ID, " "));

    assertEquals(List.of(), texts());
    assertEquals(List.of(), said);
  }

  @Test
  void a_flood_does_not_fill_the_memory() {
    for (int count = 0; count < 5_000; count++) {
      hear(message("id-of-a-message-" + count, "x"));
    }

    assertEquals(ChatRules.MAX_ENTRIES, chat.entries().size());
    assertTrue(chat.seen().size() <= ChatRules.MAX_SEEN);
  }

  @Test
  void typing_is_told_when_it_begins_stops_and_now_and_then() {
    type("h");
    type("ha");
    passes(ChatRules.TYPING_AGAIN);
    type("hal");
    type("");

    assertEquals(
        List.of(
            new PeerMessage.Typing(TypingState.WRITING),
            new PeerMessage.Typing(TypingState.WRITING),
            new PeerMessage.Typing(TypingState.STOPPED)),
        said);
  }

  @Test
  void the_residents_typing_is_forgotten_after_six_seconds_or_with_the_message() {
    hear(new PeerMessage.Typing(TypingState.WRITING));
    assertTrue(chat.typing(now.plusSeconds(5)));
    assertFalse(chat.typing(now.plusSeconds(6)));
    hear(message(ID, "dag"));
    assertFalse(chat.typing(now));
    hear(new PeerMessage.Typing(TypingState.WRITING));
    hear(new PeerMessage.Typing(TypingState.STOPPED));
    assertFalse(chat.typing(now));
  }

  @Test
  void live_text_goes_out_at_most_every_hundred_milliseconds_and_never_loses_the_last_letter() {
    share(Sharing.ON);
    type("h");
    type("ha");
    type("hal");
    assertEquals(List.of(live(1, "h", LineState.OPEN)), said);
    assertTrue(chat.hurries());
    passes(ChatRules.LIVE_EVERY);
    assertEquals(live(1, "hal", LineState.OPEN), said.getLast());
    assertFalse(chat.hurries());
    passes(ChatRules.LIVE_EVERY);

    assertEquals(2, said.size());
  }

  @Test
  void a_finished_line_of_live_text_is_the_message_and_the_next_line_counts_on() {
    share(Sharing.ON);
    type("hallo");
    write("hallo");
    assertEquals(live(1, "hallo", LineState.DONE), said.getLast());
    assertEquals(List.of(Delivery.SENDING), deliveries());
    delivered(live(1, "hallo", LineState.DONE));
    assertEquals(List.of(Delivery.DELIVERED), deliveries());
    passes(ChatRules.LIVE_EVERY);
    type("dag");

    assertEquals(live(2, "dag", LineState.OPEN), said.getLast());
  }

  @Test
  void a_line_that_is_only_open_delivers_nothing() {
    share(Sharing.ON);
    write("hallo");
    delivered(live(1, "hallo", LineState.OPEN));

    assertEquals(List.of(Delivery.SENDING), deliveries());
  }

  @Test
  void a_long_text_breaks_into_lines_that_the_protocol_carries() {
    share(Sharing.ON);
    write("x".repeat(1_100));

    assertEquals(
        List.of(500, 500, 100),
        said.stream().map(line -> ((PeerMessage.LiveText) line).text().reveal().length()).toList());
    assertEquals(4, chat.ours().line());
  }

  @Test
  void what_was_shared_and_not_sent_is_taken_back_when_sharing_ends() {
    share(Sharing.ON);
    type("geheim");
    share(Sharing.OFF);

    assertEquals(live(1, "", LineState.OPEN), said.getLast());
  }

  @Test
  void without_keys_nothing_of_the_draft_goes_out() {
    take(ChatRules.sharing(chat, Sharing.ON, Lane.DOWN, now));
    take(ChatRules.typed(chat, Sensitive.of("hallo"), Lane.DOWN, now));
    take(ChatRules.ticked(chat, Lane.DOWN, now.plusSeconds(1)));

    assertEquals(List.of(), said);
  }

  @Test
  void the_residents_live_line_is_shown_while_it_is_typed_and_kept_when_done() {
    hear(live(1, "Ik wil", LineState.OPEN));
    assertEquals(Optional.of(Sensitive.of("Ik wil")), chat.theirs().line());
    hear(live(1, "Ik wil graag", LineState.DONE));
    assertEquals(Optional.empty(), chat.theirs().line());
    assertEquals(List.of("Ik wil graag"), texts());
    hear(live(1, "Ik wil", LineState.OPEN));
    hear(live(1, "Ik wil graag", LineState.DONE));

    assertEquals(Optional.empty(), chat.theirs().line(), "a line that is done stays done");
    assertEquals(List.of("Ik wil graag"), texts());
  }

  @Test
  void a_line_that_is_sent_again_after_a_new_epoch_is_shown_once_and_a_new_one_is_shown() {
    hear(live(1, "Ik wil graag", LineState.DONE));
    take(Hearing.agreed(chat, now));
    hear(live(1, "Ik wil graag", LineState.DONE));
    assertEquals(List.of("Ik wil graag"), texts());
    take(Hearing.agreed(chat, now));
    hear(live(1, "Iets anders", LineState.DONE)); // the page began anew

    assertEquals(List.of("Ik wil graag", "Iets anders"), texts());
  }

  @Test
  void a_line_that_was_emptied_leaves_nothing() {
    hear(live(1, "vergissing", LineState.OPEN));
    hear(live(1, "", LineState.DONE));

    assertEquals(List.of(), texts());
    assertEquals(Optional.empty(), chat.theirs().line());
  }

  @Test
  void a_number_to_call_is_kept() {
    hear(new PeerMessage.PhoneNumber(Sensitive.of("06 1234 5678")));

    assertEquals(Optional.of(Sensitive.of("06 1234 5678")), chat.number());
  }

  @Test
  void nothing_that_was_written_is_printed() {
    write("vertrouwelijk");
    hear(message(ID + "2", "ook vertrouwelijk"));

    assertFalse((chat + " " + chat.entries() + chat.ours()).contains("vertrouwelijk"));
  }

  // ---- words of the tests

  private void take(ChatStep step) {
    chat = step.next();
    said.addAll(step.say());
  }

  private void write(String text) {
    take(ChatRules.said(chat, text, ID, Lane.UP, now));
  }

  private void type(String text) {
    take(ChatRules.typed(chat, Sensitive.of(text), Lane.UP, now));
  }

  private void share(Sharing wanted) {
    take(ChatRules.sharing(chat, wanted, Lane.UP, now));
  }

  private void hear(PeerMessage message) {
    take(Hearing.heard(chat, message, now));
  }

  private void delivered(PeerMessage message) {
    chat = ChatRules.delivered(chat, message, now);
  }

  private void passes(Duration time) {
    now = now.plus(time);
    take(ChatRules.ticked(chat, Lane.UP, now));
  }

  private List<Delivery> deliveries() {
    return chat.entries().stream().map(entry -> ((Entry.Said) entry).delivery()).toList();
  }

  private List<String> texts() {
    return chat.entries().stream().map(entry -> ((Entry.Said) entry).text().reveal()).toList();
  }

  private static PeerMessage message(String id, String text) {
    return new PeerMessage.Chat(id, Sensitive.of(text));
  }

  private static PeerMessage live(int line, String text, LineState state) {
    return new PeerMessage.LiveText(line, Sensitive.of(text), state);
  }
}
