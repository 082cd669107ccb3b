package nl.digitalebalie.server.cases;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads made at the same time, on virtual threads, with one end time for all of them: what is not
 * there by then counts as missing. How many calls really run at once is bounded in {@link ZgwHttp}.
 */
final class Together implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final long endNanos;

  Together(Duration mayTake) {
    this.endNanos = System.nanoTime() + mayTake.toNanos();
  }

  /** A read; it may itself start others and wait for them. */
  interface Reading<T> {
    T now() throws CallFailure, InterruptedException;
  }

  /** One read under way. */
  interface Part<T> {
    /**
     * @throws CallFailure that of the read, or TIMEOUT
     */
    T get() throws CallFailure, InterruptedException;
  }

  <T> Part<T> read(Reading<T> reading) {
    Future<T> future = threads.submit(reading::now);
    return () -> result(future);
  }

  private <T> T result(Future<T> future) throws CallFailure, InterruptedException {
    try {
      return future.get(Math.max(0, endNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | CancellationException late) {
      throw new CallFailure("TIMEOUT");
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof CallFailure failure) {
        throw failure;
      }
      throw new IllegalStateException("reading a part of a case failed", failed.getCause());
    }
  }

  /** Whatever is still under way is given up. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
