package nl.digitalebalie.desktop.testkit;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import nl.digitalebalie.desktop.Wiring;
import nl.digitalebalie.desktop.call.CallNews;
import nl.digitalebalie.desktop.desk.Desk;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.desk.Line;
import nl.digitalebalie.desktop.desk.Talk;
import nl.digitalebalie.desktop.identity.Expected;
import nl.digitalebalie.desktop.policy.ClientPolicy;
import nl.digitalebalie.desktop.policy.ClientPolicy.DemoStaff;
import nl.digitalebalie.desktop.settings.Settings;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.identity.Rejection;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToRelay;
import nl.digitalebalie.protocol.signal.WalletDevice;

/** A whole desk on fakes: real rules, real codec, no toolkit unless the test gives its thread. */
public final class TestDesk {
  public static final Minted MINTED = new Minted();

  public Instant now = Examples.NOW;
  public int chimes;
  public final FakeServer server;
  public final FakeCall call = new FakeCall();
  public final FakeViewer viewer = new FakeViewer();
  public Resident resident = Resident.usual();
  public final Wiring wiring;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private Settings settings;
  private int carried;

  /** A desk on the test's own thread; {@link #settle} does what waits. */
  public static TestDesk plain() {
    return with(Settings.DEFAULT);
  }

  public static TestDesk with(Settings settings) {
    return new TestDesk(settings);
  }

  private TestDesk(Settings first) {
    Executor deskThread = waiting::add;
    settings = first;
    server = new FakeServer(deskThread, now);
    wiring =
        new Wiring(
            new Wiring.Ports(
                policy(),
                new Settings.Store() {
                  @Override
                  public Settings load() {
                    return settings;
                  }

                  @Override
                  public Optional<String> save(Settings wanted) {
                    settings = wanted;
                    return Optional.empty();
                  }
                },
                server,
                server,
                call,
                viewer,
                deskThread,
                () -> now,
                () -> now,
                ZoneId.of("Europe/Amsterdam"),
                () -> chimes++,
                new SecureRandom()));
  }

  private static ClientPolicy policy() {
    return new ClientPolicy(
        URI.create("http://localhost:8080"),
        MINTED.pinned(),
        new ClientPolicy.Demo.Allowed(
            List.of(
                new DemoStaff("f.yilmaz", "demo", "F. Yilmaz", "Wmo-consulent"),
                new DemoStaff("j.smit", "demo", "J. Smit", "Consulent werk en inkomen"))));
  }

  public Desk desk() {
    settle();
    return wiring.desk().desk();
  }

  public Talk.Ongoing talk() {
    return desk().talk().ongoing().orElseThrow();
  }

  public void settle() {
    for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
      next.run();
    }
  }

  public void happens(DeskEvent event) {
    wiring.desk().on(event);
    settle();
  }

  /** What is done on threads of its own comes back through the desk's thread. */
  public boolean eventually(java.util.function.BooleanSupplier holds) {
    for (int round = 0; round < PATIENCE_ROUNDS; round++) {
      settle();
      if (holds.getAsBoolean()) {
        return true;
      }
      java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
    }
    return false;
  }

  private static final int PATIENCE_ROUNDS = 6_000;

  public void passes(Duration time) {
    now = now.plus(time);
    happens(new DeskEvent.Ticked());
  }

  // ---- steps of the scenario

  public void signIn() {
    happens(new DeskEvent.SignInWanted("f.yilmaz", Sensitive.of("demo")));
  }

  public void hear(RelayToStaff message) {
    server.say(message);
    settle();
  }

  public void hear(CounterToStaff message) {
    server.say(message);
    settle();
  }

  /** Accepted, and the two keys are bound; nothing is offered yet. */
  public void inTalk() {
    inTalk(Examples.accepted(1));
  }

  public void inTalk(RelayToStaff.Accepted accepted) {
    accepting();
    hear(accepted);
    bind();
  }

  public void accepting() {
    signIn();
    hear(new RelayToStaff.Queue(Examples.queue()));
    happens(new DeskEvent.AcceptWanted(Examples.FIRST));
  }

  /** The gate binds the two keys that it was last told. */
  public void bind() {
    hear(resident.bound(server.lastCounter(StaffToCounter.BindChannel.class)));
  }

  /** The engine describes this epoch and the resident answers: messages can be sealed. */
  public void connect(int epoch) {
    offered(epoch);
    answer();
  }

  public void offered(int epoch) {
    call.say(new CallNews.Offered(epoch, Resident.offerSdp()));
    settle();
  }

  /** The resident answers the newest offer, and the two exchange what follows. */
  public void answer() {
    hear(resident.answer(server.lastRelay(StaffToRelay.Offer.class)));
    exchange();
  }

  /** Carries sealed frames to the resident and answers back, until nobody has anything to say. */
  public void exchange() {
    settle();
    for (; carried < server.relayHeard.size(); carried++) {
      if (server.relayHeard.get(carried) instanceof StaffToRelay.Sealed sealed) {
        resident.hears(sealed).forEach(this::hear);
      }
    }
  }

  /** What the client sends from here on is not carried. */
  public void lose() {
    settle();
    carried = server.relayHeard.size();
  }

  /** The resident's page reloaded: same key, next epoch. */
  public RelayToStaff.WantNewConnection anew(int epoch) {
    return new RelayToStaff.WantNewConnection(Examples.FIRST, epoch, resident.key());
  }

  public void residentSays(PeerMessage message) {
    hear(resident.says(message));
    exchange();
  }

  /** The staff member types six digits. */
  public void types(String digits) {
    happens(new DeskEvent.CodeTyped(Sensitive.of(digits)));
    exchange();
  }

  /** Typed right, and the gate is sure. */
  public void matched() {
    types(resident.code());
    hear(new CounterToStaff.ChannelAssured(Examples.FIRST, ChannelAssurance.SPOKEN));
  }

  /** Identified for the purpose that the counter's last welcome demands more for. */
  public CounterToStaff.IdentityVerified identifiedUnderDemand() {
    CounterToStaff.IdentityVerified message = MINTED.verified(expected(), now);
    hear(message);
    return message;
  }

  public Expected expected() {
    return Examples.expected(Examples.PURPOSE, resident.binding().base64url());
  }

  public void asked() {
    happens(new DeskEvent.DisclosureWanted(Examples.PURPOSE.id()));
    hear(
        new CounterToStaff.DisclosureAsked(
            Examples.FIRST, Examples.DISCLOSURE, Examples.PURPOSE.id(), now.plusSeconds(300)));
    hear(
        new CounterToStaff.DisclosureStarted(
            Examples.FIRST, Examples.DISCLOSURE, WalletDevice.OTHER_DEVICE, Minted.tokenHash()));
  }

  public CounterToStaff.IdentityVerified verified() {
    CounterToStaff.IdentityVerified message = MINTED.verified(expected(), now);
    hear(message);
    return message;
  }

  public void opened(CounterToStaff.IdentityVerified identity, String name) {
    opened(identity, Examples.panel(name));
  }

  public void opened(CounterToStaff.IdentityVerified identity, PanelContent content) {
    hear(
        new CounterToStaff.PanelOpened(
            Examples.FIRST,
            Examples.PURPOSE.id(),
            now,
            now.plusSeconds(900),
            identity.attestation(),
            content));
  }

  public void opened() {
    asked();
    opened(verified(), "W. de Boer");
  }

  public void rejected(Rejection reason) {
    hear(new CounterToStaff.IdentityRejected(Examples.FIRST, Examples.DISCLOSURE, reason));
  }

  public void loses(Line.Which which) {
    server.close(which, Line.End.LOST);
    settle();
  }
}
