package nl.digitalebalie.desktop.fx;

import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * What a view shows now, as one immutable value that a presenter replaces; the old value is let go
 * at once, which is what wiping a panel means.
 */
public final class Shown<T> {
  private final ReadOnlyObjectWrapper<T> value;

  public Shown(T first) {
    value = new ReadOnlyObjectWrapper<>(first);
  }

  public T now() {
    return value.get();
  }

  public ReadOnlyObjectProperty<T> property() {
    return value.getReadOnlyProperty();
  }

  /** Replaces the value; watchers hear of it only when it differs. */
  public void replace(T next) {
    if (!next.equals(value.get())) {
      value.set(next);
    }
  }

  /** Renders now and after each change. */
  public void render(Consumer<? super T> renderer) {
    value.addListener((_, _, next) -> renderer.accept(next));
    renderer.accept(value.get());
  }
}
