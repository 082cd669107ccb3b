package nl.digitalebalie.acceptance.bench;

import java.util.ArrayDeque;
import java.util.Optional;

/**
 * What was opened so far. Closed in the opposite order; what cannot be closed keeps nothing else
 * open.
 */
final class Opened implements AutoCloseable {
  private final ArrayDeque<Runnable> closings = new ArrayDeque<>();

  void add(Runnable closing) {
    closings.push(closing);
  }

  /** Closes because of a failure, which stays the one that is told. */
  void closeAfter(Throwable failure) {
    closed().ifPresent(failure::addSuppressed);
  }

  @Override
  public void close() {
    closed()
        .ifPresent(failed -> {
          throw failed;
        });
  }

  private Optional<RuntimeException> closed() {
    Optional<RuntimeException> first = Optional.empty();
    for (Runnable closing = closings.poll(); closing != null; closing = closings.poll()) {
      try {
        closing.run();
      } catch (RuntimeException failed) {
        first.ifPresent(failed::addSuppressed);
        first = first.or(() -> Optional.of(failed));
      }
    }
    return first;
  }
}
