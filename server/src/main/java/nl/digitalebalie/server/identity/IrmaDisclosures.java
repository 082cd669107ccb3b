package nl.digitalebalie.server.identity;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import nl.digitalebalie.protocol.identity.Rejection;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.WalletDevice;
import nl.digitalebalie.server.canonical.CanonicalJson;
import nl.digitalebalie.server.policy.Purpose;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows each attempt on a virtual thread of its own: start, force pairing where it is needed,
 * poll the status, fetch the result, verify, claim, delete, conclude. The irma server's callback
 * only hurries the next poll: it may be lost, repeated or forged.
 */
public final class IrmaDisclosures implements Disclosures, AutoCloseable {
  /** How long a resident may take with the wallet; irma server's max_session_lifetime. */
  public static final Duration SESSION_LIFETIME = Duration.ofMinutes(15);

  /** More open sessions than any counter has staff: something loops, and new ones are refused. */
  static final int MAX_OPEN = 1_000;

  /** Status calls that may fail one after another before the provider counts as unavailable. */
  private static final int MAX_FAILURES = 5;

  /** The callback comes before irma server has stored the state that it tells of. */
  private static final int HURRIED_POLLS = 20;

  private static final int SECRET_BYTES = 24;

  private static final Logger LOG = LoggerFactory.getLogger(IrmaDisclosures.class);

  private final IrmaClient irma;
  private final TokenVerifier verifier;
  private final ReplayGuard replays;
  private final Settings settings;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Map<Attempt, Run> runs = new ConcurrentHashMap<>();
  private final Map<String, Run> bySecret = new ConcurrentHashMap<>();

  /**
   * @param callbackBase the irma server posts to this address with a secret appended
   * @param poll between two looks at the status
   * @param hurriedPoll the same after a callback
   */
  public record Settings(String callbackBase, Duration poll, Duration hurriedPoll) {}

  public IrmaDisclosures(
      IrmaClient irma,
      TokenVerifier verifier,
      ReplayGuard replays,
      Settings settings,
      InstantSource clock,
      SecureRandom random) {
    this.irma = irma;
    this.verifier = verifier;
    this.replays = replays;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public void start(Attempt attempt, Purpose purpose, WalletDevice device, Listener listener) {
    Run run = new Run(attempt, purpose, device, listener, secret());
    if (runs.size() >= MAX_OPEN) {
      listener.concluded(new Conclusion.Rejected(Rejection.PROVIDER_UNAVAILABLE));
      return;
    }
    runs.put(attempt, run);
    bySecret.put(run.secret, run);
    Thread.ofVirtual().name("disclosure-" + attempt.disclosure()).start(() -> follow(run));
  }

  @Override
  public void completePairing(Attempt attempt) {
    Optional.ofNullable(runs.get(attempt))
        .flatMap(run -> run.session)
        .ifPresent(session ->
            // a failure shows in the status, which stays PAIRING until it times out
            Thread.ofVirtual().name("pairing").start(() -> irma.completePairing(session)));
  }

  @Override
  public void cancel(Attempt attempt) {
    Optional.ofNullable(runs.get(attempt)).ifPresent(Run::cancel);
  }

  /** The callback with this secret came. Does nothing but hurry; unknown secrets are told apart. */
  public Hint hint(String secret) {
    Run run = bySecret.get(secret);
    if (run == null) {
      return Hint.UNKNOWN;
    }
    run.hurry();
    return Hint.TAKEN;
  }

  @Override
  public void close() {
    runs.values().forEach(Run::cancel);
    irma.close();
  }

  private void follow(Run run) {
    try {
      Conclusion conclusion = concludeSurely(run);
      if (!run.cancelled) {
        run.listener.concluded(conclusion);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      runs.remove(run.attempt);
      bySecret.remove(run.secret);
    }
  }

  /** A bug on the way is no identity either, and the two must not wait for a word in vain. */
  private Conclusion concludeSurely(Run run) throws InterruptedException {
    try {
      return conclude(run);
    } catch (RuntimeException bug) {
      abandon(run, bug);
      return unavailable();
    }
  }

  private void abandon(Run run, RuntimeException bug) {
    // without its text, which may quote what the wallet showed
    LOG.error(
        "disclosure {} failed: {} at {}",
        run.attempt.disclosure(),
        bug.getClass().getName(),
        List.of(bug.getStackTrace()));
    try {
      run.session.ifPresent(session -> irma.delete(session.token()));
    } catch (RuntimeException again) {
      // the irma server ends the session by itself when its lifetime is over
      LOG.error("its session was not ended: {}", again.getClass().getName());
    }
  }

  private Conclusion conclude(Run run) throws InterruptedException {
    Instant startedAt = clock.instant();
    String callback = settings.callbackBase + "/" + run.secret;
    return switch (irma.start(run.purpose, callback, SESSION_LIFETIME)) {
      case IrmaAnswer.Failed<IrmaSession> failed -> unavailable();
      case IrmaAnswer.Given<IrmaSession>(IrmaSession session) -> {
        run.session = Optional.of(session);
        Optional<Sensitive<String>> code = Optional.empty();
        if (run.device == WalletDevice.OTHER_DEVICE) {
          if (!(irma.forcePairing(session)
              instanceof IrmaAnswer.Given<Sensitive<String>>(Sensitive<String> given))) {
            // without pairing a stolen QR code would do: no session rather than a weak one
            irma.delete(session.token());
            yield unavailable();
          }
          code = Optional.of(given);
        }
        run.listener.started(new StartedSession(session.pointer(), session.token().hash(), code));
        yield untilFinal(run, session, startedAt);
      }
    };
  }

  private Conclusion untilFinal(Run run, IrmaSession session, Instant startedAt)
      throws InterruptedException {
    int failures = 0;
    while (!run.cancelled && failures < MAX_FAILURES) {
      run.pause(settings);
      switch (irma.status(session.token())) {
        case IrmaAnswer.Failed<String> failed -> {
          if (failed.code().equals("SESSION_UNKNOWN")) {
            // irma server deletes a timed-out session within seconds
            return new Conclusion.Rejected(Rejection.TIMED_OUT);
          }
          failures++;
        }
        case IrmaAnswer.Given<String> given -> {
          failures = 0;
          Optional<Conclusion> conclusion = look(run, session, startedAt, given.value());
          if (conclusion.isPresent()) {
            return conclusion.get();
          }
        }
      }
    }
    irma.delete(session.token());
    return run.cancelled ? new Conclusion.Rejected(Rejection.CANCELLED) : unavailable();
  }

  private Optional<Conclusion> look(
      Run run, IrmaSession session, Instant startedAt, String status) {
    return switch (status) {
      case "DONE" -> Optional.of(verified(run, session, startedAt));
      case "CANCELLED" -> Optional.of(new Conclusion.Rejected(Rejection.CANCELLED));
      case "TIMEOUT" -> Optional.of(new Conclusion.Rejected(Rejection.TIMED_OUT));
      case "PAIRING" -> run.tell(WalletStatus.PAIRING);
      case "CONNECTED" -> run.tell(WalletStatus.CONNECTED);
      default -> Optional.empty();
    };
  }

  private Conclusion verified(Run run, IrmaSession session, Instant startedAt) {
    if (!(irma.result(session.token())
        instanceof IrmaAnswer.Given<Sensitive<String>>(Sensitive<String> jwt))) {
      return unavailable();
    }
    AskedDisclosure asked = new AskedDisclosure(session.token(), run.purpose, startedAt);
    return switch (verifier.verify(jwt.reveal().strip(), asked, clock.instant())) {
      case Verdict.Rejected(Rejection reason) -> {
        irma.delete(session.token());
        yield new Conclusion.Rejected(reason);
      }
      case Verdict.Accepted accepted ->
          switch (replays.claim(session.token())) {
            case FIRST -> released(session, accepted, jwt.map(String::strip));
            case ALREADY_USED -> new Conclusion.Rejected(Rejection.ALREADY_USED);
            case UNKNOWN -> unavailable();
          };
    };
  }

  /** The session must be gone before anybody else sees the token inside the result. */
  private Conclusion released(
      IrmaSession session, Verdict.Accepted accepted, Sensitive<String> jwt) {
    IrmaAnswer<IrmaClient.Ended> deleted = irma.delete(session.token());
    if (deleted instanceof IrmaAnswer.Failed<IrmaClient.Ended>) {
      deleted = irma.delete(session.token());
    }
    return switch (deleted) {
      case IrmaAnswer.Failed<IrmaClient.Ended> failed -> unavailable();
      case IrmaAnswer.Given<IrmaClient.Ended> gone -> {
        byte[] hash = CanonicalJson.sha256(jwt.reveal().getBytes(StandardCharsets.US_ASCII));
        yield new Conclusion.Verified(
            accepted, jwt, Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
      }
    };
  }

  private static Conclusion unavailable() {
    return new Conclusion.Rejected(Rejection.PROVIDER_UNAVAILABLE);
  }

  private String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Whether a callback named an open attempt. */
  public enum Hint {
    TAKEN,
    UNKNOWN
  }

  /** One attempt under way. Its thread owns it; others cancel and hurry. */
  private static final class Run {
    private final Attempt attempt;
    private final Purpose purpose;
    private final WalletDevice device;
    private final Listener listener;
    private final String secret;
    private final Semaphore wake = new Semaphore(0);
    private volatile Optional<IrmaSession> session = Optional.empty();
    private volatile boolean cancelled;
    private volatile int hurriedPolls;
    private WalletStatus told = WalletStatus.INITIALIZED;

    Run(Attempt attempt, Purpose purpose, WalletDevice device, Listener listener, String secret) {
      this.attempt = attempt;
      this.purpose = purpose;
      this.device = device;
      this.listener = listener;
      this.secret = secret;
    }

    void cancel() {
      cancelled = true;
      wake.release();
    }

    void hurry() {
      hurriedPolls = HURRIED_POLLS;
      wake.release();
    }

    /** Tells a change once; a status is no conclusion. */
    Optional<Conclusion> tell(WalletStatus now) {
      if (now != told && !cancelled) {
        told = now;
        listener.progressed(now);
      }
      return Optional.empty();
    }

    void pause(Settings settings) throws InterruptedException {
      Duration pause = settings.poll;
      int left = hurriedPolls;
      if (left > 0) {
        hurriedPolls = left - 1;
        pause = settings.hurriedPoll;
      }
      if (wake.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        wake.drainPermits();
      }
    }
  }
}
