package nl.digitalebalie.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import nl.digitalebalie.desktop.chat.ChatRules.Lane;
import nl.digitalebalie.desktop.chat.Entry.FileEnd;
import nl.digitalebalie.desktop.chat.Entry.FileState;
import nl.digitalebalie.desktop.chat.Entry.Origin;
import nl.digitalebalie.desktop.testkit.Examples;
import nl.digitalebalie.protocol.peer.FileKind;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.peer.PeerMessage.FileDecision;
import nl.digitalebalie.protocol.privacy.Sensitive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileRulesTest {
  private static final String ID = "file-of-the-talk-1";

  private Chat chat = Chat.EMPTY;
  private final List<PeerMessage> said = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {1, 24_575, 24_576, 24_577, 1_000_000, PeerMessage.MAX_FILE_BYTES})
  void a_file_of_any_size_that_is_carried_arrives_whole(int size) {
    byte[] bytes = bytes(size);
    Chat sender =
        FileRules.offer(Chat.EMPTY, chosen(bytes), Origin.CHOSEN, ID, Lane.UP, Examples.NOW).next();
    Chat receiver = offered(bytes, "scan.pdf").next();
    ArrayDeque<PeerMessage> toSender = new ArrayDeque<>();
    ArrayDeque<PeerMessage> toReceiver = new ArrayDeque<>();
    ChatStep accepted = FileRules.accept(receiver, ID, Lane.UP);
    receiver = accepted.next();
    toSender.addAll(accepted.say());
    int most = 0;
    while (!toSender.isEmpty() || !toReceiver.isEmpty()) {
      most = Math.max(most, toReceiver.size());
      if (!toReceiver.isEmpty()) {
        ChatStep step = Hearing.heard(receiver, toReceiver.remove(), Examples.NOW);
        receiver = step.next();
        toSender.addAll(step.say());
      } else {
        ChatStep step = Hearing.heard(sender, toSender.remove(), Examples.NOW);
        sender = step.next();
        toReceiver.addAll(step.say());
      }
    }

    assertEquals(new FileState.Complete(), receiver.file(ID).orElseThrow().state());
    assertEquals(new FileState.Complete(), sender.file(ID).orElseThrow().state());
    assertArrayEquals(bytes, receiver.bytes().get(ID).copy());
    assertFalse(sender.bytes().containsKey(ID), "what arrived is not kept");
    assertTrue(most <= PeerMessage.PARTS_UNDER_WAY, "at most four parts are under way");
  }

  @Test
  void files_count_in_the_bound_of_the_chat_and_what_is_evicted_lets_go_of_its_bytes() {
    byte[] bytes = bytes(100);
    receiving(bytes);
    hear(part(0, bytes));
    FileBytes held = chat.bytes().get(ID);
    assertEquals(new FileState.Complete(), state());
    for (int count = 0; count < ChatRules.MAX_ENTRIES; count++) {
      String id = "file-of-a-flood-" + count;
      hear(
          new PeerMessage.FileOffer(
              id, Sensitive.of("a.pdf"), 10, "application/pdf", "A".repeat(43)));
      take(FileRules.decline(chat, id));
    }

    assertEquals(ChatRules.MAX_ENTRIES, chat.entries().size());
    assertTrue(chat.file(ID).isEmpty());
    assertTrue(chat.bytes().isEmpty());
    assertTrue(held.isWiped());
    assertArrayEquals(new byte[100], held.copy());
  }

  @Test
  void a_file_that_is_on_its_way_is_not_evicted() {
    take(FileRules.offer(chat, chosen(bytes(100)), Origin.CHOSEN, ID, Lane.UP, Examples.NOW));
    for (int count = 0; count < ChatRules.MAX_ENTRIES + 50; count++) {
      hear(new PeerMessage.Chat("message-of-a-flood-" + count, Sensitive.of("a")));
    }

    assertEquals(ChatRules.MAX_ENTRIES, chat.entries().size());
    assertEquals(new FileState.Offered(), state());
  }

  @Test
  void a_refused_file_of_ours_is_zero_at_once() {
    FileRules.Chosen chosen = chosen(bytes(100));
    take(FileRules.offer(chat, chosen, Origin.CHOSEN, ID, Lane.UP, Examples.NOW));
    hear(new PeerMessage.FileAnswer(ID, FileDecision.DECLINED));

    assertTrue(chat.bytes().isEmpty());
    assertArrayEquals(new byte[100], chosen.bytes().copy());
  }

  @Test
  void one_byte_more_than_ten_megabytes_cannot_even_be_said() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new PeerMessage.FileOffer(
                ID,
                Sensitive.of("scan.pdf"),
                PeerMessage.MAX_FILE_BYTES + 1,
                "application/pdf",
                "A".repeat(43)));
  }

  @Test
  void nothing_is_sent_before_the_other_side_accepted() {
    take(FileRules.offer(chat, chosen(bytes(100)), Origin.CHOSEN, ID, Lane.UP, Examples.NOW));

    assertEquals(1, said.size());
    assertTrue(said.getFirst() instanceof PeerMessage.FileOffer);
    hear(new PeerMessage.FileProgress(ID, 1));
    assertEquals(1, said.size());
  }

  @Test
  void a_part_that_nobody_accepted_is_not_kept() {
    take(offered(bytes(100), "scan.pdf"));
    hear(part(0, bytes(100)));

    assertEquals(new FileState.Offered(), state());
    assertTrue(chat.bytes().isEmpty());
  }

  @Test
  void a_hash_that_does_not_fit_breaks_the_file_and_forgets_it() {
    byte[] bytes = bytes(100);
    receiving(bytes);
    byte[] other = bytes.clone();
    other[7] ^= 1;
    hear(part(0, other));

    assertEquals(new FileState.Ended(FileEnd.BROKEN), state());
    assertEquals(new PeerMessage.FileAnswer(ID, FileDecision.BROKEN), said.getLast());
    assertTrue(chat.bytes().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"the second first", "the first twice", "too short", "too long", "not base64"})
  void a_part_that_does_not_fit_breaks_the_file(String how) {
    byte[] bytes = bytes(PeerMessage.PART_BYTES + 10);
    receiving(bytes);
    PeerMessage first = part(0, java.util.Arrays.copyOf(bytes, PeerMessage.PART_BYTES));
    switch (how) {
      case "the second first" -> hear(part(1, new byte[10]));
      case "the first twice" -> {
        hear(first);
        hear(first);
      }
      case "too short" -> hear(part(0, new byte[PeerMessage.PART_BYTES - 1]));
      case "too long" -> {
        hear(first);
        hear(part(1, new byte[11]));
      }
      default -> hear(new PeerMessage.FilePart(ID, 0, Sensitive.of("***")));
    }

    assertEquals(new FileState.Ended(FileEnd.BROKEN), state());
    assertTrue(chat.bytes().isEmpty());
  }

  @Test
  void a_declined_offer_ends_and_cannot_be_accepted_afterwards() {
    take(offered(bytes(100), "scan.pdf"));
    take(FileRules.decline(chat, ID));
    take(FileRules.accept(chat, ID, Lane.UP));

    assertEquals(new FileState.Ended(FileEnd.DECLINED), state());
    assertEquals(List.of(new PeerMessage.FileAnswer(ID, FileDecision.DECLINED)), said);
  }

  @ParameterizedTest
  @EnumSource(names = {"DECLINED", "CANCELLED", "BROKEN"})
  void an_ending_by_the_other_side_lets_go_of_the_bytes(FileDecision decision) {
    take(FileRules.offer(chat, chosen(bytes(100)), Origin.CHOSEN, ID, Lane.UP, Examples.NOW));
    hear(new PeerMessage.FileAnswer(ID, decision));

    assertEquals(new FileState.Ended(FileEnd.valueOf(decision.name())), state());
    assertTrue(chat.bytes().isEmpty());
    hear(new PeerMessage.FileAnswer(ID, FileDecision.ACCEPTED));
    assertEquals(
        List.of(new PeerMessage.FileAnswer(ID, FileDecision.CANCELLED)),
        said.subList(1, said.size()),
        "an ended file is not sent");
  }

  @Test
  void a_file_that_is_said_to_be_complete_before_it_was_sent_is_not() {
    take(FileRules.offer(chat, chosen(bytes(200_000)), Origin.CHOSEN, ID, Lane.UP, Examples.NOW));
    hear(new PeerMessage.FileAnswer(ID, FileDecision.COMPLETE));
    assertEquals(new FileState.Offered(), state());
    hear(new PeerMessage.FileAnswer(ID, FileDecision.ACCEPTED));
    hear(new PeerMessage.FileAnswer(ID, FileDecision.COMPLETE));

    assertEquals(new FileState.Running(0, 4, 9), state());
  }

  @Test
  void progress_beyond_what_was_sent_draws_nothing() {
    take(FileRules.offer(chat, chosen(bytes(200_000)), Origin.CHOSEN, ID, Lane.UP, Examples.NOW));
    hear(new PeerMessage.FileAnswer(ID, FileDecision.ACCEPTED));
    hear(new PeerMessage.FileProgress(ID, 9));

    assertEquals(new FileState.Running(0, 4, 9), state());
  }

  @Test
  void the_resident_cannot_answer_the_residents_own_offer() {
    take(offered(bytes(100), "scan.pdf"));
    hear(new PeerMessage.FileAnswer(ID, FileDecision.ACCEPTED));
    hear(new PeerMessage.FileAnswer(ID, FileDecision.COMPLETE));

    assertEquals(new FileState.Offered(), state());
    assertEquals(List.of(), said);
  }

  @Test
  void either_side_can_stop_a_file_under_way() {
    receiving(bytes(200_000));
    take(FileRules.cancel(chat, ID));
    assertEquals(new FileState.Ended(FileEnd.CANCELLED), state());
    assertEquals(new PeerMessage.FileAnswer(ID, FileDecision.CANCELLED), said.getLast());

    chat = Chat.EMPTY;
    receiving(bytes(200_000));
    hear(new PeerMessage.FileAnswer(ID, FileDecision.CANCELLED));
    assertEquals(new FileState.Ended(FileEnd.CANCELLED), state());
    assertTrue(chat.bytes().isEmpty());
  }

  @Test
  void a_new_epoch_ends_a_file_under_way_and_repeats_an_offer_that_nobody_answered() {
    receiving(bytes(200_000));
    chat = Hearing.interrupted(chat);
    assertEquals(new FileState.Ended(FileEnd.INTERRUPTED), state());
    assertTrue(chat.bytes().isEmpty());

    chat = Chat.EMPTY;
    take(FileRules.offer(chat, chosen(bytes(100)), Origin.CHOSEN, ID, Lane.DOWN, Examples.NOW));
    said.clear();
    take(Hearing.agreed(Hearing.interrupted(chat), Examples.NOW));
    assertTrue(said.getFirst() instanceof PeerMessage.FileOffer);
  }

  @Test
  void a_page_of_the_panel_cannot_be_had_or_named_once_the_panel_is_shut() {
    FileRules.Chosen page = chosen(bytes(200_000));
    take(FileRules.offer(chat, page, Origin.PANEL, ID, Lane.UP, Examples.NOW));
    take(FileRules.panelShut(chat));

    assertEquals(new PeerMessage.FileAnswer(ID, FileDecision.CANCELLED), said.getLast());
    assertEquals(new FileState.Ended(FileEnd.CANCELLED), state());
    assertTrue(chat.file(ID).orElseThrow().isNameless());
    assertTrue(page.bytes().isWiped());
    hear(new PeerMessage.FileAnswer(ID, FileDecision.ACCEPTED));
    assertTrue(said.stream().noneMatch(PeerMessage.FilePart.class::isInstance));
    assertFalse(FileRules.hasPages(chat), "it is said once");
  }

  @Test
  void a_page_under_way_goes_no_further_once_the_panel_is_shut() {
    FileRules.Chosen page = chosen(bytes(200_000));
    take(FileRules.offer(chat, page, Origin.PANEL, ID, Lane.UP, Examples.NOW));
    hear(new PeerMessage.FileAnswer(ID, FileDecision.ACCEPTED));
    take(FileRules.panelShut(chat));
    said.clear();
    hear(new PeerMessage.FileProgress(ID, 4));

    assertEquals(List.of(), said);
    assertTrue(page.bytes().isWiped());
  }

  @Test
  void a_page_that_arrived_loses_its_name_alone() {
    byte[] bytes = bytes(100);
    take(FileRules.offer(chat, chosen(bytes), Origin.PANEL, ID, Lane.UP, Examples.NOW));
    hear(new PeerMessage.FileAnswer(ID, FileDecision.ACCEPTED));
    hear(new PeerMessage.FileProgress(ID, 1));
    hear(new PeerMessage.FileAnswer(ID, FileDecision.COMPLETE));
    said.clear();
    take(FileRules.panelShut(chat));

    assertEquals(List.of(), said);
    assertEquals(new FileState.Complete(), state());
    assertTrue(chat.file(ID).orElseThrow().isNameless());
  }

  @Test
  void a_file_from_a_disk_stays_on_offer_when_the_panel_shuts() {
    take(FileRules.offer(chat, chosen(bytes(100)), Origin.CHOSEN, ID, Lane.UP, Examples.NOW));
    Chat before = chat;
    take(FileRules.panelShut(chat));

    assertEquals(before, chat);
  }

  @ParameterizedTest
  @EnumSource
  void what_was_offered_to_one_key_is_not_offered_to_another(Origin origin) {
    FileRules.Chosen file = chosen(bytes(100));
    take(FileRules.offer(chat, file, origin, ID, Lane.UP, Examples.NOW));
    said.clear();
    chat = Hearing.anotherKey(chat, Examples.NOW);
    take(Hearing.agreed(Hearing.interrupted(chat), Examples.NOW));

    assertEquals(List.of(), said);
    assertEquals(new FileState.Ended(FileEnd.INTERRUPTED), state());
    assertTrue(file.bytes().isWiped());
    hear(new PeerMessage.FileAnswer(ID, FileDecision.ACCEPTED));
    assertEquals(List.of(new PeerMessage.FileAnswer(ID, FileDecision.CANCELLED)), said);
  }

  @Test
  void an_offer_that_comes_again_is_shown_once_even_after_it_ended() {
    take(offered(bytes(100), "scan.pdf"));
    take(FileRules.decline(chat, ID));
    take(offered(bytes(100), "scan.pdf"));

    assertEquals(1, chat.entries().size());
    assertEquals(new FileState.Ended(FileEnd.DECLINED), state());
  }

  @Test
  void a_flood_of_offers_is_declined() {
    for (int count = 0; count < 50; count++) {
      hear(
          new PeerMessage.FileOffer(
              ID + count, Sensitive.of("x.pdf"), 1, "application/pdf", "A".repeat(43)));
    }

    assertEquals(FileRules.MAX_OPEN_OFFERS, chat.entries().size());
    assertEquals(50 - FileRules.MAX_OPEN_OFFERS, said.size());
  }

  @Test
  void more_than_memory_should_hold_is_not_accepted_before_something_is_saved() {
    for (int count = 0; count < 6; count++) {
      hear(
          new PeerMessage.FileOffer(
              ID + count,
              Sensitive.of("x.pdf"),
              PeerMessage.MAX_FILE_BYTES,
              "application/pdf",
              "A".repeat(43)));
      take(FileRules.accept(chat, ID + count, Lane.UP));
    }

    assertEquals(5, chat.bytes().size());
    assertEquals(FileRules.Room.FULL, FileRules.room(chat, chat.file(ID + 5).orElseThrow()));
  }

  @Test
  void a_saved_file_is_no_longer_in_memory() {
    byte[] bytes = bytes(100);
    receiving(bytes);
    hear(part(0, bytes));
    FileBytes held = chat.bytes().get(ID);
    chat = FileRules.saved(chat, ID);

    assertEquals(new FileState.Saved(), state());
    assertTrue(chat.bytes().isEmpty());
    assertArrayEquals(new byte[100], held.copy(), "and not in the bytes that somebody may hold");
  }

  @Test
  void a_file_that_is_not_complete_cannot_be_saved() {
    receiving(bytes(200_000));

    assertEquals(chat, FileRules.saved(chat, ID));
  }

  @Test
  void an_offered_name_keeps_no_ending_by_which_this_computer_would_run_it() {
    take(offered(bytes(100), "rekening.exe"));

    assertEquals("rekening.exe.pdf", chat.file(ID).orElseThrow().name().reveal());
  }

  // ---- words of the tests

  private void take(ChatStep step) {
    chat = step.next();
    said.addAll(step.say());
  }

  private void hear(PeerMessage message) {
    take(Hearing.heard(chat, message, Examples.NOW));
  }

  private FileState state() {
    return chat.file(ID).orElseThrow().state();
  }

  private void receiving(byte[] bytes) {
    take(offered(bytes, "scan.pdf"));
    take(FileRules.accept(chat, ID, Lane.UP));
  }

  private ChatStep offered(byte[] bytes, String name) {
    return Hearing.heard(
        chat,
        new PeerMessage.FileOffer(
            ID, Sensitive.of(name), bytes.length, "application/pdf", FileBytes.of(bytes).sha256()),
        Examples.NOW);
  }

  private static FileRules.Chosen chosen(byte[] bytes) {
    FileBytes held = FileBytes.of(bytes.clone());
    return new FileRules.Chosen(Sensitive.of("scan.pdf"), FileKind.PDF, held, held.sha256());
  }

  private static PeerMessage part(int index, byte[] bytes) {
    return new PeerMessage.FilePart(
        ID, index, Sensitive.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)));
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
