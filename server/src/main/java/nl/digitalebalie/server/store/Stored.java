package nl.digitalebalie.server.store;

import java.util.function.Function;

/** What became of a transaction. */
public sealed interface Stored<T> {
  /** Done; a write is durable. */
  record Done<T>(T value) implements Stored<T> {}

  /** The database refused (disk full, locked, closed); nothing happened. */
  record Unavailable<T>(String code) implements Stored<T> {}

  default <R> R fold(Function<? super T, ? extends R> done, Function<String, ? extends R> failed) {
    return switch (this) {
      case Done<T>(T value) -> done.apply(value);
      case Unavailable<T>(String code) -> failed.apply(code);
    };
  }
}
