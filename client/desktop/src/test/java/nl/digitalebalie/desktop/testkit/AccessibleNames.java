package nl.digitalebalie.desktop.testkit;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;

/** EN 301 549 11.5.2: role and name of everything that can have the focus. */
public final class AccessibleNames {
  private AccessibleNames() {}

  /** What lacks one of them below this node; on the toolkit's thread. */
  public static List<String> missing(Node root) {
    List<String> nameless = new ArrayList<>();
    collect(root, nameless);
    return nameless;
  }

  private static void collect(Node node, List<String> nameless) {
    if (!node.isVisible() || node.isDisabled()) {
      return;
    }
    if (node.isFocusTraversable()) {
      Object role = node.queryAccessibleAttribute(AccessibleAttribute.ROLE);
      Object name = node.queryAccessibleAttribute(AccessibleAttribute.TEXT);
      boolean named =
          node.getAccessibleText() != null && !node.getAccessibleText().isBlank()
              || name instanceof String text && !text.isBlank();
      if (role == null || role == AccessibleRole.PARENT || !named) {
        nameless.add(node.getClass().getSimpleName() + " " + node.getId() + " " + role);
      }
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, nameless));
    }
  }
}
