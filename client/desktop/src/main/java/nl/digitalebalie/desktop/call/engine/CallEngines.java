package nl.digitalebalie.desktop.call.engine;

import java.util.function.Consumer;

/** Begins calls; what holds this can be tested with a call engine of its own making. */
@FunctionalInterface
public interface CallEngines {
  /**
   * Opens the devices at once, so that they are ready when the first connection is; connections
   * begin with {@link CallEngine#connect}.
   */
  CallEngine begin(CallSettings settings, CallSignals signals, Consumer<? super CallEvent> events);
}
