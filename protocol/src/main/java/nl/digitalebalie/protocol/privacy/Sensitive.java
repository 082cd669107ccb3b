package nl.digitalebalie.protocol.privacy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;
import java.util.function.Function;

/**
 * A personal value. It travels in messages and is shown on screen, but prints redacted, so that no
 * log or exception can spell it out by accident.
 */
public final class Sensitive<T> {
  private final T value;

  private Sensitive(T value) {
    this.value = Objects.requireNonNull(value);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static <T> Sensitive<T> of(T value) {
    return new Sensitive<>(value);
  }

  /** The value itself; the name says that the caller takes it out of its protection. */
  @JsonValue
  public T reveal() {
    return value;
  }

  public <R> Sensitive<R> map(Function<? super T, ? extends R> change) {
    return new Sensitive<>(change.apply(value));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sensitive<?> that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "[redacted]";
  }
}
