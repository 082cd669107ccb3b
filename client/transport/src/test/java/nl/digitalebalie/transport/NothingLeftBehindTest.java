package nl.digitalebalie.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import nl.digitalebalie.protocol.sdp.Attribute;
import nl.digitalebalie.protocol.sdp.Candidate;
import nl.digitalebalie.transport.ice.IcePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** After a call there is no thread, and during it nothing personal reaches a log. */
@Timeout(120)
class NothingLeftBehindTest {
  private static final CallConfig LOOPBACK = CallConfig.standard(IcePolicy.loopback());
  private static final CallConfig NETWORK = CallConfig.standard(IcePolicy.everywhere(List.of()));

  /** ice4j keeps a few pools for the whole process; they are not a call's. */
  private static Set<Thread> threadsOfCalls() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .filter(thread -> !thread.getName().startsWith("ice4j."))
        .filter(thread -> !thread.getName().startsWith("ForkJoinPool"))
        .collect(Collectors.toSet());
  }

  @Test
  void a_closed_call_leaves_no_thread() throws InterruptedException {
    Set<Thread> before = threadsOfCalls();
    LoopbackCall call = new LoopbackCall(LOOPBACK, LOOPBACK).beginAndConnect();
    Set<Thread> during = threadsOfCalls();
    during.removeAll(before);

    call.close();

    assertTrue(during.size() >= 4, "two loops and two receivers at least");
    for (Thread thread : during) {
      thread.join(10_000);
    }
    assertEquals(Set.of(), during.stream().filter(Thread::isAlive).collect(Collectors.toSet()));
  }

  @Test
  void no_address_and_no_password_reaches_a_log_at_the_finest_level() throws InterruptedException {
    Queue<ILoggingEvent> seen = new ConcurrentLinkedQueue<>();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    AppenderBase<ILoggingEvent> collector =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            seen.add(event);
          }
        };
    collector.start();
    List<java.util.logging.Logger> libraries =
        List.of(
            java.util.logging.Logger.getLogger("org.ice4j"),
            java.util.logging.Logger.getLogger("org.jitsi"));
    // The call's classes must be loaded first: their redirection sets levels of its own.
    new LoopbackCall(LOOPBACK, LOOPBACK).beginAndConnect().close();
    Level levelBefore = root.getLevel();
    root.detachAppender("console");
    root.addAppender(collector);
    root.setLevel(Level.TRACE);
    libraries.forEach(library -> library.setLevel(java.util.logging.Level.ALL));
    Set<String> secrets;
    try (LoopbackCall call = new LoopbackCall(NETWORK, NETWORK).beginAndConnect()) {
      MadePictures.carry(call.offering, call.answering, 3);
      secrets =
          List.of(call.offering, call.answering).stream()
              .flatMap(end -> secretsOf(end).stream())
              .collect(Collectors.toSet());
    } finally {
      root.setLevel(levelBefore);
      root.detachAppender(collector);
      libraries.forEach(library -> library.setLevel(java.util.logging.Level.SEVERE));
    }

    assertFalse(seen.isEmpty(), "the libraries log nothing: this check would not see a leak");
    assertFalse(secrets.isEmpty());
    for (ILoggingEvent event : seen) {
      String line =
          event.getThreadName() + " " + event.getLoggerName() + " " + event.getFormattedMessage();
      secrets.forEach(secret -> assertFalse(line.contains(secret), () -> secret + " in: " + line));
    }
  }

  private static Set<String> secretsOf(LoopbackCall.End end) {
    var description = end.descriptions.getFirst();
    Set<String> secrets =
        description.everywhere(Candidate.class).map(Candidate::address).collect(Collectors.toSet());
    description
        .everywhere(Attribute.IcePwd.class)
        .map(Attribute.IcePwd::value)
        .forEach(secrets::add);
    return secrets;
  }
}
