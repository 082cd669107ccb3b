package nl.digitalebalie.desktop.view.cases;

import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.util.Duration;
import nl.digitalebalie.desktop.fx.Overlay;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.cases.CasesModel.CaseCard;
import nl.digitalebalie.desktop.view.cases.CasesModel.Document;
import nl.digitalebalie.desktop.view.cases.CasesModel.Extending;
import nl.digitalebalie.desktop.view.cases.CasesModel.Field;
import nl.digitalebalie.desktop.view.cases.CasesModel.Found;
import nl.digitalebalie.desktop.view.cases.CasesModel.Milestone;
import nl.digitalebalie.desktop.view.cases.CasesModel.Progress;
import nl.digitalebalie.desktop.view.cases.CasesModel.Screen;

/**
 * Opens and closes a panel of blank lines in a scene that nobody sees, while the staff member signs
 * in: styles are read, classes loaded and the code compiled before the first resident waits for it.
 * Measured: the first panel of a process otherwise takes several times as long as the tenth.
 */
public final class CasesRehearsal {
  private static final int ROUNDS = 24;

  /** Apart, so that the sign-in screen stays quick meanwhile. */
  private static final Duration APART = Duration.millis(200);

  private static final int CASES = 4;
  private static final int LINES = 5;

  private final CasesPresenter presenter;
  private final Scene scene;

  /**
   * @param width of the column that the panel stands in
   * @param window whose style sheets and classes it wears
   */
  public CasesRehearsal(Texts texts, ZoneId zone, double width, Parent window) {
    this.presenter = new CasesPresenter(texts, zone, _ -> {});
    CasesView view = new CasesView(presenter, texts, new Overlay(new StackPane()));
    StackPane root = new StackPane(view);
    root.getStylesheets().setAll(window.getStylesheets());
    root.getStyleClass().setAll(window.getStyleClass());
    this.scene = new Scene(root, width, 2 * width);
  }

  /** On the toolkit's thread; returns at once and goes on for some seconds. */
  public void begin() {
    Timeline rounds = new Timeline(new KeyFrame(APART, _ -> round()));
    rounds.setCycleCount(ROUNDS);
    rounds.play();
  }

  void round() {
    Screen.Locked locked = (Screen.Locked) presenter.model().screen();
    presenter.model().screen.replace(blank());
    scene.snapshot(null);
    presenter.model().screen.replace(locked);
  }

  Screen screen() {
    return presenter.model().screen();
  }

  private static Screen.Open blank() {
    List<Field> fields = Collections.nCopies(LINES, new Field(" ", " "));
    return new Screen.Open(
        fields,
        blank("running-", fields),
        blank("finished-", fields),
        Optional.empty(),
        Extending.POSSIBLE,
        new Found("", CASES),
        0);
  }

  private static List<CaseCard> blank(String prefix, List<Field> fields) {
    return IntStream.range(0, CASES)
        .mapToObj(number ->
            new CaseCard(
                prefix + number,
                " ",
                " ",
                " ",
                fields,
                Collections.nCopies(LINES, new Milestone(Progress.DONE, " ", " ", " ")),
                Collections.nCopies(2, new Document("blank", " ", " ", " ")),
                new CasesModel.Notes.Closed()))
        .toList();
  }
}
