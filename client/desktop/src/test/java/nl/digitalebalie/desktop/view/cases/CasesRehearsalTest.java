package nl.digitalebalie.desktop.view.cases;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.ZoneId;
import javafx.scene.layout.StackPane;
import nl.digitalebalie.desktop.testkit.Fx;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.protocol.signal.Language;
import org.junit.jupiter.api.Test;

class CasesRehearsalTest {
  @Test
  void a_rehearsed_panel_was_drawn_and_ends_locked() {
    Fx.start();
    CasesModel.Screen after =
        Fx.call(() -> {
          CasesRehearsal rehearsal =
              new CasesRehearsal(
                  Texts.of(Language.NL), ZoneId.of("Europe/Amsterdam"), 360, new StackPane());
          rehearsal.round();
          rehearsal.round();
          return rehearsal.screen();
        });

    assertInstanceOf(CasesModel.Screen.Locked.class, after);
  }
}
