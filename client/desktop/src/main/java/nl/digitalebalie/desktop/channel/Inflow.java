package nl.digitalebalie.desktop.channel;

import java.time.Duration;
import java.time.Instant;
import nl.digitalebalie.protocol.peer.PeerMessage;

/**
 * How much the resident's page may say: what exceeds it is dropped before anybody looks at it, and
 * who goes on is not listened to any more. Lasts as long as the conversation, so that a new epoch
 * is no fresh allowance. Mutable; belongs to its {@link SecureChannel}.
 */
final class Inflow {
  /** Live text comes ten times a second at most, and nothing else comes as often. */
  static final int MESSAGES_PER_SECOND = 20;

  /** Everything that a page kept for us (64 frames out, 256 waiting) may come at once. */
  static final int MESSAGE_BURST = 400;

  /** Twice what the server lets through in the long run. */
  static final long BYTES_PER_SECOND = 8L * 1024 * 1024;

  /** The largest file and half of another. */
  static final long BYTE_BURST = 16L * 1024 * 1024;

  /** Dropped without a pause of our being able to keep up: nobody's slip of the finger. */
  static final int MAX_DROPPED = 400;

  private static final long NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

  private final Bucket messages = new Bucket(MESSAGE_BURST, MESSAGES_PER_SECOND);
  private final Bucket bytes = new Bucket(BYTE_BURST, BYTES_PER_SECOND);

  /** Parts of our files that the page has not told the arrival of: each is told once. */
  private int progressDue;

  private int dropped;

  /** What becomes of a message. */
  enum Verdict {
    PASSES,
    DROPPED,
    FLOOD
  }

  void said(PeerMessage ours) {
    if (ours instanceof PeerMessage.FilePart) {
      progressDue++;
    }
  }

  Verdict take(PeerMessage theirs, Instant now) {
    if (passes(theirs, now)) {
      if (messages.isFull()) {
        dropped = 0;
      }
      return Verdict.PASSES;
    }
    dropped++;
    return dropped >= MAX_DROPPED ? Verdict.FLOOD : Verdict.DROPPED;
  }

  private boolean passes(PeerMessage message, Instant now) {
    return switch (message) {
      case PeerMessage.FilePart part -> bytes.take(part.data().reveal().length(), now);
      case PeerMessage.FileProgress _ when progressDue > 0 -> {
        progressDue--;
        yield true;
      }
      case PeerMessage.FileProgress _, PeerMessage.FileOffer _, PeerMessage.FileAnswer _ ->
          messages.take(1, now);
      case PeerMessage.Chat _, PeerMessage.Typing _, PeerMessage.LiveText _ ->
          messages.take(1, now);
      case PeerMessage.Received _, PeerMessage.PhoneNumber _, PeerMessage.CodeCommitment _ ->
          messages.take(1, now);
      case PeerMessage.CodeNonce _, PeerMessage.CodeReveal _, PeerMessage.CodeOutcome _ ->
          messages.take(1, now);
      case PeerMessage.CaseStatus _ -> messages.take(1, now);
    };
  }

  /** A token bucket, in nanoseconds of a second for each token, so that nothing is rounded away. */
  private static final class Bucket {
    private final long capacity;
    private final long perSecond;
    private long tokens;
    private long nanos;
    private Instant at = Instant.MIN;

    Bucket(long capacity, long perSecond) {
      this.capacity = capacity;
      this.perSecond = perSecond;
      this.tokens = capacity;
    }

    boolean isFull() {
      return tokens >= capacity - 1;
    }

    boolean take(long wanted, Instant now) {
      refill(now);
      if (tokens < wanted) {
        return false;
      }
      tokens -= wanted;
      return true;
    }

    private void refill(Instant now) {
      if (at.equals(Instant.MIN) || !now.isAfter(at)) {
        at = now.isAfter(at) ? now : at;
        return;
      }
      Duration passed = Duration.between(at, now);
      at = now;
      if (passed.compareTo(Duration.ofSeconds(capacity / perSecond + 1)) >= 0) {
        tokens = capacity;
        nanos = 0;
        return;
      }
      nanos += passed.toNanos() * perSecond;
      tokens = Math.min(capacity, tokens + nanos / NANOS_PER_SECOND);
      nanos %= NANOS_PER_SECOND;
    }
  }
}
