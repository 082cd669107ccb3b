package nl.digitalebalie.server.link;

import java.time.Duration;
import nl.digitalebalie.server.limit.Pace;
import nl.digitalebalie.server.limit.TokenBucket;

/** The bounds that both ends share. */
final class LinkLimits {
  static final String PATH = "/link/counter";

  /** What Jetty takes as one frame; 32 events are below a fifth of it. */
  static final int MAX_CHARS = 64 * 1024;

  /** The relay says something at least this often. */
  static final Duration ALIVE_EVERY = Duration.ofSeconds(5);

  /** Three signs of life missed: shorter than the gate's grace time of 30 s. */
  static final Duration SILENCE = Duration.ofSeconds(15);

  /**
   * What may wait for the other end; a busy counter makes some 100 events a second. Overflow policy
   * of both ends: RESYNC, that is, drop all that waits, close the link, begin with a snapshot.
   */
  static final int MAX_WAITING = 4_096;

  /** Such a peer is broken or hostile; the link is closed and dialled again with patience. */
  static final int MAX_REFUSALS = 10;

  /** Events that the counter part reads of a relay: four times what the busiest counter makes. */
  static final Pace.Rate EVENTS = new Pace.Rate(4_000, 400);

  /** A call-back is stored, audited and made a task elsewhere: ten a second, not hundreds. */
  static final int CALLBACK_IN_EVENTS = 40;

  /**
   * Conversations that one staff member can begin: nobody has two a minute for long. Each stays
   * half an hour for its wrap-up, so this bounds what is kept.
   */
  static final TokenBucket.Rate BEGINNINGS = new TokenBucket.Rate(10, Duration.ofSeconds(30));

  /** They wait for the events of conversations; the outbox offers no more at once. */
  static final int MAX_CALLBACKS = 64;

  private LinkLimits() {}
}
