package nl.digitalebalie.desktop.identity;

import nl.digitalebalie.protocol.identity.Rejection;

/** What the client's own check of an identity says. */
public sealed interface Verdict<T> {
  record Holds<T>(T value) implements Verdict<T> {}

  record Refused<T>(Rejection reason) implements Verdict<T> {}
}
