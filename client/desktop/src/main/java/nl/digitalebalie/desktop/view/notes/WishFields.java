package nl.digitalebalie.desktop.view.notes;

import java.util.Optional;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;
import javafx.scene.control.TextFormatter;
import javafx.scene.layout.VBox;
import nl.digitalebalie.desktop.fx.Parts;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.CallbackWish;

/** In the wrap-up: whether this resident is to be called back, and on which number. */
final class WishFields extends VBox {
  private static final int MAX_PHONE_CHARS = 24;

  private final CheckBox wanted;
  private final TextField name = new TextField();
  private final TextField phone = new TextField();
  private final TextField words = new TextField();
  private final VBox fields;

  /** What was filled in. */
  sealed interface Wish {
    record None() implements Wish {}

    record Given(CallbackWish wish) implements Wish {}

    /** Nobody could be called by this. */
    record Unusable() implements Wish {}
  }

  WishFields(Texts texts) {
    getStyleClass().add("form");
    wanted = new CheckBox(texts.text("wish.wanted"));
    wanted.setId("wish-wanted");
    wanted.setAccessibleText(wanted.getText());
    wanted.setWrapText(true);
    bound(name, "wish-name", CallbackWish.MAX_NAME_CHARS);
    bound(phone, "wish-phone", MAX_PHONE_CHARS);
    bound(words, "wish-words", CallbackWish.MAX_WORDS_CHARS);
    fields =
        Parts.column(
            "form",
            Parts.field(texts.text("wish.name"), name),
            Parts.field(texts.text("wish.phone"), phone),
            Parts.field(texts.text("wish.words"), words));
    Parts.visible(fields, false);
    wanted
        .selectedProperty()
        .addListener((_, _, now) -> {
          Parts.visible(fields, now);
          if (now) {
            name.requestFocus();
          }
        });
    getChildren().addAll(wanted, fields);
  }

  private static void bound(TextField field, String id, int limit) {
    field.setId(id);
    field.setTextFormatter(
        new TextFormatter<>(
            change -> change.getControlNewText().length() <= limit ? change : null));
  }

  Wish wish() {
    if (!wanted.isSelected()) {
      return new Wish.None();
    }
    try {
      return new Wish.Given(
          new CallbackWish(
              Sensitive.of(name.getText().strip()),
              Sensitive.of(phone.getText().strip()),
              Optional.of(words.getText().strip())
                  .filter(text -> !text.isEmpty())
                  .map(Sensitive::of)));
    } catch (IllegalArgumentException outOfBounds) {
      return new Wish.Unusable();
    }
  }

  /** Nothing of the last resident stays for the next. */
  void clear() {
    wanted.setSelected(false);
    name.clear();
    phone.clear();
    words.clear();
  }
}
