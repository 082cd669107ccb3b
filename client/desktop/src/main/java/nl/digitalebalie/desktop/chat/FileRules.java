package nl.digitalebalie.desktop.chat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.desktop.chat.ChatRules.Lane;
import nl.digitalebalie.desktop.chat.Entry.FileEnd;
import nl.digitalebalie.desktop.chat.Entry.FileState;
import nl.digitalebalie.desktop.chat.Entry.Origin;
import nl.digitalebalie.desktop.chat.Entry.SharedFile;
import nl.digitalebalie.desktop.chat.Entry.Speaker;
import nl.digitalebalie.protocol.peer.FileKind;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.peer.PeerMessage.FileDecision;
import nl.digitalebalie.protocol.privacy.Sensitive;

/**
 * Files both ways: nothing goes before the other side accepted, nothing counts as received before
 * its hash was compared.
 */
public final class FileRules {
  /** Offers that nobody has answered; more of them are a flood. */
  static final int MAX_OPEN_OFFERS = 8;

  /** Received and not saved yet, or ours and not arrived yet: five of the largest. */
  static final int MAX_HELD_BYTES = 5 * PeerMessage.MAX_FILE_BYTES;

  private FileRules() {}

  /** A file of ours that was read and hashed. */
  public record Chosen(Sensitive<String> name, FileKind kind, FileBytes bytes, String sha256) {}

  /** Offers a file. */
  public static ChatStep offer(
      Chat chat, Chosen chosen, Origin origin, String id, Lane lane, Instant now) {
    SharedFile file =
        new SharedFile(
            id,
            Speaker.STAFF,
            origin,
            chosen.name().map(name -> FileNames.plain(name, chosen.kind())),
            chosen.kind(),
            chosen.bytes().size(),
            chosen.sha256(),
            now,
            new FileState.Offered());
    Chat next = ChatRules.bounded(chat.with(file).holding(id, chosen.bytes()));
    return lane == Lane.UP ? ChatStep.to(next, offered(file)) : ChatStep.to(next);
  }

  private static PeerMessage offered(SharedFile file) {
    return new PeerMessage.FileOffer(
        file.id(), file.name(), file.bytes(), file.kind().mediaType(), file.sha256());
  }

  static ChatStep heard(Chat chat, PeerMessage.FileOffer offer, Instant now) {
    if (chat.seen().contains(offer.file())
        || chat.file(offer.file()).isPresent()
        || chat.seen().size() >= ChatRules.MAX_SEEN) {
      return ChatStep.to(chat);
    }
    FileKind kind = FileKind.ofMediaType(offer.mediaType()).orElseThrow();
    long open =
        theirs(chat).stream().filter(file -> file.state() instanceof FileState.Offered).count();
    if (open >= MAX_OPEN_OFFERS) {
      return ChatStep.to(
          chat.withSeen(offer.file()),
          new PeerMessage.FileAnswer(offer.file(), FileDecision.DECLINED));
    }
    return ChatStep.to(
        ChatRules.bounded(
            chat.withSeen(offer.file())
                .with(
                    new SharedFile(
                        offer.file(),
                        Speaker.RESIDENT,
                        Origin.CHOSEN,
                        offer.name().map(name -> FileNames.plain(name, kind)),
                        kind,
                        offer.bytes(),
                        offer.sha256(),
                        now,
                        new FileState.Offered()))));
  }

  private static List<SharedFile> theirs(Chat chat) {
    return chat.entries().stream()
        .filter(entry -> entry instanceof SharedFile && entry.speaker() == Speaker.RESIDENT)
        .map(SharedFile.class::cast)
        .toList();
  }

  /** Whether an offer of theirs may be accepted now; else something must be saved first. */
  public static Room room(Chat chat, SharedFile file) {
    return room(chat, file.bytes());
  }

  /** Whether a file of this size may be held now, theirs or ours. */
  public static Room room(Chat chat, int bytes) {
    long held = chat.bytes().values().stream().mapToLong(FileBytes::size).sum();
    return held + bytes <= MAX_HELD_BYTES ? Room.ENOUGH : Room.FULL;
  }

  /** Whether memory takes one more file. */
  public enum Room {
    ENOUGH,
    FULL
  }

  public static ChatStep accept(Chat chat, String id, Lane lane) {
    return in(chat, id, Speaker.RESIDENT, FileState.Offered.class)
        .filter(_ -> lane == Lane.UP)
        .filter(file -> room(chat, file) == Room.ENOUGH)
        .map(file ->
            ChatStep.to(
                chat.replacing(
                        file.with(new FileState.Running(0, 0, FileBytes.parts(file.bytes()))))
                    .holding(id, FileBytes.receiving(file.bytes())),
                new PeerMessage.FileAnswer(id, FileDecision.ACCEPTED)))
        .orElse(ChatStep.to(chat));
  }

  public static ChatStep decline(Chat chat, String id) {
    return in(chat, id, Speaker.RESIDENT, FileState.Offered.class)
        .map(file -> end(chat, file, FileEnd.DECLINED, FileDecision.DECLINED))
        .orElse(ChatStep.to(chat));
  }

  /** By either side's staff member: ours is withdrawn, theirs is not wanted any more. */
  public static ChatStep cancel(Chat chat, String id) {
    return chat.file(id)
        .filter(file ->
            file.state() instanceof FileState.Running
                || file.speaker() == Speaker.STAFF && file.state() instanceof FileState.Offered)
        .map(file -> end(chat, file, FileEnd.CANCELLED, FileDecision.CANCELLED))
        .orElse(ChatStep.to(chat));
  }

  private static ChatStep end(Chat chat, SharedFile file, FileEnd why, FileDecision said) {
    return ChatStep.to(over(chat, file, why), new PeerMessage.FileAnswer(file.id(), said));
  }

  private static Chat over(Chat chat, SharedFile file, FileEnd why) {
    return chat.replacing(file.with(new FileState.Ended(why))).lettingGo(file.id());
  }

  /** Written to disk by the staff member's choice: it need not be in memory any more. */
  public static Chat saved(Chat chat, String id) {
    return in(chat, id, Speaker.RESIDENT, FileState.Complete.class)
        .map(file -> chat.replacing(file.with(new FileState.Saved())).lettingGo(id))
        .orElse(chat);
  }

  static ChatStep heard(Chat chat, PeerMessage.FileAnswer answer) {
    Optional<SharedFile> about = chat.file(answer.file());
    if (about.isEmpty()) {
      return ChatStep.to(chat);
    }
    SharedFile file = about.get();
    return switch (file.speaker()) {
      case STAFF -> ours(chat, file, answer.decision());
      case RESIDENT ->
          answer.decision() == FileDecision.CANCELLED && isOpen(file)
              ? ChatStep.to(over(chat, file, FileEnd.CANCELLED))
              : ChatStep.to(chat);
    };
  }

  private static ChatStep ours(Chat chat, SharedFile file, FileDecision decision) {
    if (!isOpen(file)) {
      return decision == FileDecision.ACCEPTED
          // the end of it did not arrive there
          ? ChatStep.to(chat, new PeerMessage.FileAnswer(file.id(), FileDecision.CANCELLED))
          : ChatStep.to(chat);
    }
    return switch (decision) {
      case ACCEPTED ->
          file.state() instanceof FileState.Offered
              ? send(chat, file, new FileState.Running(0, 0, FileBytes.parts(file.bytes())))
              : ChatStep.to(chat);
      case DECLINED -> ChatStep.to(over(chat, file, FileEnd.DECLINED));
      case CANCELLED -> ChatStep.to(over(chat, file, FileEnd.CANCELLED));
      case BROKEN -> ChatStep.to(over(chat, file, FileEnd.BROKEN));
      case COMPLETE ->
          file.state() instanceof FileState.Running running && running.sent() == running.of()
              ? ChatStep.to(
                  chat.replacing(file.with(new FileState.Complete())).lettingGo(file.id()))
              : ChatStep.to(chat);
    };
  }

  static boolean isOpen(SharedFile file) {
    return file.state() instanceof FileState.Offered || file.state() instanceof FileState.Running;
  }

  static ChatStep heard(Chat chat, PeerMessage.FileProgress progress) {
    return in(chat, progress.file(), Speaker.STAFF, FileState.Running.class)
        .filter(file -> progress.parts() <= ((FileState.Running) file.state()).sent())
        .map(file -> {
          FileState.Running now = (FileState.Running) file.state();
          return send(
              chat,
              file,
              new FileState.Running(
                  Math.max(now.arrived(), progress.parts()), now.sent(), now.of()));
        })
        .orElse(ChatStep.to(chat));
  }

  /** As many parts as may be under way. */
  private static ChatStep send(Chat chat, SharedFile file, FileState.Running from) {
    FileBytes bytes = Optional.ofNullable(chat.bytes().get(file.id())).orElseThrow();
    int upTo = Math.min(from.of(), from.arrived() + PeerMessage.PARTS_UNDER_WAY);
    List<PeerMessage> parts = new ArrayList<>();
    for (int index = from.sent(); index < upTo; index++) {
      parts.add(new PeerMessage.FilePart(file.id(), index, Sensitive.of(bytes.part(index))));
    }
    int sent = Math.max(from.sent(), upTo);
    return new ChatStep(
        chat.replacing(file.with(new FileState.Running(from.arrived(), sent, from.of()))), parts);
  }

  static ChatStep heard(Chat chat, PeerMessage.FilePart part) {
    return in(chat, part.file(), Speaker.RESIDENT, FileState.Running.class)
        .map(file -> took(chat, file, part))
        .orElse(ChatStep.to(chat));
  }

  private static ChatStep took(Chat chat, SharedFile file, PeerMessage.FilePart part) {
    FileBytes bytes = Optional.ofNullable(chat.bytes().get(file.id())).orElseThrow();
    FileState.Running now = (FileState.Running) file.state();
    return switch (bytes.take(part.index(), part.data().reveal())) {
      case REFUSED -> end(chat, file, FileEnd.BROKEN, FileDecision.BROKEN);
      case MORE ->
          ChatStep.to(
              chat.replacing(
                  file.with(new FileState.Running(now.arrived() + 1, now.sent() + 1, now.of()))),
              new PeerMessage.FileProgress(file.id(), now.arrived() + 1));
      case LAST ->
          bytes.sha256().equals(file.sha256())
              ? ChatStep.to(
                  chat.replacing(file.with(new FileState.Complete())),
                  new PeerMessage.FileProgress(file.id(), now.arrived() + 1),
                  new PeerMessage.FileAnswer(file.id(), FileDecision.COMPLETE))
              : end(chat, file, FileEnd.BROKEN, FileDecision.BROKEN);
    };
  }

  /** A new epoch: what was half way has no second half (protocol 6). */
  static Chat interrupted(Chat chat) {
    Chat next = chat;
    for (Entry entry : chat.entries()) {
      if (entry instanceof SharedFile file && file.state() instanceof FileState.Running) {
        next = over(next, file, FileEnd.INTERRUPTED);
      }
    }
    return next;
  }

  /** Another key may be another person: what we offered to the one before ends unsaid. */
  static Chat anotherKey(Chat chat) {
    Chat next = chat;
    for (Entry entry : chat.entries()) {
      if (entry instanceof SharedFile file && file.speaker() == Speaker.STAFF && isOpen(file)) {
        next = over(next, file, FileEnd.INTERRUPTED);
      }
    }
    return next;
  }

  /** Whether a page of the panel is here that {@link #panelShut} has not dealt with. */
  public static boolean hasPages(Chat chat) {
    return chat.entries().stream().anyMatch(FileRules::isPage);
  }

  private static boolean isPage(Entry entry) {
    return entry instanceof SharedFile file && file.origin() == Origin.PANEL && !file.isNameless();
  }

  /** The panel is not open any more: no page of it can be had, or is known by its name. */
  public static ChatStep panelShut(Chat chat) {
    ChatStep step = ChatStep.to(chat);
    for (Entry entry : chat.entries()) {
      if (isPage(entry)) {
        SharedFile page = ((SharedFile) entry).nameless();
        step =
            step.then(before ->
                isOpen(page)
                    ? end(before, page, FileEnd.CANCELLED, FileDecision.CANCELLED)
                    : ChatStep.to(before.replacing(page)));
      }
    }
    return step;
  }

  /** New keys: offers of ours that nobody answered may not have arrived. */
  static ChatStep agreed(Chat chat) {
    return new ChatStep(
        chat,
        chat.entries().stream()
            .filter(entry ->
                entry instanceof SharedFile file
                    && file.speaker() == Speaker.STAFF
                    && file.state() instanceof FileState.Offered)
            .map(entry -> offered((SharedFile) entry))
            .toList());
  }

  private static Optional<SharedFile> in(
      Chat chat, String id, Speaker speaker, Class<? extends FileState> state) {
    return chat.file(id)
        .filter(file -> file.speaker() == speaker && state.isInstance(file.state()));
  }
}
