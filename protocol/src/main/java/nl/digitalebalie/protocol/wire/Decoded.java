package nl.digitalebalie.protocol.wire;

import java.util.Optional;
import nl.digitalebalie.protocol.signal.ErrorCode;

/** What became of a received text. */
public sealed interface Decoded<T> {
  record Message<T>(T message) implements Decoded<T> {}

  /**
   * {@code about} is the message's type where it could be read; never any other part of the text.
   */
  record Malformed<T>(ErrorCode code, Optional<String> about) implements Decoded<T> {}
}
