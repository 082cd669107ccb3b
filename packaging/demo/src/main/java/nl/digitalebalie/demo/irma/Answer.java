package nl.digitalebalie.demo.irma;

/** A value, or the fault that the caller gets instead. */
sealed interface Answer<T> {
  record Given<T>(T value) implements Answer<T> {}

  record Refused<T>(IrmaFault fault, String message) implements Answer<T> {}

  static <T> Answer<T> given(T value) {
    return new Given<>(value);
  }

  static <T> Answer<T> refused(IrmaFault fault, String message) {
    return new Refused<>(fault, message);
  }
}
