package nl.digitalebalie.server.counter;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.server.cases.CaseNotes.NewNote;
import nl.digitalebalie.server.cases.Places;
import nl.digitalebalie.server.cases.Places.CasePlace;
import nl.digitalebalie.server.cases.Places.DocumentPlace;

/**
 * What the server keeps of an open panel: where things are, and what is under way. No value of a
 * case; gone as a whole when the panel locks.
 *
 * @param wishes by the ticket of the row that must be durable first
 * @param asked notes that the case system was asked for or given, by the same ticket; an answer to
 *     any other ticket was for another opening, where the same handle may mean another person's
 *     case
 * @param readAt when the cases were asked for last
 */
record PanelInside(
    Places places,
    Reading reading,
    Map<Long, Wish> wishes,
    Map<Long, Asked> asked,
    Optional<Pour> pour,
    Instant readAt,
    Again again) {
  /** A client asks for one thing after the other; more than this is no person. */
  private static final int MAX_WISHES = 8;

  PanelInside {
    Objects.requireNonNull(places);
    Objects.requireNonNull(reading);
    wishes = Map.copyOf(wishes);
    asked = Map.copyOf(asked);
    Objects.requireNonNull(pour);
    Objects.requireNonNull(readAt);
    Objects.requireNonNull(again);
  }

  /** Whether cases are being read. */
  sealed interface Reading {
    record Done() implements Reading {}

    /** The rest of what opened the panel. */
    record Rest(long ticket) implements Reading {}

    /** All of it once more. */
    record Anew(long ticket) implements Reading {}
  }

  /** Whether the case system said since the last reading that something changed. */
  enum Again {
    NOTHING_NEW,
    WANTED
  }

  /** What waits for its row. */
  sealed interface Wish {
    record Document(int request, DocumentPlace place) implements Wish {}

    record Showing(String handle) implements Wish {}

    record Notes(String handle, CasePlace place) implements Wish {}

    record NoteToAdd(String handle, CasePlace place, NewNote note) implements Wish {}
  }

  /** The case whose notes are being read or written. */
  record Asked(String handle, CasePlace place) {}

  /** A document on its way to the client. */
  record Pour(long ticket, int request, int sent, int received) {
    Pour sentOne() {
      return new Pour(ticket, request, sent + 1, received);
    }

    Pour received(int parts) {
      return new Pour(ticket, request, sent, parts);
    }
  }

  PanelInside with(Places other) {
    return new PanelInside(other, reading, wishes, asked, pour, readAt, again);
  }

  PanelInside with(Reading other) {
    return new PanelInside(places, other, wishes, asked, pour, readAt, again);
  }

  PanelInside with(Optional<Pour> other) {
    return new PanelInside(places, reading, wishes, asked, other, readAt, again);
  }

  PanelInside with(Again other) {
    return new PanelInside(places, reading, wishes, asked, pour, readAt, other);
  }

  PanelInside reads(long ticket, Instant at) {
    return new PanelInside(
        places, new Reading.Anew(ticket), wishes, asked, pour, at, Again.NOTHING_NEW);
  }

  PanelInside wishing(long ticket, Wish wish) {
    Map<Long, Wish> more = new HashMap<>(wishes);
    more.put(ticket, wish);
    return new PanelInside(places, reading, more, asked, pour, readAt, again);
  }

  PanelInside without(long ticket) {
    return new PanelInside(places, reading, less(wishes, ticket), asked, pour, readAt, again);
  }

  PanelInside asking(long ticket, Asked what) {
    Map<Long, Asked> more = new HashMap<>(asked);
    more.put(ticket, what);
    return new PanelInside(places, reading, wishes, more, pour, readAt, again);
  }

  PanelInside answered(long ticket) {
    return new PanelInside(places, reading, wishes, less(asked, ticket), pour, readAt, again);
  }

  /** Whether a client has asked for so much that it must wait for some of it. */
  boolean isBusy() {
    return wishes.size() + asked.size() >= MAX_WISHES;
  }

  private static <T> Map<Long, T> less(Map<Long, T> all, long ticket) {
    Map<Long, T> fewer = new HashMap<>(all);
    fewer.remove(ticket);
    return fewer;
  }
}
