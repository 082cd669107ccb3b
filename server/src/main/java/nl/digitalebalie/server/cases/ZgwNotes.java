package nl.digitalebalie.server.cases;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.server.cases.CaseSystem.Reader;
import nl.digitalebalie.server.cases.Places.CasePlace;
import okhttp3.HttpUrl;
import tools.jackson.databind.JsonNode;

/** Notes by {@code zaaknotities}: VNG since 1.7.0, Open Zaak as an experiment. */
final class ZgwNotes implements CaseNotes {
  private static final int MAX_AUTHOR_CHARS = 255;
  private static final String STAFF = "intern";

  private static final Set<String> NOT_SENT = Set.of("BUSY", "FOREIGN_URL", "CERTIFICATE");
  private static final Pattern REFUSED = Pattern.compile("REDIRECT|HTTP_4[0-9]{2}(_.*)?");

  private final ZgwHttp http;
  private final HttpUrl zaken;

  ZgwNotes(ZgwHttp http, HttpUrl zaken) {
    this.http = http;
    this.zaken = zaken;
  }

  @Override
  public NotesAnswer notes(CasePlace place, Reader reader) {
    try {
      HttpUrl url =
          collection()
              .addQueryParameter("gerelateerdAan", http.ours(place.address()).toString())
              .build();
      List<Note> notes = new ArrayList<>();
      for (JsonNode note : http.all(url, reader)) {
        if (Fields.text(note, "gerelateerdAan").equals(place.address())) {
          Fields.instant(note, "aanmaakdatum").ifPresent(at -> notes.add(note(note, at)));
        }
      }
      notes.sort(Comparator.comparing(Note::at).reversed());
      return new NotesAnswer.Found(notes);
    } catch (CallFailure failure) {
      return new NotesAnswer.Unavailable(failure.code());
    }
  }

  private static Note note(JsonNode note, java.time.Instant at) {
    return new Note(
        Sensitive.of(Fields.text(note, "onderwerp")),
        Sensitive.of(Fields.text(note, "tekst")),
        Fields.text(note, "aangemaaktDoor"),
        at,
        Fields.text(note, "notitieType").equals("extern") ? Audience.RESIDENT_TOO : Audience.STAFF);
  }

  @Override
  public WriteAnswer write(CasePlace place, NewNote note, Reader reader) {
    String author = reader.displayName();
    try {
      http.create(
          collection().build(),
          Map.of(
              "gerelateerdAan", http.ours(place.address()).toString(),
              "onderwerp", note.subject().reveal(),
              "tekst", note.text().reveal(),
              "aangemaaktDoor", author.substring(0, Math.min(author.length(), MAX_AUTHOR_CHARS)),
              "notitieType", STAFF),
          reader);
      return new WriteAnswer.Written();
    } catch (CallFailure failure) {
      return new WriteAnswer.Failed(failure.code(), effect(failure.code()));
    }
  }

  /**
   * Only a refusal is certain, and what was never sent. A gateway gives up (502, 503, 504) on what
   * may be done behind it, and an answer that cannot be read may have said yes.
   */
  private static WriteAnswer.Effect effect(String code) {
    return NOT_SENT.contains(code) || REFUSED.matcher(code).matches()
        ? WriteAnswer.Effect.NONE
        : WriteAnswer.Effect.UNKNOWN;
  }

  private HttpUrl.Builder collection() {
    return zaken.newBuilder().addPathSegment("zaaknotities");
  }
}
