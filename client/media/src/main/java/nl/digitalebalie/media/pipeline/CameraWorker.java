package nl.digitalebalie.media.pipeline;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import nl.digitalebalie.media.capture.Camera;
import nl.digitalebalie.media.capture.Camera.Shot;
import nl.digitalebalie.media.capture.CameraId;
import nl.digitalebalie.media.capture.CameraMode;
import nl.digitalebalie.media.capture.Cameras;
import nl.digitalebalie.media.frame.PictureExchange;
import nl.digitalebalie.media.pace.Clock;
import nl.digitalebalie.rtc.time.MonoTime;

/** The camera thread: holds the camera wished for open and puts its pictures in the exchange. */
final class CameraWorker implements Worker.Body {
  /** Cameras need up to two seconds to start, and some pause in the dark. */
  private static final Duration STALLED = Duration.ofSeconds(6);

  private final Latest<Wish<CameraId>> wishes;
  private final CameraMode mode;
  private final PictureExchange pictures;
  private final Consumer<? super PipelineEvent> events;

  private Camera camera;
  private MonoTime newestPicture = Clock.now();

  CameraWorker(
      Latest<Wish<CameraId>> wishes,
      CameraMode mode,
      PictureExchange pictures,
      Consumer<? super PipelineEvent> events) {
    this.wishes = wishes;
    this.mode = mode;
    this.pictures = pictures;
    this.events = events;
    this.camera = Cameras.neutral(mode);
  }

  @Override
  public void run() {
    Wish<CameraId> fulfilled = null;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Wish<CameraId> wish = wishes.get();
        if (wish != fulfilled) {
          open(wish.device());
          fulfilled = wish;
        }
        shoot();
      }
    } finally {
      camera.close();
    }
  }

  private void open(CameraId id) {
    // First close, then open: many cameras can be open only once.
    camera.close();
    Optional<Camera> opened = Cameras.open(id, mode);
    camera = opened.orElseGet(() -> Cameras.neutral(mode));
    newestPicture = Clock.now();
    if (opened.isEmpty()) {
      events.accept(new PipelineEvent.DeviceFailed(DeviceTrouble.CAMERA_UNAVAILABLE));
    }
  }

  private void shoot() {
    switch (camera.shoot(pictures)) {
      case Shot.Taken(MonoTime at) -> {
        pictures.publish(at);
        newestPicture = at;
      }
      case Shot.NothingYet() -> {
        if (Clock.now().since(newestPicture).compareTo(STALLED) > 0) {
          lose();
        }
      }
      case Shot.Gone() -> lose();
    }
  }

  private void lose() {
    camera.close();
    camera = Cameras.neutral(mode);
    newestPicture = Clock.now();
    events.accept(new PipelineEvent.DeviceFailed(DeviceTrouble.CAMERA_LOST));
  }
}
