package nl.digitalebalie.desktop;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import nl.digitalebalie.desktop.call.CallPort;
import nl.digitalebalie.desktop.channel.ChannelInput;
import nl.digitalebalie.desktop.channel.ChannelOutput;
import nl.digitalebalie.desktop.channel.ChannelOwner;
import nl.digitalebalie.desktop.connection.ServerLines;
import nl.digitalebalie.desktop.connection.SignInPort;
import nl.digitalebalie.desktop.desk.DeskEffect;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.fx.Chime;
import nl.digitalebalie.desktop.settings.Settings;
import nl.digitalebalie.desktop.viewer.Viewer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what the desk's rules decided: sockets, HTTP, media, keys, sound. Decides nothing. */
final class DeskEdges implements Consumer<DeskEffect> {
  private static final Logger LOG = LoggerFactory.getLogger(DeskEdges.class);

  private final SignInPort signIn;
  private final ServerLines lines;
  private final CallPort call;
  private final Viewer viewer;
  private final ChannelOwner channels;
  private final InstantSource steady;
  private final Chime chime;
  private final Supplier<Settings> settings;
  private final Executor deskThread;
  private final Consumer<DeskEvent> desk;

  DeskEdges(
      SignInPort signIn,
      ServerLines lines,
      CallPort call,
      Viewer viewer,
      ChannelOwner channels,
      InstantSource steady,
      Chime chime,
      Supplier<Settings> settings,
      Executor deskThread,
      Consumer<DeskEvent> desk) {
    this.signIn = signIn;
    this.lines = lines;
    this.call = call;
    this.viewer = viewer;
    this.channels = channels;
    this.steady = steady;
    this.chime = chime;
    this.settings = settings;
    this.deskThread = deskThread;
    this.desk = desk;
  }

  @Override
  public void accept(DeskEffect effect) {
    switch (effect) {
      case DeskEffect.SignIn wanted ->
          signIn.signIn(
              wanted.name(),
              wanted.password(),
              answer -> deskThread.execute(() -> desk.accept(answer)));
      case DeskEffect.SignOut done -> signIn.signOut(done.counterTicket());
      case DeskEffect.OpenLine open -> lines.open(open.line(), open.ticket());
      case DeskEffect.CloseLine close -> lines.close(close.line());
      case DeskEffect.ToRelay say -> lines.send(say.message());
      case DeskEffect.ToCounter say -> lines.send(say.message());
      case DeskEffect.ToChannel to -> channel(to.input());
      case DeskEffect.Chime _ -> chime();
      case DeskEffect.NoteBeyondPurpose beyond ->
          LOG.warn("BEYOND_PURPOSE {} {}", beyond.purpose().value(), beyond.dropped());
      case DeskEffect.Media media -> media(media);
      case DeskEffect.Look look -> look(look);
    }
  }

  /** What the keys lead to: messages go out at once and in order, the rest is for the rules. */
  private void channel(ChannelInput input) {
    for (ChannelOutput output : channels.on(input, steady.instant())) {
      switch (output) {
        case ChannelOutput.ToRelay say -> lines.send(say.message());
        case ChannelOutput.ToCounter say -> lines.send(say.message());
        case ChannelOutput.News news -> desk.accept(new DeskEvent.ChannelSaid(news));
      }
    }
  }

  private void chime() {
    switch (settings.get().sound()) {
      case ON -> chime.ring();
      case MUTED -> {}
    }
  }

  private void look(DeskEffect.Look effect) {
    switch (effect) {
      case DeskEffect.PrepareViewer prepare -> viewer.prepare(prepare.request());
      case DeskEffect.ReadDocument read ->
          viewer.read(read.request(), read.mediaType(), read.bytes());
      case DeskEffect.DrawPage draw -> viewer.draw(draw.request(), draw.page(), draw.width());
      case DeskEffect.StopViewing _ -> viewer.stop();
      case DeskEffect.PackPage pack ->
          PageFiles.pack(
              pack,
              file ->
                  deskThread.execute(
                      () -> desk.accept(new DeskEvent.PageReady(pack.request(), file))));
    }
  }

  private void media(DeskEffect.Media effect) {
    switch (effect) {
      case DeskEffect.BeginCall begin ->
          call.begin(begin.epoch(), begin.servers(), settings.get().devices());
      case DeskEffect.ConnectAgain again -> call.connectAgain(again.epoch());
      case DeskEffect.FeedAnswer answer -> call.answer(answer.epoch(), answer.sdp());
      case DeskEffect.FeedCandidate candidate ->
          call.candidate(candidate.epoch(), candidate.candidate());
      case DeskEffect.FeedCandidatesDone done -> call.candidatesDone(done.epoch());
      case DeskEffect.SetMicrophone microphone -> call.microphone(microphone.wanted());
      case DeskEffect.SetCamera camera -> call.camera(camera.wanted());
      case DeskEffect.UseDevices devices -> call.use(devices.devices());
      case DeskEffect.EndCall _ -> call.end();
    }
  }
}
