package nl.digitalebalie.desktop.view.call;

import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import nl.digitalebalie.desktop.fx.Parts;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.call.CallModel.Medium;
import org.kordamp.ikonli.feather.Feather;

/** What stands in the picture's place while the two talk by an ordinary telephone. */
final class PhoneCard extends VBox {
  private final Texts texts;
  private final Label title = Parts.heading("", "idle-title");
  private final Label hint = Parts.label("", "muted");
  private final Label number = Parts.label("", "phone-number");
  private final Button dial;
  private Optional<URI> address = Optional.empty();

  PhoneCard(Texts texts, Consumer<URI> telephone) {
    this.texts = texts;
    getStyleClass().add("idle");
    number.setId("phone-number");
    dial = Parts.button("phone-dial", texts.text("phone.dial", ""), Feather.PHONE_CALL, "accent");
    dial.setOnAction(_ -> address.ifPresent(telephone));
    getChildren().addAll(Parts.icon(Feather.PHONE, "idle-icon"), title, hint, number, dial);
  }

  void show(Medium.Telephone telephone) {
    title.setText(telephone.title());
    hint.setText(telephone.hint());
    address = telephone.number().map(CallModel.Number::address);
    String words = telephone.number().map(CallModel.Number::words).orElse("");
    number.setText(words);
    Parts.visible(number, address.isPresent());
    Parts.visible(dial, address.isPresent());
    dial.setText(texts.text("phone.dial", words));
    dial.setAccessibleText(dial.getText());
  }
}
