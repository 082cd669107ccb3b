package nl.digitalebalie.rtc.testkit;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import nl.digitalebalie.protocol.sdp.SessionDescription;
import nl.digitalebalie.rtc.Input;
import nl.digitalebalie.rtc.Output;
import nl.digitalebalie.rtc.RtcConfig;
import nl.digitalebalie.rtc.RtcEvent;
import nl.digitalebalie.rtc.RtcSession;
import nl.digitalebalie.rtc.RtcStats;
import nl.digitalebalie.rtc.payload.AudioLevel;
import nl.digitalebalie.rtc.payload.EncodedAudio;
import nl.digitalebalie.rtc.payload.EncodedVideo;
import nl.digitalebalie.rtc.payload.EncodedVideo.FrameKind;
import nl.digitalebalie.rtc.time.MediaTime;
import nl.digitalebalie.rtc.time.MonoTime;

/** One side of a simulated call: a session, a camera, a microphone, and a record of what played. */
public final class Party {
  private static final long AUDIO_NANOS = 20_000_000L;
  private static final byte OPUS_20_MS_TOC = (byte) (15 << 3);

  private final RtcSession session;
  private final SimulatedLink outgoing;
  private final GeneratedVideo camera;
  private final List<Integer> videoNumbers = new ArrayList<>();
  private final List<MonoTime> videoTimes = new ArrayList<>();
  private final List<Long> videoTicks = new ArrayList<>();
  private final List<Integer> audioNumbers = new ArrayList<>();
  private final List<Long> audioTicks = new ArrayList<>();
  private final List<MonoTime> audioTimes = new ArrayList<>();
  private final List<RtcEvent> events = new ArrayList<>();
  private final List<SessionDescription> descriptions = new ArrayList<>();
  private Optional<MonoTime> wake = Optional.empty();
  private Optional<MonoTime> nextVideo = Optional.empty();
  private Optional<MonoTime> nextAudio = Optional.empty();
  private int framesPerSecond = 30;
  private int audioMade;
  private int concealed;
  private int undecodable;
  private int keyFramesPlayed;
  private int lastDecoded = -2;

  Party(RtcConfig config, SimulatedLink outgoing, RandomGenerator random) {
    this.session = new RtcSession(config, random);
    this.outgoing = outgoing;
    this.camera = new GeneratedVideo(random);
  }

  /** Feeds one input and carries out what comes back. */
  public void feed(Input input) {
    wake = session.handle(input, output -> carryOut(output, input.at()));
  }

  private void carryOut(Output output, MonoTime at) {
    switch (output) {
      case Output.Describe describe -> descriptions.add(describe.description());
      case Output.Send send -> outgoing.send(send.datagram(), at);
      case Output.Dtls _ -> {}
      case Output.PlayVideo play -> play(play.frame(), at);
      case Output.PlayAudio play -> {
        audioNumbers.add(number(play.frame()));
        audioTicks.add(play.frame().timestamp().ticks());
        audioTimes.add(at);
      }
      case Output.ConcealAudio conceal -> concealed += conceal.count();
      case Output.Happened happened -> happened(happened.event());
    }
  }

  private void play(EncodedVideo frame, MonoTime at) {
    int number = GeneratedVideo.number(frame);
    if (frame.kind() == FrameKind.DELTA && number != lastDecoded + 1) {
      undecodable++;
    }
    if (frame.kind() == FrameKind.KEY) {
      keyFramesPlayed++;
    }
    lastDecoded = number;
    videoNumbers.add(number);
    videoTicks.add(frame.timestamp().ticks());
    videoTimes.add(at);
  }

  private void happened(RtcEvent event) {
    events.add(event);
    switch (event) {
      case RtcEvent.KeyFrameRequested _ -> camera.keyFrame();
      case RtcEvent.VideoTarget target -> {
        camera.target(target.bitsPerSecond(), target.maxFramesPerSecond());
        framesPerSecond = target.maxFramesPerSecond();
      }
      case RtcEvent.Negotiated _,
          RtcEvent.NegotiationFailed _,
          RtcEvent.FirstVideoFrame _,
          RtcEvent.FirstAudioFrame _,
          RtcEvent.Froze _,
          RtcEvent.RemoteLeft _,
          RtcEvent.StatsSampled _ -> {}
    }
  }

  /** Switches camera and microphone on. */
  public void capture(MonoTime at) {
    nextVideo = Optional.of(at);
    nextAudio = Optional.of(at);
  }

  /** Switches both off. */
  public void stopCapture() {
    nextVideo = Optional.empty();
    nextAudio = Optional.empty();
  }

  Optional<MonoTime> deadline() {
    return Stream.of(wake, nextVideo, nextAudio)
        .flatMap(Optional::stream)
        .reduce(MonoTime::earliest);
  }

  void wake(MonoTime at) {
    if (nextVideo.filter(due -> !at.isBefore(due)).isPresent()) {
      MediaTime time = MediaTime.video(at.nanos() / 1_000 * 9 / 100);
      nextVideo = nextVideo.map(due -> due.plusNanos(1_000_000_000L / framesPerSecond));
      feed(new Input.VideoCaptured(at, camera.next(time)));
    }
    if (nextAudio.filter(due -> !at.isBefore(due)).isPresent()) {
      nextAudio = nextAudio.map(due -> due.plusNanos(AUDIO_NANOS));
      feed(new Input.AudioCaptured(at, sound(at)));
    }
    if (wake.filter(due -> !at.isBefore(due)).isPresent()) {
      feed(new Input.TimePassed(at));
    }
  }

  private EncodedAudio sound(MonoTime at) {
    byte[] payload = new byte[80];
    payload[0] = OPUS_20_MS_TOC;
    ByteBuffer.wrap(payload).putInt(1, audioMade++);
    MediaTime time = MediaTime.audio(at.nanos() / 1_000 * 48 / 1_000);
    return new EncodedAudio(payload, time, new AudioLevel(30));
  }

  /** -1 for sound that {@link #sound} did not make. */
  private static int number(EncodedAudio frame) {
    return frame.payload().length < 5 ? -1 : ByteBuffer.wrap(frame.payload()).getInt(1);
  }

  /** What the session said last about itself. */
  public SessionDescription description() {
    return descriptions.getLast();
  }

  /** The newest sample. */
  public RtcStats stats() {
    return events(RtcEvent.StatsSampled.class).getLast().stats();
  }

  /** Events of one kind in order. */
  public <E extends RtcEvent> List<E> events(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Numbers of the pictures played, in the order played. */
  public List<Integer> videoNumbers() {
    return List.copyOf(videoNumbers);
  }

  public List<MonoTime> videoTimes() {
    return List.copyOf(videoTimes);
  }

  public List<Integer> audioNumbers() {
    return List.copyOf(audioNumbers);
  }

  public List<MonoTime> audioTimes() {
    return List.copyOf(audioTimes);
  }

  public int concealed() {
    return concealed;
  }

  /** Delta pictures that were played without the one before them. */
  public int undecodable() {
    return undecodable;
  }

  public int keyFramesPlayed() {
    return keyFramesPlayed;
  }

  /** Pictures our own camera made. */
  public int videoMade() {
    return camera.made();
  }

  public int audioMade() {
    return audioMade;
  }

  /** The longest time between two pictures played after a moment. */
  public Duration longestGap(MonoTime after) {
    long longest = 0;
    for (int i = 1; i < videoTimes.size(); i++) {
      if (!videoTimes.get(i - 1).isBefore(after)) {
        longest = Math.max(longest, videoTimes.get(i).nanosSince(videoTimes.get(i - 1)));
      }
    }
    return Duration.ofNanos(longest);
  }
}
