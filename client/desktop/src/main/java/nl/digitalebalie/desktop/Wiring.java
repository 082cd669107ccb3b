package nl.digitalebalie.desktop;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import nl.digitalebalie.desktop.call.CallPort;
import nl.digitalebalie.desktop.channel.ChannelOwner;
import nl.digitalebalie.desktop.connection.ServerLines;
import nl.digitalebalie.desktop.connection.SignInPort;
import nl.digitalebalie.desktop.connection.SignalPort;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.desk.DeskLoop;
import nl.digitalebalie.desktop.desk.DeskRules;
import nl.digitalebalie.desktop.fx.Chime;
import nl.digitalebalie.desktop.identity.IdentityCheck;
import nl.digitalebalie.desktop.policy.ClientPolicy;
import nl.digitalebalie.desktop.settings.Settings;
import nl.digitalebalie.desktop.view.settings.SettingsPresenter;
import nl.digitalebalie.desktop.viewer.Viewer;
import nl.digitalebalie.desktop.viewer.ViewerNews;

/** Puts the parts of one desk together, by hand. */
public final class Wiring {
  private static final int ID_BYTES = 16;
  private final Ports ports;
  private final DeskLoop desk;
  private final SettingsPresenter settings;

  /** Makes what draws documents. */
  public interface Viewers {
    /**
     * @param desk hears what came of a document, on the desk's thread
     */
    Viewer open(Executor deskThread, Consumer<ViewerNews> desk);
  }

  /**
   * Everything outside the desk that a run may replace.
   *
   * @param deskThread runs the desk's events one after the other; the toolkit's thread
   * @param steady counts time from anywhere and is never set: what two sides count alike
   * @param random of which keys and nonces are made
   */
  public record Ports(
      ClientPolicy policy,
      Settings.Store settings,
      SignInPort signIn,
      SignalPort signals,
      CallPort call,
      Viewers viewers,
      Executor deskThread,
      InstantSource clock,
      InstantSource steady,
      ZoneId zone,
      Chime chime,
      SecureRandom random) {
    public Ports {
      Objects.requireNonNull(policy);
      Objects.requireNonNull(settings);
      Objects.requireNonNull(signIn);
      Objects.requireNonNull(signals);
      Objects.requireNonNull(call);
      Objects.requireNonNull(viewers);
      Objects.requireNonNull(deskThread);
      Objects.requireNonNull(clock);
      Objects.requireNonNull(steady);
      Objects.requireNonNull(zone);
      Objects.requireNonNull(chime);
      Objects.requireNonNull(random);
    }
  }

  public Wiring(Ports ports) {
    this.ports = ports;
    this.settings = new SettingsPresenter(ports.settings(), ports.call(), this::happened);
    ServerLines lines =
        new ServerLines(
            ports.signals(),
            ports.policy().server(),
            ports.policy().counter(),
            ports.deskThread(),
            this::happened);
    DeskEdges edges =
        new DeskEdges(
            ports.signIn(),
            lines,
            ports.call(),
            ports
                .viewers()
                .open(ports.deskThread(), news -> happened(new DeskEvent.ViewerSaid(news))),
            new ChannelOwner(ports.random()),
            ports.steady(),
            ports.chime(),
            settings.model()::settings,
            ports.deskThread(),
            this::happened);
    DeskRules rules =
        new DeskRules(
            new IdentityCheck(ports.policy().keys(), ports.policy().schemes()),
            ports.policy().schemes(),
            this::freshId);
    this.desk = new DeskLoop(rules, ports.clock(), edges);
    ports
        .call()
        .listen(news -> ports.deskThread().execute(() -> happened(new DeskEvent.EngineSaid(news))));
  }

  public Ports ports() {
    return ports;
  }

  public DeskLoop desk() {
    return desk;
  }

  SettingsPresenter settings() {
    return settings;
  }

  /** 128 random bits: no two messages share one, and nobody guesses one. */
  private String freshId() {
    byte[] bytes = new byte[ID_BYTES];
    ports.random().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  void happened(DeskEvent event) {
    desk.on(event);
  }
}
