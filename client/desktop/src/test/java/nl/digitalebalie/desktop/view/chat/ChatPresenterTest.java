package nl.digitalebalie.desktop.view.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicInteger;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.testkit.Examples;
import nl.digitalebalie.desktop.testkit.TestDesk;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.chat.ChatModel.Place;
import nl.digitalebalie.desktop.view.chat.ChatModel.Screen;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.Language;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import org.junit.jupiter.api.Test;

class ChatPresenterTest {
  private final TestDesk desk = TestDesk.plain();
  private final ChatPresenter presenter =
      new ChatPresenter(
          Texts.of(Language.NL), ZoneId.of("Europe/Amsterdam"), desk.wiring.desk()::on);
  private final AtomicInteger drawn = new AtomicInteger();

  ChatPresenterTest() {
    desk.wiring.desk().watch(now -> presenter.show(now, desk.now));
    desk.inTalk();
    desk.connect(1);
    presenter.pulse();
    presenter.model().shown().property().addListener((_, _, _) -> drawn.incrementAndGet());
  }

  @Test
  void a_hundred_messages_between_two_pulses_are_drawn_once() {
    for (int count = 0; count < 100; count++) {
      say("message-of-a-flood-" + count);
    }
    assertEquals(0, drawn.get());
    presenter.pulse();
    presenter.pulse();

    assertEquals(1, drawn.get());
    assertEquals(100, open().lines().size());
  }

  @Test
  void the_count_of_unread_messages_and_the_end_of_the_talk_wait_for_no_pulse() {
    say("message-of-the-talk-1");
    assertEquals(1, presenter.model().unread().now());
    desk.happens(new DeskEvent.HangUpWanted());

    assertInstanceOf(Screen.Nothing.class, presenter.model().screen());
  }

  @Test
  void a_talk_that_becomes_a_chat_shows_so_at_once() {
    desk.hear(new RelayToStaff.ChannelChanged(Examples.FIRST, Channel.CHAT, 2));

    assertEquals(Place.IS_THE_TALK, open().place());
  }

  private void say(String id) {
    desk.residentSays(new PeerMessage.Chat(id, Sensitive.of("Hallo")));
  }

  private Screen.Open open() {
    return assertInstanceOf(Screen.Open.class, presenter.model().screen());
  }
}
