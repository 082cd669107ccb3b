package nl.digitalebalie.desktop.view.call;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import nl.digitalebalie.desktop.call.CallState;
import nl.digitalebalie.desktop.call.Controls;
import nl.digitalebalie.desktop.call.Quality;
import nl.digitalebalie.desktop.call.engine.CallStats;
import nl.digitalebalie.desktop.chat.ChatRules.Lane;
import nl.digitalebalie.desktop.desk.Desk;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.desk.Line;
import nl.digitalebalie.desktop.desk.Talk;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.call.CallModel.HangUp;
import nl.digitalebalie.desktop.view.call.CallModel.Medium;
import nl.digitalebalie.desktop.view.call.CallModel.Muted;
import nl.digitalebalie.desktop.view.call.CallModel.Next;
import nl.digitalebalie.desktop.view.call.CallModel.Over;
import nl.digitalebalie.desktop.view.call.CallModel.Retry;
import nl.digitalebalie.desktop.view.call.CallModel.Screen;
import nl.digitalebalie.desktop.view.call.CallModel.Tone;
import nl.digitalebalie.media.pipeline.Switch;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.Hold;
import nl.digitalebalie.protocol.signal.MediaState.Device;
import nl.digitalebalie.protocol.signal.Presence;
import nl.digitalebalie.protocol.signal.StaffPresence;
import nl.digitalebalie.protocol.signal.StaffToCounter.MediaFlow;

/** Puts the call into words and decides what its buttons mean now. */
public final class CallPresenter {
  /** Speech at a desk lies around 0.05 to 0.3 of full scale; typing and fans stay below this. */
  static final double SPEECH_LEVEL = 0.04;

  /** So many loud measurements in a row are speech and not a cough; ten come in a second. */
  static final int SPEECH_LASTS = 4;

  private final Texts texts;
  private final Consumer<DeskEvent> desk;
  private final CallModel model = new CallModel();
  private int loudInARow;

  public CallPresenter(Texts texts, Consumer<DeskEvent> desk) {
    this.texts = texts;
    this.desk = desk;
  }

  public CallModel model() {
    return model;
  }

  public void show(Desk now, Instant at) {
    model.screen.replace(
        switch (now.talk()) {
          case Talk.Ongoing talk -> talking(now, talk, at);
          case Talk.Accepting _ ->
              new Screen.Idle(
                  texts.text("call.accepting"), texts.text("call.acceptingHint"), Next.NOBODY);
          case Talk.Nobody _, Talk.WrapUp _ -> idle(now);
        });
    if (!(now.talk() instanceof Talk.Ongoing)) {
      hear(0);
    }
  }

  /** The newest loudness of the staff member's own microphone; about ten times a second. */
  public void hear(double level) {
    model.level.set(level);
    boolean silenced =
        model.screen() instanceof Screen.Talking talking
            && (talking.microphone() == Switch.OFF || talking.hold() == Hold.ON_HOLD);
    loudInARow = silenced && level >= SPEECH_LEVEL ? loudInARow + 1 : 0;
    model.muted.replace(loudInARow >= SPEECH_LASTS ? Muted.SPEAKS_MUTED : Muted.QUIET);
  }

  public void toggleMicrophone() {
    talking()
        .ifPresent(now -> desk.accept(new DeskEvent.MicrophoneWanted(other(now.microphone()))));
  }

  public void toggleCamera() {
    talking().ifPresent(now -> desk.accept(new DeskEvent.CameraWanted(other(now.camera()))));
  }

  public void toggleHold() {
    talking()
        .ifPresent(now ->
            desk.accept(
                new DeskEvent.HoldWanted(
                    switch (now.hold()) {
                      case TALKING -> Hold.ON_HOLD;
                      case ON_HOLD -> Hold.TALKING;
                    })));
  }

  public void hangUp() {
    desk.accept(new DeskEvent.HangUpWanted());
  }

  public void retry() {
    desk.accept(new DeskEvent.ReconnectWanted());
  }

  private Optional<Screen.Talking> talking() {
    return model.screen() instanceof Screen.Talking now ? Optional.of(now) : Optional.empty();
  }

  private static Switch other(Switch state) {
    return switch (state) {
      case ON -> Switch.OFF;
      case OFF -> Switch.ON;
    };
  }

  private Screen idle(Desk now) {
    int waiting = now.shift().queue().size();
    boolean free =
        now.shift().presence() == StaffPresence.AVAILABLE && now.relay() instanceof Line.Up;
    if (waiting == 0) {
      return new Screen.Idle(
          texts.text("call.idle"),
          texts.text(free ? "call.idleNobody" : "call.idleNotFree"),
          Next.NOBODY);
    }
    return new Screen.Idle(
        texts.text(free ? "call.idleWaiting" : "call.idle"),
        waiting == 1 ? texts.text("call.idleOne") : texts.text("call.idleSome", waiting),
        free ? Next.WAITS : Next.NOBODY);
  }

  private Screen talking(Desk now, Talk.Ongoing talk, Instant at) {
    CallState call = talk.call();
    Quality quality =
        switch (talk.channel()) {
          case VIDEO -> Quality.of(call, at);
          case PHONE, CHAT -> ofMessages(talk, at);
        };
    return new Screen.Talking(
        who(now, talk),
        medium(talk),
        talk.accepted().channels(),
        call.controls().microphone(),
        call.controls().camera(),
        call.controls().hold(),
        quality,
        connection(talk, quality),
        over(talk, quality),
        call.presence() == Presence.AWAY ? HangUp.AT_ONCE : HangUp.ASKS,
        call.phase() instanceof CallState.Phase.Failed && !call.retriesByItself()
            ? Retry.OFFERED
            : Retry.NOT_NEEDED);
  }

  /** There is no picture, and no word about one. */
  private List<Over> overNothing(CallState call, Quality quality) {
    if (call.presence() == Presence.AWAY) {
      return List.of(new Over(Tone.WARNING, texts.text("call.residentAway")));
    }
    return call.phase() instanceof CallState.Phase.Failed(var fault)
        ? List.of(new Over(Tone.WARNING, texts.word(fault.kind())))
        : quality == Quality.CONNECTING
            ? List.of(new Over(Tone.CALM, texts.text("call.connecting")))
            : List.of();
  }

  private String who(Desk now, Talk.Ongoing talk) {
    String topic =
        now.shift()
            .topic(talk.accepted().municipality(), talk.accepted().topic())
            .map(card -> texts.local(card.title()))
            .orElse(talk.accepted().topic().value());
    return texts.text("call.who", topic, texts.word(talk.accepted().language()));
  }

  /** Without media the connection is that of the sealed messages. */
  private static Quality ofMessages(Talk.Ongoing talk, Instant at) {
    if (talk.call().phase() instanceof CallState.Phase.Failed) {
      return Quality.FAILED;
    }
    if (talk.lane() == Lane.DOWN) {
      return Quality.CONNECTING;
    }
    return talk.flow(at) == MediaFlow.FLOWING ? Quality.GOOD : Quality.GONE;
  }

  private Medium medium(Talk.Ongoing talk) {
    return switch (talk.channel()) {
      case VIDEO -> new Medium.Picture();
      case CHAT -> new Medium.Writing();
      case PHONE -> {
        Optional<CallModel.Number> number =
            talk.chat().number().map(given -> number(given.reveal()));
        yield new Medium.Telephone(
            texts.text("phone.title"),
            texts.text(number.isPresent() ? "phone.numberGiven" : "phone.noNumber"),
            number);
      }
    };
  }

  /** RFC 3966: without the characters that only help the eye. */
  private static CallModel.Number number(String given) {
    return new CallModel.Number(given, URI.create("tel:" + given.replaceAll("[^+0-9]", "")));
  }

  public void switchTo(Channel channel) {
    desk.accept(new DeskEvent.ChannelWanted(channel));
  }

  private String connection(Talk.Ongoing talk, Quality quality) {
    CallState call = talk.call();
    String words = texts.word(quality);
    if (call.phase() instanceof CallState.Phase.Failed(var fault)) {
      return texts.text("call.connectionFault", texts.word(fault.kind()), fault.code());
    }
    Optional<CallStats> stats =
        call.stats()
            .filter(_ -> talk.channel() == Channel.VIDEO)
            .filter(_ -> call.phase() instanceof CallState.Phase.Flowing);
    List<String> parts = new ArrayList<>();
    parts.add(texts.text("call.connection", words));
    stats
        .flatMap(CallStats::roundTrip)
        .ifPresent(time -> parts.add(texts.text("call.milliseconds", time.toMillis())));
    stats
        .filter(sample -> sample.height() > 0)
        .ifPresent(sample ->
            parts.add(texts.text("call.lines", Math.min(sample.width(), sample.height()))));
    return String.join(" · ", parts);
  }

  private List<Over> over(Talk.Ongoing talk, Quality quality) {
    CallState call = talk.call();
    if (talk.channel() != Channel.VIDEO) {
      return overNothing(call, quality);
    }
    List<Over> over = new ArrayList<>();
    Controls controls = call.controls();
    if (call.presence() == Presence.AWAY) {
      over.add(new Over(Tone.WARNING, texts.text("call.residentAway")));
    } else if (quality == Quality.CONNECTING) {
      over.add(new Over(Tone.CALM, texts.text("call.connecting")));
    } else if (quality == Quality.GONE) {
      over.add(new Over(Tone.WARNING, texts.text("call.stalled")));
    } else if (call.phase() instanceof CallState.Phase.Failed(var fault)) {
      over.add(new Over(Tone.WARNING, texts.word(fault.kind())));
    } else if (call.resident().camera() != Device.ON) {
      over.add(new Over(Tone.CALM, texts.text("call.residentCameraOff")));
    }
    if (call.resident().microphone() == Device.OFF) {
      over.add(new Over(Tone.CALM, texts.text("call.residentMuted")));
    } else if (call.resident().microphone() == Device.NONE) {
      over.add(new Over(Tone.CALM, texts.text("call.residentNoMicrophone")));
    }
    if (controls.hold() == Hold.ON_HOLD) {
      over.add(new Over(Tone.CALM, texts.text("call.onHold")));
    }
    if (controls.lacksCamera()) {
      over.add(new Over(Tone.WARNING, texts.text("call.noCamera")));
    }
    if (controls.lacksMicrophone()) {
      over.add(new Over(Tone.WARNING, texts.text("call.noMicrophone")));
    }
    return over;
  }
}
