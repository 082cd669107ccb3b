package nl.digitalebalie.desktop.view.cases;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.layout.VBox;
import nl.digitalebalie.desktop.fx.Parts;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.cases.CasesModel.Earlier;
import org.kordamp.ikonli.feather.Feather;

/**
 * The contacts of before, below the cases; there only while the panel is open and there are any.
 */
final class EarlierContactsView extends VBox {
  private final VBox rows = Parts.column("timeline");

  EarlierContactsView(CasesModel model, Texts texts) {
    getStyleClass().add("open-panel-content");
    setId("earlier-contacts");
    getChildren().addAll(Parts.heading(texts.text("earlier.title"), "section-label"), rows);
    model.earlier.render(this::render);
  }

  private void render(List<Earlier> contacts) {
    rows.getChildren().forEach(Parts::wipe);
    rows.getChildren().setAll(contacts.stream().map(EarlierContactsView::row).toList());
    Parts.visible(this, !contacts.isEmpty());
  }

  private static Node row(Earlier contact) {
    VBox row =
        Parts.column(
            "person",
            Parts.label(contact.subject(), "strong"),
            Parts.label(contact.when() + " \u00b7 " + contact.channel(), "muted", "small"));
    contact
        .owed()
        .ifPresent(words -> {
          var label = Parts.label(words, "small");
          label.setGraphic(Parts.icon(Feather.PHONE, "warning-icon"));
          row.getChildren().add(label);
        });
    return row;
  }
}
