package nl.digitalebalie.acceptance.bench.endpoint;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import nl.digitalebalie.desktop.call.engine.CallDevices;
import nl.digitalebalie.desktop.call.engine.CallEngine;
import nl.digitalebalie.desktop.call.engine.CallEvent;
import nl.digitalebalie.desktop.call.engine.CallSettings;
import nl.digitalebalie.desktop.call.engine.CallSettings.Reach;
import nl.digitalebalie.desktop.call.engine.CallSignals;
import nl.digitalebalie.desktop.call.engine.CallStats;
import nl.digitalebalie.desktop.call.engine.LiveCallEngines;
import nl.digitalebalie.media.capture.CameraId;
import nl.digitalebalie.media.capture.MicrophoneId;
import nl.digitalebalie.media.playout.SpeakerId;
import nl.digitalebalie.protocol.signal.Candidate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The product's call engine as one end of a call, prewarmed as the staff client does at its start.
 */
public final class ProductEndpoint {
  private static final CallSettings SETTINGS =
      new CallSettings(
          new CallDevices(
              new CameraId("timecode:640x480@30"), new MicrophoneId("tone"), SpeakerId.NONE),
          List.of(),
          Reach.NETWORK_AND_THIS_MACHINE,
          CallSettings.CallPicture.STANDARD);

  private final Lines lines;
  private final LiveCallEngines engines = new LiveCallEngines();
  private @Nullable CallEngine engine;
  private int epoch;

  private ProductEndpoint(Lines lines) {
    this.lines = lines;
  }

  /** Runs until the parent closes the input. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    ProductEndpoint endpoint = new ProductEndpoint(Lines.takeOver());
    LiveCallEngines.prewarm().get();
    endpoint.lines.say(Lines.line("ready"));
    endpoint.run();
    Runtime.getRuntime().halt(0);
  }

  private void run() throws IOException {
    for (Optional<JsonNode> next = lines.next(); next.isPresent(); next = lines.next()) {
      JsonNode line = next.get();
      switch (line.path("do").asString("")) {
        case "connect" -> connect(line.path("epoch").intValue());
        case "answer" ->
            ifCalling(current -> current.answerArrived(epoch, line.path("sdp").stringValue()));
        case "candidate" ->
            ifCalling(current ->
                current.candidateArrived(
                    epoch,
                    new Candidate(
                        line.path("candidate").stringValue(), line.path("mid").asString("0"))));
        case "stats" -> ifCalling(this::tellStats);
        case "hang-up" -> {
          ifCalling(CallEngine::close);
          engine = null;
          lines.say(Lines.line("over"));
        }
        default -> throw new IllegalStateException("unknown line " + line.path("do"));
      }
    }
  }

  private void connect(int number) {
    epoch = number;
    CallEngine begun = engines.begin(SETTINGS, new Said(), this::happened);
    engine = begun;
    begun.connect(number);
  }

  private void ifCalling(java.util.function.Consumer<CallEngine> action) {
    CallEngine current = engine;
    if (current != null) {
      action.accept(current);
    }
  }

  private void tellStats(CallEngine current) {
    CallStats stats = current.stats();
    lines.say(
        Lines.line("stats")
            .put("framesDecoded", stats.framesDecoded())
            .put("freezes", stats.freezes())
            .put("width", stats.width())
            .put("height", stats.height()));
  }

  private void happened(CallEvent event) {
    switch (event) {
      case CallEvent.FirstRemotePicture _ ->
          lines.say(Lines.line("first-picture").put("atMs", System.currentTimeMillis()));
      case CallEvent.ConnectionFailed failed ->
          lines.say(Lines.line("fault").put("text", failed.fault().code()));
      case CallEvent.Secured _,
          CallEvent.Froze _,
          CallEvent.RemoteLeft _,
          CallEvent.DeviceFailed _ -> {
        // counted in the statistics, or of no consequence for what is measured
      }
    }
  }

  private final class Said implements CallSignals {
    @Override
    public void offer(int ofEpoch, String sdp) {
      lines.say(Lines.line("offer").put("sdp", sdp));
    }

    @Override
    public void candidate(int ofEpoch, Candidate candidate) {
      lines.say(
          Lines.line("candidate")
              .put("candidate", candidate.line())
              .put("mid", candidate.mid())
              .put("line", 0));
    }

    @Override
    public void candidatesDone(int ofEpoch) {
      // the page needs no end of candidates to connect
    }
  }
}
