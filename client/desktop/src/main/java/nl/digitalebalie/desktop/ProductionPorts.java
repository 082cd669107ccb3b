package nl.digitalebalie.desktop;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.CompletableFuture;
import nl.digitalebalie.desktop.call.EngineCall;
import nl.digitalebalie.desktop.call.SystemMachine;
import nl.digitalebalie.desktop.call.engine.CallSettings.Reach;
import nl.digitalebalie.desktop.call.engine.LiveCallEngines;
import nl.digitalebalie.desktop.channel.ChannelPrewarm;
import nl.digitalebalie.desktop.connection.HttpSignIn;
import nl.digitalebalie.desktop.connection.TransportSignals;
import nl.digitalebalie.desktop.fx.FxThread;
import nl.digitalebalie.desktop.fx.ToneChime;
import nl.digitalebalie.desktop.policy.ClientPolicy;
import nl.digitalebalie.desktop.settings.Settings;
import nl.digitalebalie.desktop.viewer.WorkerViewer;

/** The real server, engine, clock and toolkit. */
public final class ProductionPorts {
  /** The time that the resident's page and the opening hours speak of, wherever the desk stands. */
  private static final ZoneId MUNICIPAL_TIME = ZoneId.of("Europe/Amsterdam");

  private ProductionPorts() {}

  /** A desk of this policy; a scripted run may exchange single ports of it. */
  public static Wiring wire(ClientPolicy policy, Settings.Store settings) {
    Reach reach =
        switch (policy.demo()) {
          case ClientPolicy.Demo.Forbidden _ -> Reach.NETWORK;
          // In a demonstration the resident's browser often runs on the same machine.
          case ClientPolicy.Demo.Allowed _ -> Reach.NETWORK_AND_THIS_MACHINE;
        };
    SecureRandom random = new SecureRandom();
    return new Wiring(
        new Wiring.Ports(
            policy,
            settings,
            new HttpSignIn(policy.counter()),
            new TransportSignals(random),
            new EngineCall(new LiveCallEngines(), reach, new SystemMachine(() -> prewarm(random))),
            WorkerViewer::new,
            new FxThread(),
            InstantSource.system(),
            SteadyClock.begin(),
            MUNICIPAL_TIME,
            new ToneChime(),
            random));
  }

  private static CompletableFuture<?> prewarm(SecureRandom random) {
    return CompletableFuture.allOf(
        CompletableFuture.runAsync(() -> ChannelPrewarm.run(random)), LiveCallEngines.prewarm());
  }
}
