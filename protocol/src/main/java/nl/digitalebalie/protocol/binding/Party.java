package nl.digitalebalie.protocol.binding;

/**
 * Whose key, message or direction this is; part of what is signed, so that nothing can be reflected
 * to its sender.
 */
public enum Party {
  RESIDENT("R"),
  COUNTER("C");

  private final String mark;

  Party(String mark) {
    this.mark = mark;
  }

  String mark() {
    return mark;
  }
}
