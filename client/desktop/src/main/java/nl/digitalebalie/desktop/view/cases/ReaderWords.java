package nl.digitalebalie.desktop.view.cases;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.desktop.cases.CaseNotes;
import nl.digitalebalie.desktop.cases.Viewing;
import nl.digitalebalie.desktop.cases.Viewing.Stage;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.cases.CasesModel.Adding;
import nl.digitalebalie.desktop.view.cases.CasesModel.Note;
import nl.digitalebalie.desktop.view.cases.CasesModel.Notes;
import nl.digitalebalie.desktop.view.cases.CasesModel.Possible;
import nl.digitalebalie.desktop.view.cases.CasesModel.Reader;
import nl.digitalebalie.desktop.view.cases.CasesModel.Sharing;
import nl.digitalebalie.desktop.viewer.PagePicture;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.protocol.cases.PanelContent.Showing;

/** The open document and the notes of a case in words. */
final class ReaderWords {
  private final Texts texts;
  private final DateTimeFormatter moments;

  ReaderWords(Texts texts, ZoneId zone) {
    this.texts = texts;
    this.moments =
        DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
            .withLocale(texts.locale())
            .withZone(zone);
  }

  Reader reader(Viewing view) {
    String title = view.document().title().reveal();
    return switch (view.stage()) {
      case Stage.Coming(String _, long received, long total, int _) ->
          new Reader.Coming(
              title,
              texts.text("document.coming"),
              total <= 0 ? -1 : Math.min(1, received / (double) total));
      case Stage.Reading _ -> new Reader.Coming(title, texts.text("document.reading"), -1);
      case Stage.Failed(Viewing.ViewFault why) -> new Reader.Failed(title, texts.word(why));
      case Stage.Pages(int count, Optional<PagePicture> picture) ->
          new Reader.Page(
              title,
              texts.text("document.place", view.page(), count),
              picture,
              view.page(),
              count,
              view.zoom(),
              texts.text("document.zoom", view.zoom().percent()),
              sharing(view));
    };
  }

  private Sharing sharing(Viewing view) {
    if (view.document().showing() == Showing.STAFF_ONLY) {
      return new Sharing(texts.text("document.staffOnly"), Possible.NO);
    }
    return switch (view.sharing()) {
      case NO -> new Sharing("", Possible.YES);
      case ASKED -> new Sharing(texts.text("document.sending"), Possible.NO);
      case SENT -> new Sharing(texts.text("document.sent"), Possible.YES);
    };
  }

  Notes notes(Optional<CaseNotes> known) {
    if (known.isEmpty()) {
      return new Notes.Closed();
    }
    List<Note> listed = known.get().notes().stream().map(this::note).toList();
    return switch (known.get().phase()) {
      case LOADING -> new Notes.Coming();
      case NOT_AVAILABLE -> new Notes.Missing(texts.text("caseNotes.missing"));
      case READ -> new Notes.Listed(listed, Optional.empty(), Adding.NO);
      case ADDING -> new Notes.Listed(listed, Optional.empty(), Adding.UNDER_WAY);
      case NOT_WRITTEN ->
          new Notes.Listed(listed, Optional.of(texts.text("caseNotes.notWritten")), Adding.FAILED);
      case PERHAPS_WRITTEN ->
          new Notes.Listed(
              listed, Optional.of(texts.text("caseNotes.perhapsWritten")), Adding.FAILED);
    };
  }

  private Note note(PanelContent.Note note) {
    return new Note(
        note.subject().reveal(),
        note.text().reveal(),
        texts.text(
            note.showing() == Showing.STAFF_ONLY ? "caseNotes.facts" : "caseNotes.factsSeen",
            note.author().reveal(),
            moments.format(note.at())));
  }
}
