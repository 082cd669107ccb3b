package nl.digitalebalie.desktop.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.desktop.chat.Chat.Sharing;
import nl.digitalebalie.desktop.chat.Entry.Delivery;
import nl.digitalebalie.desktop.chat.Entry.Said;
import nl.digitalebalie.desktop.chat.Entry.Speaker;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.peer.PeerMessage.LineState;
import nl.digitalebalie.protocol.peer.PeerMessage.TypingState;
import nl.digitalebalie.protocol.privacy.Sensitive;

/**
 * Messages and live text. A message keeps its id and is sent again with each new epoch until it is
 * known to have arrived, unless the resident has another key; one of theirs is shown once.
 */
public final class ChatRules {
  /** Protocol 6: at most every 100 ms while the line changes. */
  public static final Duration LIVE_EVERY = Duration.ofMillis(100);

  /** Protocol 6: forgotten after 6 s, so it is said again in time while somebody goes on. */
  static final Duration TYPING_LASTS = Duration.ofSeconds(6);

  static final Duration TYPING_AGAIN = Duration.ofSeconds(3);

  /** A confirmation takes a second; after this the sender should know that it is missing. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** More than a long talk holds; a flood must not fill the memory. */
  static final int MAX_ENTRIES = 1_000;

  static final int MAX_SEEN = 2_000;

  private ChatRules() {}

  /** Whether messages can be sealed now. */
  public enum Lane {
    UP,
    DOWN
  }

  /** The staff member wrote a letter, or took one away. */
  public static ChatStep typed(Chat chat, Sensitive<String> text, Lane lane, Instant now) {
    Chat.Ours ours = chat.ours();
    Chat typed =
        chat.with(
            new Chat.Ours(
                ours.sharing(),
                ours.line(),
                text,
                ours.told(),
                ours.toldAt(),
                ours.typing(),
                ours.typingAt()));
    if (lane == Lane.DOWN) {
      return ChatStep.to(typed);
    }
    return switch (ours.sharing()) {
      case ON -> share(typed, now);
      case OFF -> tellTyping(typed, now);
    };
  }

  private static ChatStep share(Chat chat, Instant now) {
    Chat.Ours ours = chat.ours();
    if (!chat.hurries() || now.isBefore(ours.toldAt().plus(LIVE_EVERY))) {
      return ChatStep.to(chat);
    }
    return ChatStep.to(
        chat.with(
            new Chat.Ours(
                ours.sharing(),
                ours.line(),
                ours.text(),
                ours.text(),
                now,
                ours.typing(),
                ours.typingAt())),
        new PeerMessage.LiveText(ours.line(), ours.text().map(ChatRules::line), LineState.OPEN));
  }

  private static String line(String text) {
    return text.substring(0, Math.min(text.length(), PeerMessage.MAX_LINE_CHARS));
  }

  private static ChatStep tellTyping(Chat chat, Instant now) {
    Chat.Ours ours = chat.ours();
    TypingState state = ours.text().reveal().isEmpty() ? TypingState.STOPPED : TypingState.WRITING;
    boolean due =
        state != ours.typing()
            || state == TypingState.WRITING && !now.isBefore(ours.typingAt().plus(TYPING_AGAIN));
    return due
        ? ChatStep.to(chat.with(typing(ours, state, now)), new PeerMessage.Typing(state))
        : ChatStep.to(chat);
  }

  private static Chat.Ours typing(Chat.Ours ours, TypingState state, Instant now) {
    return new Chat.Ours(
        ours.sharing(), ours.line(), ours.text(), ours.told(), ours.toldAt(), state, now);
  }

  /** Whether what is typed is shown at once from now on. */
  public static ChatStep sharing(Chat chat, Sharing wanted, Lane lane, Instant now) {
    Chat.Ours ours = chat.ours();
    Chat changed =
        chat.with(
            new Chat.Ours(
                wanted,
                ours.line(),
                ours.text(),
                ours.told(),
                ours.toldAt(),
                ours.typing(),
                ours.typingAt()));
    if (lane == Lane.DOWN || wanted == ours.sharing()) {
      return ChatStep.to(changed);
    }
    return switch (wanted) {
      case ON -> share(changed, now);
      case OFF -> takeBack(changed, now);
    };
  }

  /** What was shared and not sent is taken off the resident's screen. */
  private static ChatStep takeBack(Chat chat, Instant now) {
    Chat.Ours ours = chat.ours();
    if (ours.told().reveal().isEmpty()) {
      return ChatStep.to(chat);
    }
    Chat.Ours cleared =
        new Chat.Ours(
            ours.sharing(),
            ours.line(),
            ours.text(),
            Sensitive.of(""),
            now,
            ours.typing(),
            ours.typingAt());
    return ChatStep.to(
        chat.with(cleared),
        new PeerMessage.LiveText(ours.line(), Sensitive.of(""), LineState.OPEN));
  }

  /**
   * Sends what was written.
   *
   * @param id fresh; not used for live text, whose lines have numbers
   */
  public static ChatStep said(Chat chat, String text, String id, Lane lane, Instant now) {
    if (text.isBlank()) {
      return ChatStep.to(chat);
    }
    return switch (chat.ours().sharing()) {
      case ON -> finishLines(chat, text.strip(), lane, now);
      case OFF -> message(chat, text.strip(), id, lane, now);
    };
  }

  private static ChatStep message(Chat chat, String text, String id, Lane lane, Instant now) {
    Said said = ours(id, 0, text, lane, now);
    Chat next =
        bounded(chat.with(said)).with(typing(emptied(chat.ours(), 0), TypingState.STOPPED, now));
    return lane == Lane.UP ? ChatStep.to(next, peer(said)) : ChatStep.to(next);
  }

  private static ChatStep finishLines(Chat chat, String text, Lane lane, Instant now) {
    Chat next = chat;
    List<PeerMessage> say = new ArrayList<>();
    int lines = 0;
    for (int from = 0; from < text.length(); from += PeerMessage.MAX_LINE_CHARS) {
      int number = chat.ours().line() + lines;
      Said line = ours(Chat.lineId(number), number, line(text.substring(from)), lane, now);
      next = bounded(next.with(line));
      say.add(peer(line));
      lines++;
    }
    Chat after = next.with(emptied(chat.ours(), lines));
    return new ChatStep(after, lane == Lane.UP ? say : List.of());
  }

  private static Chat.Ours emptied(Chat.Ours ours, int lines) {
    return new Chat.Ours(
        ours.sharing(),
        ours.line() + lines,
        Sensitive.of(""),
        Sensitive.of(""),
        ours.toldAt(),
        TypingState.STOPPED,
        ours.typingAt());
  }

  private static Said ours(String id, int line, String text, Lane lane, Instant now) {
    return new Said(
        id,
        Speaker.STAFF,
        line,
        Sensitive.of(text),
        now,
        lane == Lane.UP ? Delivery.SENDING : Delivery.WAITING,
        now);
  }

  private static PeerMessage peer(Said said) {
    return said.line() == 0
        ? new PeerMessage.Chat(said.id(), said.text())
        : new PeerMessage.LiveText(said.line(), said.text(), LineState.DONE);
  }

  /** What the resident wrote; files have {@link FileRules}. */
  static ChatStep heard(Chat chat, PeerMessage.Chat message, Instant now) {
    if (chat.seen().contains(message.id())
        || chat.seen().size() >= MAX_SEEN
        || message.text().reveal().isBlank()) {
      return ChatStep.to(chat);
    }
    return ChatStep.to(
        bounded(
            quiet(chat).withSeen(message.id()).with(theirs(message.id(), 0, message.text(), now))));
  }

  static ChatStep heard(Chat chat, PeerMessage.Typing typing, Instant now) {
    return ChatStep.to(
        switch (typing.state()) {
          case WRITING ->
              chat.with(
                  new Chat.Theirs(
                      chat.theirs().line(),
                      chat.theirs().doneLine(),
                      Optional.of(now.plus(TYPING_LASTS))));
          case STOPPED -> quiet(chat);
        });
  }

  static ChatStep heard(Chat chat, PeerMessage.LiveText live, Instant now) {
    if (live.line() <= chat.theirs().doneLine()) {
      return ChatStep.to(chat);
    }
    return ChatStep.to(
        switch (live.state()) {
          case OPEN ->
              chat.with(
                  new Chat.Theirs(
                      Optional.of(live.text()).filter(text -> !text.reveal().isEmpty()),
                      chat.theirs().doneLine(),
                      Optional.empty()));
          case DONE -> finished(chat, live, now);
        });
  }

  private static Chat finished(Chat chat, PeerMessage.LiveText live, Instant now) {
    Chat next = chat.with(new Chat.Theirs(Optional.empty(), live.line(), Optional.empty()));
    boolean shown =
        live.text().reveal().isBlank()
            || chat.entries().stream()
                .anyMatch(entry ->
                    entry instanceof Said said
                        && said.speaker() == Speaker.RESIDENT
                        && said.line() == live.line()
                        && said.text().equals(live.text()));
    return shown
        ? next
        : bounded(
            next.with(
                theirs("resident-" + Chat.lineId(live.line()), live.line(), live.text(), now)));
  }

  private static Said theirs(String id, int line, Sensitive<String> text, Instant now) {
    return new Said(id, Speaker.RESIDENT, line, text, now, Delivery.RECEIVED, now);
  }

  private static Chat quiet(Chat chat) {
    return chat.with(
        new Chat.Theirs(chat.theirs().line(), chat.theirs().doneLine(), Optional.empty()));
  }

  /** The oldest leaves; a file that is on its way stays, and there are few of those. */
  static Chat bounded(Chat chat) {
    return chat.entries().size() > MAX_ENTRIES
        ? chat.entries().stream()
            .filter(ChatRules::isPast)
            .findFirst()
            .map(chat::without)
            .orElse(chat)
        : chat;
  }

  private static boolean isPast(Entry entry) {
    return switch (entry) {
      case Said _ -> true;
      case Entry.SharedFile file -> !FileRules.isOpen(file);
    };
  }

  /** The resident's page confirmed it. */
  public static Chat delivered(Chat chat, PeerMessage message, Instant now) {
    return switch (message) {
      case PeerMessage.Chat arrived -> changed(chat, arrived.id(), Delivery.DELIVERED, now);
      case PeerMessage.LiveText line when Chat.isOver(line.state()) ->
          changed(chat, Chat.lineId(line.line()), Delivery.DELIVERED, now);
      case PeerMessage.LiveText _, PeerMessage.Typing _, PeerMessage.Received _ -> chat;
      case PeerMessage.PhoneNumber _, PeerMessage.FileOffer _, PeerMessage.FileAnswer _ -> chat;
      case PeerMessage.FilePart _, PeerMessage.FileProgress _, PeerMessage.CodeCommitment _ -> chat;
      case PeerMessage.CodeNonce _, PeerMessage.CodeReveal _, PeerMessage.CodeOutcome _ -> chat;
      case PeerMessage.CaseStatus _ -> chat;
    };
  }

  private static Chat changed(Chat chat, String id, Delivery delivery, Instant now) {
    return chat.with(
        chat.entries().stream()
            .<Entry>map(entry ->
                entry instanceof Said said
                        && said.speaker() == Speaker.STAFF
                        && said.id().equals(id)
                    ? said.with(delivery, now)
                    : entry)
            .toList());
  }

  /** New keys: what is not known to have arrived goes out once more, under the same id. */
  static ChatStep agreed(Chat chat, Instant now) {
    List<Entry> entries = new ArrayList<>();
    List<PeerMessage> say = new ArrayList<>();
    for (Entry entry : chat.entries()) {
      switch (entry) {
        case Said said when isOnItsWay(said) -> {
          say.add(peer(said));
          entries.add(
              said.with(
                  said.delivery() == Delivery.WAITING ? Delivery.SENDING : Delivery.RESENT, now));
        }
        case Said _, Entry.SharedFile _ -> entries.add(entry);
      }
    }
    // The other side may have begun anew, and its lines count from 1 again.
    return new ChatStep(
        chat.with(entries).with(new Chat.Theirs(Optional.empty(), 0, Optional.empty())), say);
  }

  /**
   * Another key may be another person. What was meant for the one before goes out when somebody
   * says it again, and the line being written when somebody shares it again.
   */
  static Chat anotherKey(Chat chat, Instant now) {
    Chat.Ours ours = chat.ours();
    return chat.with(
            chat.entries().stream()
                .<Entry>map(entry ->
                    entry instanceof Said said && isOnItsWay(said)
                        ? said.with(Delivery.WITHHELD, now)
                        : entry)
                .toList())
        .with(
            new Chat.Ours(
                Sharing.OFF,
                ours.line(),
                ours.text(),
                Sensitive.of(""),
                ours.toldAt(),
                TypingState.STOPPED,
                ours.typingAt()));
  }

  private static boolean isOnItsWay(Said said) {
    return switch (said.delivery()) {
      case WAITING, SENDING, RESENT, FAILED -> true;
      case WITHHELD, DELIVERED, RECEIVED -> false;
    };
  }

  /** Time passes: letters that waited go out, what stays unconfirmed is told. */
  public static ChatStep ticked(Chat chat, Lane lane, Instant now) {
    Chat known =
        chat.entries().stream().anyMatch(entry -> isLate(entry, now)) ? late(chat, now) : chat;
    return known.ours().sharing() == Sharing.ON && lane == Lane.UP
        ? share(known, now)
        : ChatStep.to(known);
  }

  private static Chat late(Chat chat, Instant now) {
    return chat.with(
        chat.entries().stream()
            .<Entry>map(entry ->
                entry instanceof Said said && isLate(said, now)
                    ? said.with(Delivery.FAILED, now)
                    : entry)
            .toList());
  }

  private static boolean isLate(Entry entry, Instant now) {
    return entry instanceof Said said
        && said.delivery() != Delivery.FAILED
        && isOnItsWay(said)
        && !now.isBefore(said.changedAt().plus(PATIENCE));
  }
}
