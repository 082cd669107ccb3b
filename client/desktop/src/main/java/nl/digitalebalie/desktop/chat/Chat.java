package nl.digitalebalie.desktop.chat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.peer.PeerMessage.LineState;
import nl.digitalebalie.protocol.peer.PeerMessage.TypingState;
import nl.digitalebalie.protocol.privacy.Sensitive;

/**
 * All that was written in one conversation.
 *
 * @param seen ids of messages and files of theirs, so that none is shown twice
 * @param theirs what the resident is doing now
 * @param bytes of files under way or not saved yet
 * @param number on which the resident wants to be called
 * @param received how many entries came from the resident, for the count of unread ones
 */
public record Chat(
    List<Entry> entries,
    Set<String> seen,
    Theirs theirs,
    Ours ours,
    Map<String, FileBytes> bytes,
    Optional<Sensitive<String>> number,
    int received) {

  public static final Chat EMPTY =
      new Chat(
          List.of(),
          Set.of(),
          new Theirs(Optional.empty(), 0, Optional.empty()),
          new Ours(
              Sharing.OFF,
              1,
              Sensitive.of(""),
              Sensitive.of(""),
              Instant.EPOCH,
              TypingState.STOPPED,
              Instant.EPOCH),
          Map.of(),
          Optional.empty(),
          0);

  public Chat {
    entries = List.copyOf(entries);
    seen = Collections.unmodifiableSet(new LinkedHashSet<>(seen));
    Objects.requireNonNull(theirs);
    Objects.requireNonNull(ours);
    bytes = Map.copyOf(bytes);
    Objects.requireNonNull(number);
  }

  /**
   * The resident's side.
   *
   * @param line being written letter by letter
   * @param doneLine the last line that was finished, in this epoch
   * @param typingUntil when "is writing" is forgotten
   */
  public record Theirs(
      Optional<Sensitive<String>> line, int doneLine, Optional<Instant> typingUntil) {}

  /**
   * Our side.
   *
   * @param line number of the line being written
   * @param text of it
   * @param told what of it the resident has seen, and when that went out
   * @param typing the last word about our writing, and when that went out
   */
  public record Ours(
      Sharing sharing,
      int line,
      Sensitive<String> text,
      Sensitive<String> told,
      Instant toldAt,
      TypingState typing,
      Instant typingAt) {}

  /** Whether the resident sees what is being typed, letter by letter. */
  public enum Sharing {
    ON,
    OFF
  }

  public boolean typing(Instant now) {
    return theirs.typingUntil().filter(now::isBefore).isPresent();
  }

  /** Whether letters wait for the next hundred milliseconds. */
  public boolean hurries() {
    return ours.sharing() == Sharing.ON && !ours.text().equals(ours.told());
  }

  public Optional<Entry.SharedFile> file(String id) {
    return entries.stream()
        .filter(entry -> entry instanceof Entry.SharedFile && entry.id().equals(id))
        .map(Entry.SharedFile.class::cast)
        .findFirst();
  }

  /** Live text that is finished carries no id of its own. */
  static String lineId(int line) {
    return "line-" + line;
  }

  static boolean isOver(LineState state) {
    return state == LineState.DONE;
  }

  Chat with(List<Entry> other) {
    return new Chat(other, seen, theirs, ours, bytes, number, received);
  }

  Chat with(Theirs other) {
    return new Chat(entries, seen, other, ours, bytes, number, received);
  }

  Chat with(Ours other) {
    return new Chat(entries, seen, theirs, other, bytes, number, received);
  }

  Chat withNumber(Sensitive<String> other) {
    return new Chat(entries, seen, theirs, ours, bytes, Optional.of(other), received);
  }

  Chat with(Entry entry) {
    List<Entry> more = new ArrayList<>(entries);
    more.add(entry);
    int count = entry.speaker() == Entry.Speaker.RESIDENT ? received + 1 : received;
    return new Chat(more, seen, theirs, ours, bytes, number, count);
  }

  Chat withSeen(String id) {
    Set<String> more = new LinkedHashSet<>(seen);
    more.add(id);
    return new Chat(entries, more, theirs, ours, bytes, number, received);
  }

  Chat replacing(Entry.SharedFile file) {
    return with(
        entries.stream()
            .<Entry>map(entry ->
                entry instanceof Entry.SharedFile && entry.id().equals(file.id()) ? file : entry)
            .toList());
  }

  /** It leaves, and a file's bytes with it. */
  Chat without(Entry gone) {
    Chat fewer = with(entries.stream().filter(entry -> entry != gone).toList());
    return gone instanceof Entry.SharedFile ? fewer.lettingGo(gone.id()) : fewer;
  }

  /** The talk is over: nothing of a file stays in memory, also where somebody still holds it. */
  public void wipe() {
    bytes.values().forEach(FileBytes::wipe);
  }

  Chat holding(String file, FileBytes held) {
    Map<String, FileBytes> more = new HashMap<>(bytes);
    more.put(file, held);
    return new Chat(entries, seen, theirs, ours, more, number, received);
  }

  Chat lettingGo(String file) {
    Map<String, FileBytes> fewer = new HashMap<>(bytes);
    Optional.ofNullable(fewer.remove(file)).ifPresent(FileBytes::wipe);
    return new Chat(entries, seen, theirs, ours, fewer, number, received);
  }

  @Override
  public String toString() {
    return "Chat[" + entries.size() + "]"; // what people write is nobody's business in a log
  }
}
