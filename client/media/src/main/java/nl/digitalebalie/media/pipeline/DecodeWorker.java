package nl.digitalebalie.media.pipeline;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import nl.digitalebalie.media.codec.Codecs;
import nl.digitalebalie.media.codec.DecodeResult;
import nl.digitalebalie.media.codec.VideoDecoder;
import nl.digitalebalie.media.frame.PictureExchange;
import nl.digitalebalie.media.pace.Clock;
import nl.digitalebalie.rtc.payload.EncodedVideo;
import nl.digitalebalie.rtc.payload.EncodedVideo.FrameKind;
import nl.digitalebalie.rtc.time.MonoTime;
import org.jspecify.annotations.Nullable;

/**
 * The decode thread and its queue.
 *
 * <p>Overflow: everything waiting is dropped and a key frame wanted, since pictures build on each
 * other and a queue that is full means that we are a second late.
 */
final class DecodeWorker implements Worker.Body {
  /** One second at 30 frames a second. */
  static final int MAX_WAITING = 30;

  /** A request takes a round trip to be answered; asking more often only costs the sender. */
  private static final long BETWEEN_REQUESTS_NANOS = 400_000_000;

  private final BlockingQueue<EncodedVideo> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicBoolean keyFrameNeeded = new AtomicBoolean();
  private final AtomicBoolean firstPictureAwaited = new AtomicBoolean(true);
  private final PictureExchange screen;
  private final RateMeter rate;
  private final Consumer<? super PipelineEvent> events;
  private @Nullable MonoTime requestedAt;

  DecodeWorker(PictureExchange screen, RateMeter rate, Consumer<? super PipelineEvent> events) {
    this.screen = screen;
    this.rate = rate;
    this.events = events;
  }

  /** For any one thread: queues a picture. */
  void offer(EncodedVideo frame) {
    if (waiting.offer(frame)) {
      return;
    }
    waiting.clear();
    keyFrameNeeded.set(true);
    if (frame.kind() == FrameKind.KEY) {
      waiting.add(frame);
    }
  }

  /** For any thread: what waits belongs to a connection that is gone. */
  void startAfresh() {
    waiting.clear();
    keyFrameNeeded.set(true);
    firstPictureAwaited.set(true);
  }

  @Override
  public void run() throws InterruptedException {
    try (VideoDecoder decoder = Codecs.videoDecoder()) {
      while (!Thread.currentThread().isInterrupted()) {
        EncodedVideo frame = waiting.take();
        if (frame.kind() == FrameKind.KEY) {
          keyFrameNeeded.set(false);
        }
        if (keyFrameNeeded.get()) {
          wantKeyFrame();
        } else {
          decode(frame, decoder);
        }
      }
    }
  }

  private void decode(EncodedVideo frame, VideoDecoder decoder) {
    switch (decoder.decode(frame.payload(), screen)) {
      case DecodeResult.Decoded decoded -> {
        MonoTime now = Clock.now();
        screen.publish(now);
        rate.tick(now);
        if (firstPictureAwaited.compareAndSet(true, false)) {
          events.accept(new PipelineEvent.FirstPicture(now));
        }
      }
      case DecodeResult.NotShown notShown -> {}
      case DecodeResult.NeedsKeyFrame needed -> wantKeyFrame();
      case DecodeResult.Corrupt corrupt -> wantKeyFrame();
    }
  }

  private void wantKeyFrame() {
    MonoTime now = Clock.now();
    if (requestedAt == null || now.nanosSince(requestedAt) > BETWEEN_REQUESTS_NANOS) {
      requestedAt = now;
      events.accept(new PipelineEvent.KeyFrameWanted());
    }
  }
}
