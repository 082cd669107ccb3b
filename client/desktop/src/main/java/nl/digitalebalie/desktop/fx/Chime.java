package nl.digitalebalie.desktop.fx;

/** Says by sound that somebody arrived; beside it there is always something to see. */
@FunctionalInterface
public interface Chime {
  void ring();
}
