package nl.digitalebalie.transport.dtls;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import nl.digitalebalie.protocol.sdp.Fingerprint;
import nl.digitalebalie.rtc.negotiate.DtlsRole;
import nl.digitalebalie.transport.srtp.SrtpKeys;
import nl.digitalebalie.transport.srtp.SrtpProfile;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsTimeoutException;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * One DTLS 1.2 association over the ICE component of a call.
 *
 * <p>It owns one virtual thread, which shakes hands, then keeps answering resent flights and waits
 * for close_notify. Datagrams are pushed in from any thread; the network and the listener are
 * called on the association's thread and must not block. The owner pushes only what came from an
 * ICE-validated address: this class cannot tell who sent a ClientHello.
 */
public final class DtlsAssociation implements AutoCloseable {
  // Long enough to cost nothing, and only a bound: close() wakes the wait.
  private static final int IDLE_WAIT_MILLIS = 60_000;
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);
  // We negotiate no data channel: whatever application data comes is read and thrown away.
  private static final int SCRATCH_BYTES = 1500;

  private final DatagramQueue queue;
  private final Thread thread;

  private DtlsAssociation(DatagramQueue queue, Runnable life) {
    this.queue = queue;
    this.thread = Thread.ofVirtual().name("dtls").unstarted(life);
  }

  /**
   * Begins the handshake.
   *
   * @param expected the only certificate fingerprint the peer may show
   * @param profiles acceptable SRTP profiles, best first
   * @param network sends one datagram of at most 1200 bytes to the peer
   */
  public static DtlsAssociation start(
      DtlsIdentity identity,
      DtlsRole role,
      Fingerprint expected,
      List<SrtpProfile> profiles,
      SecureRandom random,
      Consumer<byte[]> network,
      Consumer<DtlsEvent> listener) {
    DatagramQueue queue =
        switch (role) {
          case CLIENT -> new DatagramQueue(network, ignored -> true);
          case SERVER -> new DatagramQueue(network, new ClientFlight()::mayPass);
        };
    Handshake handshake = new Handshake(identity, expected, profiles, new BcTlsCrypto(random));
    DtlsAssociation association =
        new DtlsAssociation(queue, () -> live(queue, handshake, role, listener));
    association.thread.start();
    return association;
  }

  /** Hands in a datagram of the peer; dropped and counted when too many wait. */
  public void push(byte[] datagram) {
    queue.push(datagram);
  }

  /** How many datagrams were dropped: too large, too many waiting, or after the end. */
  public long dropped() {
    return queue.dropped();
  }

  private static void live(
      DatagramQueue queue, Handshake handshake, DtlsRole role, Consumer<DtlsEvent> listener) {
    DTLSTransport transport;
    try {
      transport = shakeHands(queue, handshake, role);
    } catch (IOException failed) {
      if (!queue.isEndedByOwner()) {
        listener.accept(new DtlsEvent.Failed(failureOf(handshake, failed)));
      }
      return;
    }
    // RFC 6347 section 4.2.4: in a full handshake the server's flight is the last.
    switch (role) {
      case CLIENT -> queue.stopRepeating();
      case SERVER -> queue.repeatLastFlight();
    }
    SrtpKeys keys =
        handshake
            .keys()
            .orElseThrow(() -> new IllegalStateException("a finished handshake without keys"));
    listener.accept(new DtlsEvent.Secured(keys));
    if (awaitEnd(transport, queue, handshake) == End.BY_PEER) {
      listener.accept(new DtlsEvent.RemoteClosed());
    }
  }

  private static DTLSTransport shakeHands(DatagramQueue queue, Handshake handshake, DtlsRole role)
      throws IOException {
    return switch (role) {
      case CLIENT -> new DTLSClientProtocol().connect(new CallTlsClient(handshake), queue);
      case SERVER -> new DTLSServerProtocol().accept(new CallTlsServer(handshake), queue);
    };
  }

  private static DtlsFailure failureOf(Handshake handshake, IOException cause) {
    return handshake
        .failure()
        .orElse(
            cause instanceof TlsTimeoutException
                ? DtlsFailure.HANDSHAKE_TIMEOUT
                : DtlsFailure.HANDSHAKE_FAILED);
  }

  private enum End {
    BY_US,
    BY_PEER
  }

  private static End awaitEnd(DTLSTransport transport, DatagramQueue queue, Handshake handshake) {
    byte[] scratch = new byte[SCRATCH_BYTES];
    try {
      while (!queue.isClosed() && !handshake.peerClosed()) {
        transport.receive(scratch, 0, scratch.length, IDLE_WAIT_MILLIS);
      }
    } catch (IOException ended) {
      // Woken by close(), ended by an alert of the peer, or broken: told apart below.
      return endOf(transport, queue);
    }
    return endOf(transport, queue);
  }

  private static End endOf(DTLSTransport transport, DatagramQueue queue) {
    return queue.isEndedByOwner() ? sayGoodbye(transport) : End.BY_PEER;
  }

  private static End sayGoodbye(DTLSTransport transport) {
    try {
      transport.close();
    } catch (IOException alreadyGone) {
      // close_notify is a courtesy to a peer that may have left already.
      return End.BY_US;
    }
    return End.BY_US;
  }

  /**
   * Ends the association, saying close_notify when there was a handshake; returns when it is over.
   */
  @Override
  public void close() {
    queue.end();
    try {
      thread.join(CLOSE_PATIENCE);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
