package nl.digitalebalie.desktop.fx;

import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.TitledPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The small nodes that all views are made of; looks live in the style sheet. */
public final class Parts {
  private Parts() {}

  /** An icon beside words; it says nothing by itself, so it is hidden from screen readers. */
  public static FontIcon icon(Feather glyph, String... styles) {
    FontIcon icon = new FontIcon(glyph);
    icon.getStyleClass().addAll(styles);
    icon.setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    icon.setAccessibleText("");
    return icon;
  }

  public static Label label(String text, String... styles) {
    Label label = new Label(text);
    label.setWrapText(true);
    label.getStyleClass().addAll(styles);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }

  public static Button button(String id, String text, Feather glyph, String... styles) {
    return dressed(new Button(text, icon(glyph)), id, text, styles);
  }

  public static Button button(String id, String text, String... styles) {
    return dressed(new Button(text), id, text, styles);
  }

  public static ToggleButton toggle(String id, String text, Feather glyph, String... styles) {
    return dressed(new ToggleButton(text, icon(glyph)), id, text, styles);
  }

  private static <B extends ButtonBase> B dressed(
      B button, String id, String text, String[] styles) {
    button.setId(id);
    button.setAccessibleText(text);
    button.getStyleClass().addAll(styles);
    button.setMnemonicParsing(false);
    return button;
  }

  /** A button whose words are only for screen readers and the tooltip; for well-known signs. */
  public static Button iconButton(String id, String words, Feather glyph, String... styles) {
    Button button = new Button(null, icon(glyph));
    button.setId(id);
    button.setAccessibleText(words);
    button.setTooltip(new Tooltip(words));
    button.getStyleClass().add("icon-button");
    button.getStyleClass().addAll(styles);
    return button;
  }

  /** Words above a field, tied to it for screen readers. */
  public static VBox field(String words, Control field) {
    Label label = label(words, "field-label");
    label.setLabelFor(field);
    field.setAccessibleText(words);
    field.setMaxWidth(Double.MAX_VALUE);
    VBox box = new VBox(label, field);
    box.getStyleClass().add("field");
    return box;
  }

  public static HBox row(String style, Node... nodes) {
    HBox row = new HBox(nodes);
    row.getStyleClass().add(style);
    return row;
  }

  public static VBox column(String style, Node... nodes) {
    VBox column = new VBox(nodes);
    column.getStyleClass().add(style);
    return column;
  }

  /** Pushes what follows to the end. */
  public static Region spring() {
    Region spring = new Region();
    HBox.setHgrow(spring, Priority.ALWAYS);
    VBox.setVgrow(spring, Priority.SOMETIMES);
    return spring;
  }

  /** A heading that screen readers announce as such by its words. */
  public static Label heading(String text, String style) {
    return label(text, style);
  }

  /** Shown and laid out, or neither. */
  public static void visible(Node node, boolean shown) {
    node.setVisible(shown);
    node.setManaged(shown);
  }

  /**
   * Takes the words out of nodes that leave: the toolkit remembers removed nodes until its next
   * pulse, and what was closed must hold nothing from this moment on.
   */
  public static void wipe(Node node) {
    node.setAccessibleText(null);
    if (node instanceof Labeled labeled) {
      labeled.setText("");
      if (labeled.getGraphic() != null) {
        wipe(labeled.getGraphic());
      }
    }
    if (node instanceof TextInputControl input) {
      input.setText(""); // and with it what could be undone; what is drawn of it is bound to it
      return;
    }
    if (node instanceof TitledPane pane) {
      wipe(pane.getContent());
    }
    // A label hands its words to its drawn text at the next layout, which removed nodes never have.
    if (node instanceof Text drawn) {
      drawn.setText("");
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(Parts::wipe);
    }
  }
}
