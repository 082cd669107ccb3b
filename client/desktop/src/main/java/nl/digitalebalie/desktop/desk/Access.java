package nl.digitalebalie.desktop.desk;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.privacy.Sensitive;

/** Whether somebody is signed in at this desk. */
public sealed interface Access {

  /** Nobody; {@code why} says what the sign-in screen must explain. */
  record SignedOut(Optional<SignInFault> why) implements Access {
    public SignedOut {
      Objects.requireNonNull(why);
    }
  }

  record SigningIn() implements Access {}

  /**
   * A staff member with tickets for both sockets.
   *
   * @param role in the words of the staff register
   */
  record SignedIn(
      StaffId staff,
      String displayName,
      String role,
      Sensitive<String> counterTicket,
      Sensitive<String> relayTicket,
      Instant expiresAt,
      Mode mode)
      implements Access {
    public SignedIn {
      Objects.requireNonNull(staff);
      Objects.requireNonNull(displayName);
      Objects.requireNonNull(role);
      Objects.requireNonNull(counterTicket);
      Objects.requireNonNull(relayTicket);
      Objects.requireNonNull(expiresAt);
      Objects.requireNonNull(mode);
    }
  }

  /** Whether the server serves real people. */
  enum Mode {
    REAL,
    DEMO
  }

  /** Why nobody is signed in. */
  enum SignInFault {
    WRONG_NAME_OR_PASSWORD,
    TOO_MANY_TRIES,
    SERVER_UNREACHABLE,
    ANSWER_UNREADABLE,
    SESSION_EXPIRED,
    SIGNED_IN_ELSEWHERE,
    DEMO_NOT_ALLOWED
  }
}
