package nl.digitalebalie.desktop.call.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import nl.digitalebalie.media.pipeline.MediaPrewarm;
import nl.digitalebalie.transport.CallTransport;

/** Calls over the real network with real devices and codecs. */
public final class LiveCallEngines implements CallEngines {
  @Override
  public CallEngine begin(
      CallSettings settings, CallSignals signals, Consumer<? super CallEvent> events) {
    return LiveCallEngine.begin(settings, signals, events);
  }

  /**
   * Loads natives and runs codecs, path finding, handshake and protection once, in the background:
   * a first call without it takes seconds longer to its first picture. For application start.
   *
   * @return completes with the time it took; exceptionally when something cannot work here
   */
  public static CompletableFuture<Duration> prewarm() {
    long begin = System.nanoTime();
    Executor ownThread = task -> Thread.ofPlatform().daemon().name("media-prewarm").start(task);
    return CompletableFuture.runAsync(MediaPrewarm::run, ownThread)
        .thenCombine(
            CallTransport.prewarm(),
            (media, transport) -> Duration.ofNanos(System.nanoTime() - begin));
  }
}
