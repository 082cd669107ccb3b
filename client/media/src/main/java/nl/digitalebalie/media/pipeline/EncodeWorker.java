package nl.digitalebalie.media.pipeline;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import nl.digitalebalie.media.codec.Codecs;
import nl.digitalebalie.media.codec.EncodeResult;
import nl.digitalebalie.media.codec.KeyFrames;
import nl.digitalebalie.media.codec.PictureConverter;
import nl.digitalebalie.media.codec.VideoEncoder;
import nl.digitalebalie.media.codec.VideoTarget;
import nl.digitalebalie.media.frame.Picture;
import nl.digitalebalie.media.frame.PictureExchange;

/** The encode thread: shows us our own picture and encodes it for the other side. */
final class EncodeWorker implements Worker.Body {
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final PictureExchange pictures;
  private final PictureExchange selfView;
  private final Latest<VideoTarget> targets;
  private final AtomicBoolean keyFrameWanted;
  private final MediaSink sink;
  private final SizeLadder ladder = new SizeLadder();

  EncodeWorker(
      PictureExchange pictures,
      PictureExchange selfView,
      Latest<VideoTarget> targets,
      AtomicBoolean keyFrameWanted,
      MediaSink sink) {
    this.pictures = pictures;
    this.selfView = selfView;
    this.targets = targets;
    this.keyFrameWanted = keyFrameWanted;
    this.sink = sink;
  }

  @Override
  public void run() throws InterruptedException {
    try (VideoEncoder encoder = Codecs.videoEncoder(targets.get());
        PictureConverter converter = new PictureConverter()) {
      while (!Thread.currentThread().isInterrupted()) {
        Picture picture = pictures.awaitLatest(PATIENCE).orElse(null);
        if (picture != null) {
          converter.draw(picture, selfView);
          selfView.publish(picture.at());
          encode(picture, encoder);
        }
      }
    }
  }

  private void encode(Picture picture, VideoEncoder encoder) {
    encoder.target(ladder.fit(picture.width(), picture.height(), targets.get()));
    boolean key = keyFrameWanted.getAndSet(false);
    EncodeResult result = encoder.encode(picture, key ? KeyFrames.KEY : KeyFrames.AUTO);
    switch (result) {
      case EncodeResult.Encoded(var frame) -> sink.video(picture.at(), frame);
      // The wish for a key frame outlives a picture that was not encoded.
      case EncodeResult.Skipped skipped -> keyFrameWanted.compareAndSet(false, key);
      case EncodeResult.Failed failed -> keyFrameWanted.set(true);
    }
  }
}
