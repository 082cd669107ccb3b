package nl.digitalebalie.transport.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.beans.PropertyChangeEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.ice4j.ice.CandidatePair;
import org.ice4j.ice.CandidatePairState;
import org.ice4j.ice.IceMediaStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A real connection whose peer is gone, with a clock of our own: what RFC 7675 asks after twenty
 * seconds of silence is seen at once. The pair fails as the ICE stack lets it fail.
 */
@Timeout(60)
class ConsentLossTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final BlockingQueue<IceEvent> events = new LinkedBlockingQueue<>();
  private final IceConnection ours =
      opened(
          IceConnection.open(
              IcePolicy.loopback(), IceRole.CONTROLLING, events::add, (_, _) -> {}, now::get));
  private final IceConnection theirs =
      opened(IceConnection.open(IcePolicy.loopback(), IceRole.CONTROLLED, _ -> {}, (_, _) -> {}));

  private static IceConnection opened(IceConnection.Opening opening) {
    return assertInstanceOf(IceConnection.Opening.Opened.class, opening).connection();
  }

  @BeforeEach
  void a_path_is_agreed_on_and_then_the_peer_is_gone() throws InterruptedException {
    ours.connect(theirs.localUfrag(), theirs.localPassword(), theirs.localCandidates());
    theirs.connect(ours.localUfrag(), ours.localPassword(), ours.localCandidates());
    IceEvent event = events.poll(20, TimeUnit.SECONDS);
    while (!(event instanceof IceEvent.Nominated)) {
      assertNotNull(event, "no path was agreed on");
      event = events.poll(20, TimeUnit.SECONDS);
    }
    while (ours.selected().isEmpty()) {
      Thread.onSpinWait();
    }
    theirs.close();
    events.clear();
  }

  @AfterEach
  void close() {
    ours.close();
    theirs.close();
  }

  @Test
  void a_check_that_fails_within_twenty_seconds_is_only_late() {
    pass(Duration.ofSeconds(20).minusNanos(1));
    aCheckFails();

    assertEquals(List.of(), List.copyOf(events));
  }

  @Test
  void a_check_that_fails_after_twenty_seconds_of_silence_ends_the_connection_once() {
    pass(Duration.ofSeconds(20));
    aCheckFails();
    pass(Duration.ofSeconds(20));
    aCheckFails();

    assertEquals(List.of(new IceEvent.Lost(IceFailure.CONSENT_LOST)), List.copyOf(events));
  }

  @Test
  void an_answer_in_between_begins_the_twenty_seconds_anew() {
    pass(Duration.ofSeconds(19));
    aCheckIsAnswered();
    pass(Duration.ofSeconds(19));
    aCheckFails();
    assertEquals(List.of(), List.copyOf(events));

    pass(Duration.ofSeconds(1));
    aCheckFails();
    assertEquals(List.of(new IceEvent.Lost(IceFailure.CONSENT_LOST)), List.copyOf(events));
  }

  @Test
  void silence_alone_ends_nothing_as_long_as_no_check_fails() {
    pass(Duration.ofMinutes(5));

    assertEquals(List.of(), List.copyOf(events));
  }

  @Test
  void a_connection_that_we_closed_says_nothing_more() {
    CandidatePair pair = ours.selected().orElseThrow();
    ours.close();
    pass(Duration.ofSeconds(30));
    ours.pairChanged(
        new PropertyChangeEvent(
            pair,
            IceMediaStream.PROPERTY_PAIR_STATE_CHANGED,
            CandidatePairState.SUCCEEDED,
            CandidatePairState.FAILED));

    assertEquals(List.of(), List.copyOf(events));
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private void aCheckFails() {
    ours.selected().orElseThrow().setStateFailed();
  }

  /** The stack's own renewal is not to be had from outside: the event that it sends. */
  private void aCheckIsAnswered() {
    ours.pairChanged(
        new PropertyChangeEvent(
            ours.selected().orElseThrow(),
            IceMediaStream.PROPERTY_PAIR_CONSENT_FRESHNESS_CHANGED,
            0L,
            1L));
  }
}
