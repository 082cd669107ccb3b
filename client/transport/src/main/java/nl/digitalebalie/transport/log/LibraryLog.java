package nl.digitalebalie.transport.log;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Redirects the Jitsi libraries' log to SLF4J, stripped of addresses and at lower levels, for what
 * they call information or a warning is chatter to us.
 *
 * <p>State of the whole process, because java.util.logging is. Levels follow what SLF4J shows at
 * the moment of the redirection.
 */
public final class LibraryLog {
  // The framework holds its loggers weakly; without this list the handlers would vanish.
  private static final List<Logger> REDIRECTED =
      List.of(
          Logger.getLogger("org.ice4j"),
          Logger.getLogger("org.jitsi"),
          // This one names its logger without a package.
          Logger.getLogger("JitsiConfig"));

  static {
    REDIRECTED.forEach(LibraryLog::redirect);
  }

  private LibraryLog() {}

  /** Makes sure the redirection is in place; call before the first class of such a library. */
  public static void settle() {
    if (REDIRECTED.isEmpty()) {
      throw new IllegalStateException("the libraries' log goes to the console");
    }
  }

  private static void redirect(Logger logger) {
    logger.setUseParentHandlers(false);
    logger.addHandler(new RedactingBridge());
    logger.setLevel(levelOf(logger.getName()));
  }

  private static Level levelOf(String name) {
    org.slf4j.Logger target = LoggerFactory.getLogger(name);
    if (target.isTraceEnabled()) {
      return Level.FINEST;
    }
    return target.isDebugEnabled() ? Level.FINE : Level.SEVERE;
  }

  /** Writes a record anew instead of passing it on: nothing of the original can slip through. */
  private static final class RedactingBridge extends SLF4JBridgeHandler {
    private final SimpleFormatter messages = new SimpleFormatter();

    @Override
    public void publish(LogRecord original) {
      hideThreadName();
      String thrown = original.getThrown() == null ? "" : " " + original.getThrown().getClass();
      LogRecord clean =
          new LogRecord(
              lowered(original.getLevel()),
              Redaction.redact(messages.formatMessage(original) + thrown));
      clean.setLoggerName(original.getLoggerName());
      super.publish(clean);
    }

    /** Their warnings accompany every ordinary closing; only what they call severe is worth one. */
    private static Level lowered(Level theirs) {
      if (theirs.intValue() >= Level.SEVERE.intValue()) {
        return Level.WARNING;
      }
      return theirs.intValue() >= Level.INFO.intValue() ? Level.FINE : theirs;
    }

    /** ice4j names its reading threads after addresses, and logs usually print threads. */
    private static void hideThreadName() {
      Thread thread = Thread.currentThread();
      String redacted = Redaction.redact(thread.getName());
      if (!redacted.equals(thread.getName())) {
        thread.setName(redacted);
      }
    }
  }
}
