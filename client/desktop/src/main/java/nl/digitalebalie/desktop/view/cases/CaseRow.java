package nl.digitalebalie.desktop.view.cases;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import nl.digitalebalie.desktop.fx.Parts;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.cases.CasesModel.CaseCard;
import nl.digitalebalie.desktop.view.cases.CasesModel.Document;
import nl.digitalebalie.desktop.view.cases.CasesModel.Progress;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/**
 * One case of the open panel. It stays while more arrives, so that focus, what is folded open and
 * what is being typed survive; {@link #wipe} ends it.
 */
final class CaseRow {
  private final CasesPresenter presenter;
  private final Texts texts;
  private final TitledPane pane = new TitledPane();
  private final Label type = Parts.label("", "strong");
  private final Label description = Parts.label("", "muted");
  private final NotesBox notes;
  private final VBox facts = Parts.column("case-body");

  /** What is shown; null once the panel shut. */
  private @Nullable CaseCard card;

  private boolean filled;

  CaseRow(CasesPresenter presenter, Texts texts, CaseCard first, Fold fold) {
    this.presenter = presenter;
    this.texts = texts;
    this.notes = new NotesBox(presenter, texts, first.handle());
    description.setWrapText(false); // a title of one line; the body has the whole of it
    description.visibleProperty().bind(pane.expandedProperty().not());
    description.managedProperty().bind(description.visibleProperty());
    VBox title = new VBox(type, description);
    title.maxWidthProperty().bind(pane.widthProperty().subtract(56));
    pane.setGraphic(title);
    pane.setAnimated(false);
    pane.getStyleClass().add("case");
    pane.setContent(new VBox(facts, notes));
    pane.setExpanded(fold == Fold.OPEN);
    // Most of the time until a panel stands would go into nodes that are folded away.
    pane.expandedProperty().subscribe(this::fill);
    show(first);
  }

  /** Whether a case is folded open to begin with. */
  enum Fold {
    OPEN,
    SHUT
  }

  TitledPane pane() {
    return pane;
  }

  void show(CaseCard next) {
    CaseCard before = card;
    if (next.equals(before)) {
      return;
    }
    card = next;
    type.setText(next.caseType());
    description.setText(next.description());
    pane.setAccessibleText(texts.text("cases.spoken", next.caseType(), next.description()));
    if (filled && before != null && next.equals(before.with(next.notes()))) {
      notes.show(next.notes()); // nothing else moves
    } else {
      filled = false;
      fill();
    }
  }

  private void fill() {
    CaseCard now = card;
    if (filled || now == null || !pane.isExpanded()) {
      return;
    }
    filled = true;
    facts.getChildren().forEach(Parts::wipe);
    facts
        .getChildren()
        .setAll(
            Parts.label(now.description()),
            Parts.label(now.identification(), "muted", "small"),
            timeline(now),
            CasesView.fields(now.dates(), "dates"));
    if (!now.documents().isEmpty()) {
      facts.getChildren().add(Parts.heading(texts.text("cases.documents"), "section-label"));
      now.documents().forEach(document -> facts.getChildren().add(document(document)));
    }
    notes.show(now.notes());
  }

  private VBox timeline(CaseCard one) {
    VBox timeline = Parts.column("timeline");
    for (CasesModel.Milestone milestone : one.timeline()) {
      Label words = Parts.label(milestone.words());
      words.setGraphic(CasesView.sign(milestone.progress()));
      words.setAccessibleText(milestone.spoken());
      words.setMaxWidth(Double.MAX_VALUE);
      HBox.setHgrow(words, Priority.ALWAYS);
      words.getStyleClass().add(milestone.progress() == Progress.NOW ? "strong" : "milestone");
      if (milestone.progress() == Progress.LATER) {
        words.getStyleClass().add("muted");
      }
      Label date = Parts.label(milestone.date(), "muted", "small");
      date.setMinWidth(Region.USE_PREF_SIZE);
      timeline.getChildren().add(Parts.row("timeline-row", words, date));
    }
    return timeline;
  }

  private Button document(Document document) {
    Button open =
        Parts.button("open-" + document.handle(), "", Feather.FILE_TEXT, "flat", "document");
    VBox words =
        new VBox(Parts.label(document.title()), Parts.label(document.facts(), "muted", "small"));
    words.maxWidthProperty().bind(open.widthProperty().subtract(40));
    open.setGraphic(Parts.row("document-row", Parts.icon(Feather.FILE_TEXT, "muted-icon"), words));
    open.setAccessibleText(document.spoken());
    open.setMaxWidth(Double.MAX_VALUE);
    String handle = document.handle(); // the listener may outlive the panel: it holds no value
    open.setOnAction(_ -> presenter.read(handle));
    return open;
  }

  /** The panel shut, or the case is not among those found: nothing of it stays. */
  void wipe() {
    card = null;
    notes.wipe();
    Parts.wipe(facts);
    facts.getChildren().clear();
    Parts.wipe(pane);
    pane.getContent().setVisible(false);
  }
}
