package nl.digitalebalie.server.identity;

import java.util.function.Function;

/** What the irma server said. */
public sealed interface IrmaAnswer<T> {
  record Given<T>(T value) implements IrmaAnswer<T> {}

  /**
   * No answer, or none that can be used. {@code code} is ours or the irma server's error name; it
   * holds no value of the session.
   */
  record Failed<T>(String code) implements IrmaAnswer<T> {}

  default <R> IrmaAnswer<R> then(Function<? super T, IrmaAnswer<R>> next) {
    return switch (this) {
      case Given<T>(T value) -> next.apply(value);
      case Failed<T>(String code) -> new Failed<>(code);
    };
  }
}
