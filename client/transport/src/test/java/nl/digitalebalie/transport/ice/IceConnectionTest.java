package nl.digitalebalie.transport.ice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import nl.digitalebalie.protocol.sdp.Candidate;
import nl.digitalebalie.transport.ice.IcePolicy.Contacting;
import nl.digitalebalie.transport.ice.IcePolicy.Disclosing;
import nl.digitalebalie.transport.ice.IcePolicy.Listening;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IceConnectionTest {
  /** One end with what it saw. */
  private static final class End {
    final BlockingQueue<IceEvent> events = new LinkedBlockingQueue<>();
    final BlockingQueue<byte[]> datagrams = new LinkedBlockingQueue<>();
    final IceConnection connection;

    End(IcePolicy policy, IceRole role) {
      connection =
          assertInstanceOf(
                  IceConnection.Opening.Opened.class,
                  IceConnection.open(
                      policy, role, events::add, (at, bytes) -> datagrams.add(bytes)))
              .connection();
    }

    void connect(End other, List<Candidate> candidates) {
      connection.connect(
          other.connection.localUfrag(), other.connection.localPassword(), candidates);
    }

    <T extends IceEvent> T await(Class<T> type) throws InterruptedException {
      IceEvent event = events.poll(20, TimeUnit.SECONDS);
      while (event != null && !type.isInstance(event)) {
        event = events.poll(20, TimeUnit.SECONDS);
      }
      return type.cast(present(event));
    }

    private static IceEvent present(IceEvent event) {
      assertNotNull(event, "the event never came");
      return event;
    }
  }

  private final End offerer = new End(IcePolicy.loopback(), IceRole.CONTROLLING);
  private final End answerer = new End(IcePolicy.loopback(), IceRole.CONTROLLED);

  @AfterEach
  void close() {
    offerer.connection.close();
    answerer.connection.close();
  }

  private void connectBoth() throws InterruptedException {
    offerer.connect(answerer, answerer.connection.localCandidates());
    answerer.connect(offerer, offerer.connection.localCandidates());
    offerer.await(IceEvent.Validated.class);
    answerer.await(IceEvent.Validated.class);
  }

  @Test
  void two_ends_find_each_other_and_carry_datagrams() throws InterruptedException {
    connectBoth();

    assertArrayEquals(
        new byte[] {(byte) 0x80, 1, 2}, sendUntilArrived(new byte[] {(byte) 0x80, 1, 2}));
    assertEquals(SelectedPair.Family.IPV4, offerer.await(IceEvent.Nominated.class).pair().family());
  }

  @Test
  void candidates_may_come_late() throws InterruptedException {
    offerer.connect(answerer, List.of());
    answerer.connect(offerer, List.of());

    answerer.connection.localCandidates().forEach(offerer.connection::addRemote);

    offerer.await(IceEvent.Validated.class);
    answerer.await(IceEvent.Validated.class);
  }

  @Test
  void a_datagram_from_a_foreign_socket_never_arrives() throws Exception {
    connectBoth();
    Candidate target = answerer.connection.localCandidates().getFirst();
    try (DatagramSocket stranger = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      for (int first = 0; first < 256; first++) {
        byte[] bytes = {(byte) first, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        stranger.send(
            new DatagramPacket(
                bytes, bytes.length, InetAddress.ofLiteral(target.address()), target.port()));
      }
    }

    assertArrayEquals(new byte[] {(byte) 0x80, 7}, sendUntilArrived(new byte[] {(byte) 0x80, 7}));
    assertTrue(answerer.datagrams.stream().allMatch(rest -> rest[1] == 7));
  }

  /** UDP may lose a datagram behind a flood, on loopback too when the machine is busy. */
  private byte[] sendUntilArrived(byte[] datagram) throws InterruptedException {
    byte[] arrived = null;
    for (int i = 0; i < 100 && arrived == null; i++) {
      offerer.connection.send(datagram);
      arrived = answerer.datagrams.poll(200, TimeUnit.MILLISECONDS);
    }
    return arrived;
  }

  @Test
  void forbidden_candidates_are_dropped_and_counted() throws InterruptedException {
    offerer.connect(
        answerer,
        List.of(
            new Candidate("1", 1, "udp", 1, "abc.local", 5000, "host", ""),
            new Candidate("1", 1, "udp", 1, "169.254.169.254", 80, "host", ""),
            new Candidate("1", 1, "udp", 1, "224.0.0.251", 5353, "host", "")));
    for (int port = 1; port <= 2 * IceConnection.MAX_REMOTE_CANDIDATES; port++) {
      offerer.connection.addRemote(new Candidate("1", 1, "udp", 1, "127.0.0.1", port, "host", ""));
    }

    IceCounters counters = offerer.connection.counters();

    assertEquals(1, counters.droppedMdns());
    assertEquals(2 + IceConnection.MAX_REMOTE_CANDIDATES, counters.droppedOther());
    assertEquals(IceConnection.MAX_REMOTE_CANDIDATES, counters.remoteCandidates());
  }

  @Test
  void sending_without_a_path_is_counted_and_harmless() {
    offerer.connection.send(new byte[] {1});

    assertEquals(1, offerer.connection.counters().sendFailures());
  }

  @Test
  void candidates_tell_no_address_inside_the_building_unless_the_policy_says_so() {
    IcePolicy hidden =
        new IcePolicy(
            Listening.LOOPBACK,
            Contacting.NETWORKS_AND_LOOPBACK,
            Disclosing.REFLEXIVE_AND_RELAY,
            List.of());
    End end = new End(hidden, IceRole.CONTROLLING);
    try {
      assertTrue(end.connection.localCandidates().isEmpty());
      assertEquals("host", offerer.connection.localCandidates().getFirst().type());
    } finally {
      end.connection.close();
    }
  }

  @Test
  void without_servers_gathering_ends_at_once() throws InterruptedException {
    offerer.connection.gather();

    offerer.await(IceEvent.GatheringEnded.class);
  }
}
