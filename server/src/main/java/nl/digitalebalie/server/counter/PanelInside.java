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
 * @param readAt when the cases were asked for last
 */
record PanelInside(
    Places places,
    Reading reading,
    Map<Long, Wish> wishes,
    Optional<Pour> pour,
    Instant readAt,
    Again again) {
  /** A client asks for one thing after the other; more than this is no person. */
  static final int MAX_WISHES = 8;

  PanelInside {
    Objects.requireNonNull(places);
    Objects.requireNonNull(reading);
    wishes = Map.copyOf(wishes);
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
    return new PanelInside(other, reading, wishes, pour, readAt, again);
  }

  PanelInside with(Reading other) {
    return new PanelInside(places, other, wishes, pour, readAt, again);
  }

  PanelInside with(Optional<Pour> other) {
    return new PanelInside(places, reading, wishes, other, readAt, again);
  }

  PanelInside with(Again other) {
    return new PanelInside(places, reading, wishes, pour, readAt, other);
  }

  PanelInside reads(long ticket, Instant at) {
    return new PanelInside(places, new Reading.Anew(ticket), wishes, pour, at, Again.NOTHING_NEW);
  }

  PanelInside wishing(long ticket, Wish wish) {
    Map<Long, Wish> more = new HashMap<>(wishes);
    more.put(ticket, wish);
    return new PanelInside(places, reading, more, pour, readAt, again);
  }

  PanelInside without(long ticket) {
    Map<Long, Wish> fewer = new HashMap<>(wishes);
    fewer.remove(ticket);
    return new PanelInside(places, reading, fewer, pour, readAt, again);
  }
}
