package nl.digitalebalie.desktop.chat;

import java.time.Instant;
import nl.digitalebalie.protocol.peer.PeerMessage;

/** What the resident's side says, and what a new connection means, sorted to the rules. */
public final class Hearing {
  private Hearing() {}

  public static ChatStep heard(Chat chat, PeerMessage message, Instant now) {
    return switch (message) {
      case PeerMessage.Chat said -> ChatRules.heard(chat, said, now);
      case PeerMessage.Typing typing -> ChatRules.heard(chat, typing, now);
      case PeerMessage.LiveText line -> ChatRules.heard(chat, line, now);
      case PeerMessage.PhoneNumber number -> ChatStep.to(chat.withNumber(number.number()));
      case PeerMessage.FileOffer offer -> FileRules.heard(chat, offer, now);
      case PeerMessage.FileAnswer answer -> FileRules.heard(chat, answer);
      case PeerMessage.FilePart part -> FileRules.heard(chat, part);
      case PeerMessage.FileProgress progress -> FileRules.heard(chat, progress);
      // Of the code and of receipts the channel takes care.
      case PeerMessage.Received _, PeerMessage.CodeCommitment _ -> ChatStep.to(chat);
      case PeerMessage.CodeNonce _, PeerMessage.CodeReveal _, PeerMessage.CodeOutcome _ ->
          ChatStep.to(chat);
      case PeerMessage.CaseStatus _ -> ChatStep.to(chat); // ours to say
    };
  }

  /** Keys are agreed upon: the lane is up. */
  public static ChatStep agreed(Chat chat, Instant now) {
    return ChatRules.agreed(chat, now).then(FileRules::agreed);
  }

  /** The relay named another key of the resident. */
  public static Chat anotherKey(Chat chat, Instant now) {
    return FileRules.anotherKey(ChatRules.anotherKey(chat, now));
  }

  /** The epoch is over. */
  public static Chat interrupted(Chat chat) {
    return FileRules.interrupted(chat);
  }
}
