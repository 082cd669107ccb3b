package nl.digitalebalie.server.staff;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.LocalText;
import nl.digitalebalie.server.http.HttpAnswer;
import nl.digitalebalie.server.http.HttpCall;
import nl.digitalebalie.server.http.JsonBody;
import nl.digitalebalie.server.http.Problem;
import nl.digitalebalie.server.http.Route;
import nl.digitalebalie.server.limit.KeyedBuckets;
import nl.digitalebalie.server.limit.TokenBucket;
import nl.digitalebalie.server.limit.TokenBucket.Verdict;
import nl.digitalebalie.server.parts.Mode;
import nl.digitalebalie.server.secret.Tokens;
import nl.digitalebalie.server.store.Store;
import nl.digitalebalie.server.store.Stored;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in and out over HTTP (docs/protocol.md section 2). */
public final class StaffDoor {
  private static final Logger LOG = LoggerFactory.getLogger(StaffDoor.class);

  /** Typing errors pass, guessing does not: 5 at once, then one in 20 s. */
  private static final TokenBucket.Rate PER_NAME = new TokenBucket.Rate(5, Duration.ofSeconds(20));

  /** A whole counter signs in from one address at nine o'clock. */
  private static final TokenBucket.Rate PER_ADDRESS =
      new TokenBucket.Rate(60, Duration.ofSeconds(2));

  /** One check takes a quarter of a second of one core: two at once leave room for calls. */
  private static final int CHECKS_AT_ONCE = 2;

  private final Mode mode;
  private final Map<String, StaffAccount> accounts;
  private final StaffTickets tickets;
  private final Store store;
  private final InstantSource clock;
  private final Tokens tokens;
  private final PasswordHash nobody;
  private final Consumer<RevokedSession> revoked;
  private final KeyedBuckets byName = new KeyedBuckets(PER_NAME);
  private final KeyedBuckets byAddress = new KeyedBuckets(PER_ADDRESS);
  private final Semaphore checks = new Semaphore(CHECKS_AT_ONCE, true);

  public StaffDoor(
      Mode mode,
      List<StaffAccount> accounts,
      StaffTickets tickets,
      Store store,
      InstantSource clock,
      SecureRandom random) {
    this(mode, accounts, tickets, store, clock, random, revoked -> {});
  }

  /**
   * @param revoked is told every sign-in that was ended before its time: those of before the start
   *     at once, the others when they happen; must not block
   */
  public StaffDoor(
      Mode mode,
      List<StaffAccount> accounts,
      StaffTickets tickets,
      Store store,
      InstantSource clock,
      SecureRandom random,
      Consumer<RevokedSession> revoked) {
    this.mode = mode;
    this.accounts =
        accounts.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    account -> account.staff().id().value(), Function.identity()));
    this.tickets = tickets;
    this.store = store;
    this.clock = clock;
    this.tokens = new Tokens(random);
    this.revoked = revoked;
    // An unknown name costs the same time as a known one.
    this.nobody = PasswordHash.of(tokens.secret().toCharArray(), random);
    restoreRevoked();
  }

  private void restoreRevoked() {
    Stored<List<RevokedSession>> sessions =
        store.write(sql -> {
          sql.update(
              "DELETE FROM revoked_ticket WHERE expires_at < :now",
              Map.of("now", clock.instant().toEpochMilli()));
          return sql.rows(
              "SELECT session, expires_at FROM revoked_ticket",
              Map.of(),
              row ->
                  new RevokedSession(
                      row.text("session"), Instant.ofEpochMilli(row.number("expires_at"))));
        });
    switch (sessions) {
      case Stored.Done<List<RevokedSession>>(List<RevokedSession> all) -> all.forEach(this::revoke);
      case Stored.Unavailable<List<RevokedSession>>(String code) ->
          throw new IllegalStateException("revoked tickets cannot be read at start: " + code);
    }
  }

  private void revoke(RevokedSession session) {
    tickets.revoke(session.session());
    revoked.accept(session);
  }

  public List<Route> routes() {
    return List.of(
        Route.of("POST", "/counter/sign-in", this::signIn),
        Route.of("POST", "/counter/sign-out", this::signOut));
  }

  /** The principal of a bearer ticket for this door. */
  public Optional<StaffPrincipal> principal(HttpCall call, StaffTickets.Door door) {
    return call.bearer()
        .flatMap(ticket -> tickets.check(ticket, door, clock.instant()))
        .map(StaffTickets.Accepted::staff);
  }

  private record SignInBody(
      @JsonProperty(required = true) String name, @JsonProperty(required = true) String password) {
    private static final int MAX_CHARS = 256;

    SignInBody {
      if (name == null
          || password == null
          || name.length() > MAX_CHARS
          || password.length() > MAX_CHARS) {
        throw new IllegalArgumentException("a name and a password of bounded length are needed");
      }
    }

    @Override
    public String toString() {
      return "SignInBody[redacted]";
    }
  }

  private record SignedIn(
      Staff staff, String counterTicket, String relayTicket, Instant expiresAt, boolean demo) {
    private record Staff(String id, String displayName, LocalText role) {}

    @Override
    public String toString() {
      return "SignedIn[redacted]";
    }
  }

  private HttpAnswer signIn(HttpCall call) {
    Instant now = clock.instant();
    if (call.header("origin").isPresent()) {
      return Problem.of(403, ErrorCode.SIGN_IN_FAILED); // a page of somebody's, not our program
    }
    Optional<SignInBody> body = JsonBody.read(call, SignInBody.class);
    if (body.isEmpty()) {
      return Problem.of(400, ErrorCode.MALFORMED_MESSAGE);
    }
    if (byAddress.take(call.client(), now) == Verdict.TOO_MANY
        || byName.take(body.get().name(), now) == Verdict.TOO_MANY) {
      return Problem.of(429, ErrorCode.TOO_MANY_MESSAGES);
    }
    Optional<StaffPrincipal> staff = checked(body.get());
    LOG.info("sign-in {}", staff.isPresent() ? "accepted" : "refused");
    return staff
        .map(principal -> signedIn(principal, now))
        .orElseGet(() -> Problem.of(401, ErrorCode.SIGN_IN_FAILED));
  }

  private Optional<StaffPrincipal> checked(SignInBody body) {
    Optional<StaffAccount> account = Optional.ofNullable(accounts.get(body.name()));
    PasswordHash hash = account.map(StaffAccount::password).orElse(nobody);
    checks.acquireUninterruptibly();
    try {
      boolean right = hash.matches(body.password().toCharArray());
      return right ? account.map(StaffAccount::staff) : Optional.empty();
    } finally {
      checks.release();
    }
  }

  private HttpAnswer signedIn(StaffPrincipal staff, Instant now) {
    String session = tokens.id();
    return JsonBody.answer(
        200,
        new SignedIn(
            new SignedIn.Staff(staff.id().value(), staff.displayName(), staff.role()),
            tickets.issue(staff, StaffTickets.Door.COUNTER, session, now),
            tickets.issue(staff, StaffTickets.Door.RELAY, session, now),
            now.plus(StaffTickets.LIFE),
            mode == Mode.DEMO));
  }

  private HttpAnswer signOut(HttpCall call) {
    Optional<StaffTickets.Accepted> accepted =
        call.bearer()
            .flatMap(ticket -> tickets.check(ticket, StaffTickets.Door.COUNTER, clock.instant()));
    if (accepted.isEmpty()) {
      return Problem.of(401, ErrorCode.TICKET_INVALID);
    }
    revoke(new RevokedSession(accepted.get().session(), accepted.get().expiresAt()));
    return store
        .write(sql ->
            sql.update(
                "INSERT INTO revoked_ticket (session, expires_at) VALUES (:session, :expires)"
                    + " ON CONFLICT DO NOTHING",
                Map.of(
                    "session",
                    accepted.get().session(),
                    "expires",
                    accepted.get().expiresAt().toEpochMilli())))
        .fold(done -> HttpAnswer.empty(204), code -> Problem.of(503, ErrorCode.INTERNAL));
  }
}
