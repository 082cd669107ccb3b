package nl.digitalebalie.acceptance.bench.endpoint;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import dev.onvoid.webrtc.media.audio.AudioOptions;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoTrack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import nl.digitalebalie.media.testsource.TimecodePicture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * libwebrtc as one end of a call: the same generated picture (640x480, 30 a second) and the
 * headless sound device, which records silence. A native CHECK aborts the whole process, which is
 * why it has one of its own.
 */
public final class LibwebrtcEndpoint {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;
  private static final int FRAMES_PER_SECOND = 30;

  private final Lines lines;
  private final PeerConnectionFactory factory =
      new PeerConnectionFactory(new HeadlessAudioDeviceModule());
  private final ScheduledExecutorService pacer =
      Executors.newScheduledThreadPool(1, Thread.ofPlatform().daemon().factory());
  private @Nullable Call call;

  private LibwebrtcEndpoint(Lines lines) {
    this.lines = lines;
  }

  /** Runs until the parent closes the input. */
  public static void main(String[] arguments) throws IOException {
    LibwebrtcEndpoint endpoint = new LibwebrtcEndpoint(Lines.takeOver());
    endpoint.lines.say(Lines.line("ready"));
    endpoint.run();
    Runtime.getRuntime().halt(0); // native threads would keep the process alive
  }

  private void run() throws IOException {
    for (Optional<JsonNode> next = lines.next(); next.isPresent(); next = lines.next()) {
      JsonNode line = next.get();
      switch (line.path("do").asString("")) {
        case "connect" -> call = new Call();
        case "answer" -> ifCalling(current -> current.answered(line.path("sdp").stringValue()));
        case "candidate" -> ifCalling(current -> current.candidate(line));
        case "stats" -> ifCalling(Call::tellStats);
        case "hang-up" -> {
          ifCalling(Call::close);
          call = null;
          lines.say(Lines.line("over"));
        }
        default -> throw new IllegalStateException("unknown line " + line.path("do"));
      }
    }
  }

  private void ifCalling(java.util.function.Consumer<Call> action) {
    Call current = call;
    if (current != null) {
      action.accept(current);
    }
  }

  private final class Call implements PeerConnectionObserver {
    private final CustomVideoSource camera = new CustomVideoSource();
    private final AtomicBoolean seen = new AtomicBoolean();
    private final RTCPeerConnection connection;
    private final ScheduledFuture<?> pictures;
    private int number;

    Call() {
      connection = factory.createPeerConnection(new RTCConfiguration(), this);
      connection.addTrack(factory.createVideoTrack("video", camera), List.of("peer"));
      connection.addTrack(
          factory.createAudioTrack("audio", factory.createAudioSource(new AudioOptions())),
          List.of("peer"));
      pictures =
          pacer.scheduleAtFixedRate(
              this::film, 0, 1_000_000_000L / FRAMES_PER_SECOND, TimeUnit.NANOSECONDS);
      connection.createOffer(
          new RTCOfferOptions(),
          new CreateSessionDescriptionObserver() {
            @Override
            public void onSuccess(RTCSessionDescription offer) {
              connection.setLocalDescription(offer, failingLoudly());
              lines.say(Lines.line("offer").put("sdp", offer.sdp));
            }

            @Override
            public void onFailure(String error) {
              throw new IllegalStateException(error);
            }
          });
    }

    private void film() {
      NativeI420Buffer buffer = NativeI420Buffer.allocate(WIDTH, HEIGHT);
      ByteBuffer picture = ByteBuffer.allocateDirect(WIDTH * HEIGHT * 3 / 2);
      TimecodePicture.draw(number++, WIDTH, HEIGHT, picture);
      copy(picture, 0, buffer.getDataY(), WIDTH, HEIGHT, buffer.getStrideY());
      copy(picture, WIDTH * HEIGHT, buffer.getDataU(), WIDTH / 2, HEIGHT / 2, buffer.getStrideU());
      copy(
          picture,
          WIDTH * HEIGHT * 5 / 4,
          buffer.getDataV(),
          WIDTH / 2,
          HEIGHT / 2,
          buffer.getStrideV());
      VideoFrame frame = new VideoFrame(buffer, System.nanoTime());
      camera.pushFrame(frame);
      frame.release();
    }

    private static void copy(
        ByteBuffer from, int start, ByteBuffer to, int width, int height, int stride) {
      for (int y = 0; y < height; y++) {
        to.put(y * stride, from, start + y * width, width);
      }
    }

    @Override
    public void onIceCandidate(RTCIceCandidate candidate) {
      lines.say(
          Lines.line("candidate")
              .put("candidate", candidate.sdp)
              .put("mid", candidate.sdpMid)
              .put("line", candidate.sdpMLineIndex));
    }

    @Override
    public void onTrack(RTCRtpTransceiver transceiver) {
      if (transceiver.getReceiver().getTrack() instanceof VideoTrack video) {
        video.addSink(frame -> {
          if (seen.compareAndSet(false, true)) {
            lines.say(Lines.line("first-picture").put("atMs", System.currentTimeMillis()));
          }
        });
      }
    }

    void answered(String sdp) {
      connection.setRemoteDescription(
          new RTCSessionDescription(RTCSdpType.ANSWER, sdp), failingLoudly());
    }

    void candidate(JsonNode line) {
      connection.addIceCandidate(
          new RTCIceCandidate(
              line.path("mid").asString("0"),
              line.path("line").asInt(0),
              line.path("candidate").stringValue()));
    }

    void tellStats() {
      connection.getStats(report ->
          report.getStats().values().stream()
              .filter(stats -> stats.getId().startsWith("IT") && "video".equals(kind(stats)))
              .findFirst()
              .ifPresent(stats ->
                  lines.say(
                      Lines.line("stats")
                          .put("framesDecoded", number(stats, "framesDecoded"))
                          .put("freezes", number(stats, "freezeCount"))
                          .put("width", number(stats, "frameWidth"))
                          .put("height", number(stats, "frameHeight")))));
    }

    private static String kind(RTCStats stats) {
      return String.valueOf(stats.getAttributes().get("kind"));
    }

    private static long number(RTCStats stats, String name) {
      Map<String, Object> attributes = stats.getAttributes();
      return attributes.get(name) instanceof Number value ? value.longValue() : 0;
    }

    void close() {
      pictures.cancel(false);
      connection.close();
    }

    private static SetSessionDescriptionObserver failingLoudly() {
      return new SetSessionDescriptionObserver() {
        @Override
        public void onSuccess() {
          // what follows comes as candidates
        }

        @Override
        public void onFailure(String error) {
          throw new IllegalStateException(error);
        }
      };
    }
  }
}
