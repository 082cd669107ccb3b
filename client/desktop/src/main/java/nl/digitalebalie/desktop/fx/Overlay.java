package nl.digitalebalie.desktop.fx;

import java.util.List;
import java.util.Optional;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/**
 * The window's content with room for one dialog above it. While a dialog is open the content is
 * disabled, so that Tab stays within; Escape closes it; focus goes back to where it was. A dialog
 * that was closed holds no word any more, so each is made anew.
 */
public final class Overlay extends StackPane {
  private final Node content;
  private final StackPane curtain = new StackPane();
  private @Nullable Node focusedBefore;
  private @Nullable Runnable onClose;

  public Overlay(Node content) {
    this.content = content;
    getStyleClass().add("overlay");
    curtain.getStyleClass().add("curtain");
    Parts.visible(curtain, false);
    getChildren().addAll(content, curtain);
    addEventFilter(KeyEvent.KEY_PRESSED, this::escape);
  }

  /**
   * Shows a dialog.
   *
   * @param words its name for screen readers
   * @param first gets the focus
   */
  public void open(Node dialog, String words, Node first, Runnable whenClosed) {
    close();
    focusedBefore = getScene() == null ? null : getScene().getFocusOwner();
    onClose = whenClosed;
    dialog.setAccessibleRole(AccessibleRole.DIALOG);
    dialog.setAccessibleText(words);
    if (dialog instanceof Region region) {
      region.setMaxHeight(Region.USE_PREF_SIZE);
    }
    content.setDisable(true);
    curtain.getChildren().setAll(dialog);
    Parts.visible(curtain, true);
    first.requestFocus();
  }

  public void close() {
    if (!curtain.isVisible()) {
      return;
    }
    Parts.visible(curtain, false);
    List<Node> closed = List.copyOf(curtain.getChildren());
    curtain.getChildren().clear();
    content.setDisable(false);
    Optional.ofNullable(focusedBefore).ifPresent(Node::requestFocus);
    focusedBefore = null;
    Optional.ofNullable(onClose).ifPresent(Runnable::run);
    onClose = null;
    closed.forEach(Parts::wipe);
  }

  public boolean isOpen() {
    return curtain.isVisible();
  }

  private void escape(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE && isOpen()) {
      close();
      event.consume();
    }
  }
}
