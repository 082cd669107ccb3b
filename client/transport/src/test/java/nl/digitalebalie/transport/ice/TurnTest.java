package nl.digitalebalie.transport.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import nl.digitalebalie.protocol.sdp.Candidate;
import nl.digitalebalie.transport.ice.IcePolicy.Contacting;
import nl.digitalebalie.transport.ice.IcePolicy.Disclosing;
import nl.digitalebalie.transport.ice.IcePolicy.Listening;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(90)
class TurnTest {
  private final BlockingQueue<IceEvent> ours = new LinkedBlockingQueue<>();
  private final BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();

  private static IcePolicy relayOnly(IceServer server) {
    return new IcePolicy(
        Listening.LOOPBACK, Contacting.NETWORKS_AND_LOOPBACK, Disclosing.RELAY, List.of(server));
  }

  private static IceConnection opened(
      IcePolicy policy, IceRole role, BlockingQueue<IceEvent> events, BlockingQueue<byte[]> data) {
    return assertInstanceOf(
            IceConnection.Opening.Opened.class,
            IceConnection.open(policy, role, events::add, (at, bytes) -> data.add(bytes)))
        .connection();
  }

  private <T extends IceEvent> T await(Class<T> type) throws InterruptedException {
    IceEvent event = ours.poll(40, TimeUnit.SECONDS);
    while (event != null && !type.isInstance(event)) {
      event = ours.poll(40, TimeUnit.SECONDS);
    }
    assertNotNull(event, "never came: " + type.getSimpleName());
    return type.cast(event);
  }

  @ParameterizedTest
  @EnumSource(names = "UDP")
  void a_peer_that_knows_only_the_relay_is_reached_through_it(IceServer.Reach reach)
      throws Exception {
    BlockingQueue<IceEvent> theirs = new LinkedBlockingQueue<>();
    try (TurnServer server = new TurnServer();
        IceConnection relayed =
            opened(
                relayOnly(server.reachedBy(reach, TurnServer.PASSWORD)),
                IceRole.CONTROLLING,
                ours,
                arrived);
        IceConnection peer =
            opened(IcePolicy.loopback(), IceRole.CONTROLLED, theirs, new LinkedBlockingQueue<>())) {
      assertTrue(relayed.localCandidates().isEmpty(), "a host address would be told");
      relayed.gather();
      Candidate candidate = await(IceEvent.Gathered.class).candidate();
      assertEquals("relay", candidate.type());
      assertEquals("raddr 0.0.0.0 rport 0", candidate.extensions());

      relayed.connect(peer.localUfrag(), peer.localPassword(), List.of());
      peer.connect(relayed.localUfrag(), relayed.localPassword(), List.of(candidate));

      assertEquals(SelectedPair.Type.RELAYED, await(IceEvent.Validated.class).pair().localType());
      byte[] data = null;
      for (int i = 0; i < 100 && data == null; i++) {
        peer.send(new byte[] {(byte) 0x80, 5});
        data = arrived.poll(200, TimeUnit.MILLISECONDS);
      }
      assertNotNull(data, "nothing came through the relay");
      assertTrue(server.relayed.get() > 0);
    }
  }

  @Test
  void a_relay_that_refuses_us_ends_the_gathering_without_candidates() throws Exception {
    try (TurnServer server = new TurnServer();
        IceConnection connection =
            opened(
                relayOnly(server.reachedBy(IceServer.Reach.UDP, "wrong")),
                IceRole.CONTROLLING,
                ours,
                arrived)) {
      connection.gather();

      await(IceEvent.GatheringEnded.class);

      assertTrue(connection.localCandidates().isEmpty());
      assertTrue(server.refused.get() >= 2, "challenged, then refused");
    }
  }
}
