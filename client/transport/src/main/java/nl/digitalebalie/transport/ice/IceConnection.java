package nl.digitalebalie.transport.ice;

import java.beans.PropertyChangeEvent;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import nl.digitalebalie.protocol.sdp.Candidate;
import nl.digitalebalie.rtc.time.MonoTime;
import nl.digitalebalie.transport.ice.IcePolicy.Disclosing;
import nl.digitalebalie.transport.ice.LocalAddressHarvester.TcpAnchor;
import nl.digitalebalie.transport.ice.PeerAddresses.Refusal;
import nl.digitalebalie.transport.ice.PeerAddresses.Verdict;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Agent;
import org.ice4j.ice.CandidatePair;
import org.ice4j.ice.CandidatePairState;
import org.ice4j.ice.CandidateType;
import org.ice4j.ice.Component;
import org.ice4j.ice.IceMediaStream;
import org.ice4j.ice.IceProcessingState;
import org.ice4j.ice.KeepAliveStrategy;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.RemoteCandidate;
import org.ice4j.ice.harvest.StunCandidateHarvester;
import org.ice4j.ice.harvest.TurnCandidateHarvester;
import org.ice4j.security.LongTermCredential;
import org.ice4j.socket.SocketClosedException;

/**
 * One ICE agent with one component, which carries everything (BUNDLE and rtcp-mux).
 *
 * <p>Life: {@link #open}, {@link #gather}, {@link #connect} once the peer's description is known,
 * {@link #addRemote} as its candidates trickle in, {@link #send}, {@link #close}. All but {@code
 * send} are called by one owner, one at a time. Datagrams are accepted only from addresses with
 * which a connectivity check succeeded; all others are dropped before they reach this class.
 */
public final class IceConnection implements AutoCloseable {
  /** More candidates than any honest device has; each makes a pair with each of ours. */
  public static final int MAX_REMOTE_CANDIDATES = 64;

  private static final String STREAM = "call";
  private static final int MAX_DATAGRAM_BYTES = 1500;
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

  private final IcePolicy policy;
  private final Agent agent;
  private final IceMediaStream stream;
  private final Component component;
  private final Consumer<IceEvent> events;
  private final Thread receiver;
  // Touched by threads of the ICE stack as well as by the owner; each reports at most once.
  private final AtomicBoolean validated = new AtomicBoolean();
  private final AtomicBoolean nominated = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();
  private final Consent consent;
  private final AtomicLong sendFailures = new AtomicLong();
  private final Map<Refusal, Long> refused = new EnumMap<>(Refusal.class);
  private int remoteCandidates;
  private boolean started;

  private IceConnection(
      IcePolicy policy,
      Agent agent,
      IceMediaStream stream,
      Component component,
      Consumer<IceEvent> events,
      DatagramListener datagrams,
      LongSupplier nanoTime) {
    this.consent = new Consent(nanoTime);
    this.policy = policy;
    this.agent = agent;
    this.stream = stream;
    this.component = component;
    this.events = events;
    this.receiver =
        Thread.ofPlatform().daemon().name("ice-receive").unstarted(() -> receive(datagrams));
  }

  /** What opening gave. */
  public sealed interface Opening {
    record Opened(IceConnection connection) implements Opening {}

    record Unavailable(IceFailure failure) implements Opening {}
  }

  /** Opens the local sockets; nothing is sent yet. */
  public static Opening open(
      IcePolicy policy, IceRole role, Consumer<IceEvent> events, DatagramListener datagrams) {
    return open(policy, role, events, datagrams, System::nanoTime);
  }

  /**
   * As above.
   *
   * @param nanoTime the monotonic clock that consent is measured by
   */
  static Opening open(
      IcePolicy policy,
      IceRole role,
      Consumer<IceEvent> events,
      DatagramListener datagrams,
      LongSupplier nanoTime) {
    Ice4jLibrary.settle();
    Agent agent = new Agent();
    IceConnection connection;
    try {
      agent.setUseDynamicPorts(false);
      agent.setTrickling(true);
      agent.setPerformConsentFreshness(true);
      agent.setControlling(role == IceRole.CONTROLLING);
      agent.addCandidateHarvester(new LocalAddressHarvester(policy.listening(), tcpAnchor(policy)));
      IceMediaStream stream = agent.createMediaStream(STREAM);
      // SELECTED_ONLY stops answering on other pairs 3 s after completion, while browsers still use
      // one of them.
      Component component = agent.createComponent(stream, KeepAliveStrategy.ALL_SUCCEEDED, true);
      connection = new IceConnection(policy, agent, stream, component, events, datagrams, nanoTime);
    } catch (IOException | RuntimeException broken) {
      agent.free();
      throw new IllegalStateException("the ICE agent cannot be set up", broken);
    }
    return connection.begin();
  }

  private static TcpAnchor tcpAnchor(IcePolicy policy) {
    boolean needed =
        policy.servers().stream()
            .anyMatch(server ->
                server instanceof IceServer.Turn turn && turn.reach() == IceServer.Reach.TCP);
    return needed ? TcpAnchor.NEEDED : TcpAnchor.NOT_NEEDED;
  }

  private Opening begin() {
    if (component.getLocalCandidateCount() == 0) {
      agent.free();
      return new Opening.Unavailable(IceFailure.NO_LOCAL_ADDRESS);
    }
    stream.addPairChangeListener(this::pairChanged);
    agent.addStateChangeListener(this::stateChanged);
    receiver.start();
    return new Opening.Opened(this);
  }

  public String localUfrag() {
    return agent.getLocalUfrag();
  }

  public String localPassword() {
    return agent.getLocalPassword();
  }

  /** The candidates known so far that may be told to the peer. */
  public List<Candidate> localCandidates() {
    return component.getLocalCandidates().stream()
        .filter(this::isTold)
        .map(IceConnection::described)
        .toList();
  }

  /**
   * Asks the servers of the policy for more candidates; ends with {@link IceEvent.GatheringEnded}.
   * Candidates of {@link #localCandidates} are not repeated as events.
   */
  public void gather() {
    if (policy.servers().isEmpty()) {
      events.accept(new IceEvent.GatheringEnded());
      return;
    }
    // A virtual thread: it waits for DNS and for servers that may not answer.
    Thread.ofVirtual().name("ice-gather").start(this::askServers);
  }

  private void askServers() {
    policy.servers().forEach(this::addHarvester);
    agent.startCandidateTrickle(this::gathered);
  }

  private void addHarvester(IceServer server) {
    switch (server) {
      case IceServer.Stun stun ->
          agent.addCandidateHarvester(
              new StunCandidateHarvester(
                  new TransportAddress(stun.host(), stun.port(), Transport.UDP)));
      case IceServer.Turn turn ->
          agent.addCandidateHarvester(
              new TurnCandidateHarvester(
                  new TransportAddress(turn.host(), turn.port(), transportOf(turn.reach())),
                  new LongTermCredential(turn.username(), turn.credential())));
    }
  }

  private static Transport transportOf(IceServer.Reach reach) {
    return switch (reach) {
      case UDP -> Transport.UDP;
      case TCP -> Transport.TCP;
    };
  }

  private void gathered(@org.jspecify.annotations.Nullable Collection<LocalCandidate> found) {
    if (over.get()) {
      return;
    }
    // The library says "no more" by null, as browsers do.
    if (found == null) {
      events.accept(new IceEvent.GatheringEnded());
      return;
    }
    found.stream()
        .filter(this::isTold)
        .map(IceConnection::described)
        .map(IceEvent.Gathered::new)
        .forEach(events);
  }

  private boolean isTold(LocalCandidate candidate) {
    return candidate.getTransport() == Transport.UDP
        && isTold(policy.disclosing(), candidate.getType());
  }

  private static boolean isTold(Disclosing disclosing, CandidateType type) {
    return switch (disclosing) {
      case ALL -> type != CandidateType.PEER_REFLEXIVE_CANDIDATE;
      case REFLEXIVE_AND_RELAY ->
          type == CandidateType.SERVER_REFLEXIVE_CANDIDATE
              || type == CandidateType.RELAYED_CANDIDATE;
      case RELAY -> type == CandidateType.RELAYED_CANDIDATE;
    };
  }

  private static Candidate described(LocalCandidate candidate) {
    InetAddress address = candidate.getTransportAddress().getAddress();
    boolean host = candidate.getType() == CandidateType.HOST_CANDIDATE;
    // RFC 8839 section 5.1 wants a related address of reflexive and relayed candidates; like
    // browsers we tell the unspecified one, for the real one is the address inside the building.
    String related = address instanceof Inet6Address ? "::" : "0.0.0.0";
    return new Candidate(
        candidate.getFoundation(),
        Component.RTP,
        "udp",
        candidate.getPriority(),
        withoutScope(address.getHostAddress()),
        candidate.getTransportAddress().getPort(),
        typeText(candidate.getType()),
        host ? "" : "raddr " + related + " rport 0");
  }

  private static String withoutScope(String literal) {
    int percent = literal.indexOf('%');
    return percent < 0 ? literal : literal.substring(0, percent);
  }

  private static String typeText(CandidateType type) {
    return switch (type) {
      case HOST_CANDIDATE, LOCAL_CANDIDATE -> "host";
      case SERVER_REFLEXIVE_CANDIDATE, STUN_CANDIDATE -> "srflx";
      case PEER_REFLEXIVE_CANDIDATE -> "prflx";
      case RELAYED_CANDIDATE -> "relay";
    };
  }

  /** Begins connectivity checks with the peer's credentials; zero candidates are fine. */
  public void connect(String remoteUfrag, String remotePassword, List<Candidate> candidates) {
    if (started) {
      throw new IllegalStateException("connectivity checks were started before");
    }
    stream.setRemoteUfrag(remoteUfrag);
    stream.setRemotePassword(remotePassword);
    candidates.stream()
        .map(this::judged)
        .flatMap(Optional::stream)
        .forEach(component::addRemoteCandidate);
    started = true;
    agent.startConnectivityEstablishment();
  }

  /** Adds a candidate that trickled in after {@link #connect}. */
  public void addRemote(Candidate candidate) {
    if (!started) {
      throw new IllegalStateException("a candidate came before the peer's credentials");
    }
    if (!over.get()) {
      judged(candidate).ifPresent(this::addLate);
    }
  }

  private void addLate(RemoteCandidate candidate) {
    component.addUpdateRemoteCandidates(candidate);
    component.updateRemoteCandidates();
  }

  private Optional<RemoteCandidate> judged(Candidate candidate) {
    if (remoteCandidates >= MAX_REMOTE_CANDIDATES) {
      refused.merge(Refusal.TOO_MANY, 1L, Long::sum);
      return Optional.empty();
    }
    return switch (PeerAddresses.judge(candidate, policy.contacting())) {
      case Verdict.Refuse(Refusal why) -> {
        refused.merge(why, 1L, Long::sum);
        yield Optional.empty();
      }
      case Verdict.Contact(InetAddress address) -> {
        remoteCandidates++;
        yield Optional.of(remote(candidate, address));
      }
    };
  }

  private RemoteCandidate remote(Candidate candidate, InetAddress address) {
    CandidateType type =
        switch (candidate.type()) {
          case "srflx" -> CandidateType.SERVER_REFLEXIVE_CANDIDATE;
          case "prflx" -> CandidateType.PEER_REFLEXIVE_CANDIDATE;
          case "relay" -> CandidateType.RELAYED_CANDIDATE;
          default -> CandidateType.HOST_CANDIDATE;
        };
    return new RemoteCandidate(
        new TransportAddress(address, candidate.port(), Transport.UDP),
        component,
        type,
        candidate.foundation(),
        candidate.priority(),
        null);
  }

  /** What the ICE stack says about a pair; on its threads. */
  void pairChanged(PropertyChangeEvent change) {
    if (over.get() || !(change.getSource() instanceof CandidatePair pair)) {
      return;
    }
    switch (change.getPropertyName()) {
      case IceMediaStream.PROPERTY_PAIR_VALIDATED -> reportValidated(pair);
      case IceMediaStream.PROPERTY_PAIR_NOMINATED -> {
        reportValidated(pair);
        if (nominated.compareAndSet(false, true)) {
          consent.confirmed();
          events.accept(new IceEvent.Nominated(described(pair)));
        }
      }
      case IceMediaStream.PROPERTY_PAIR_STATE_CHANGED -> {
        if (change.getNewValue() == CandidatePairState.FAILED && isSelected(pair)) {
          reportUnlessOnlyLate();
        }
      }
      case IceMediaStream.PROPERTY_PAIR_CONSENT_FRESHNESS_CHANGED -> {
        if (isSelected(pair)) {
          consent.confirmed();
        }
      }
      default -> {}
    }
  }

  private boolean isSelected(CandidatePair pair) {
    return selected().filter(pair::equals).isPresent();
  }

  /** The pair that carries the datagrams, once there is one. */
  Optional<CandidatePair> selected() {
    return Optional.ofNullable(component.getSelectedPair());
  }

  private void reportUnlessOnlyLate() {
    if (consent.isExpired()) {
      reportLost(IceFailure.CONSENT_LOST);
    }
  }

  private void reportValidated(CandidatePair pair) {
    if (validated.compareAndSet(false, true)) {
      events.accept(new IceEvent.Validated(described(pair)));
    }
  }

  private void stateChanged(PropertyChangeEvent change) {
    if (change.getNewValue() == IceProcessingState.FAILED) {
      reportLost(IceFailure.NO_PATH);
    }
  }

  private void reportLost(IceFailure failure) {
    if (over.compareAndSet(false, true)) {
      events.accept(new IceEvent.Lost(failure));
    }
  }

  private static SelectedPair described(CandidatePair pair) {
    boolean six = pair.getRemoteCandidate().getTransportAddress().isIPv6();
    return new SelectedPair(
        type(pair.getLocalCandidate().getType()),
        type(pair.getRemoteCandidate().getType()),
        six ? SelectedPair.Family.IPV6 : SelectedPair.Family.IPV4);
  }

  private static SelectedPair.Type type(CandidateType type) {
    return switch (type) {
      case HOST_CANDIDATE, LOCAL_CANDIDATE -> SelectedPair.Type.HOST;
      case SERVER_REFLEXIVE_CANDIDATE, STUN_CANDIDATE -> SelectedPair.Type.SERVER_REFLEXIVE;
      case PEER_REFLEXIVE_CANDIDATE -> SelectedPair.Type.PEER_REFLEXIVE;
      case RELAYED_CANDIDATE -> SelectedPair.Type.RELAYED;
    };
  }

  /** Sends one datagram over the path; lost and counted when there is none. Any thread. */
  public void send(byte[] datagram) {
    try {
      component.send(datagram, 0, datagram.length);
    } catch (IOException noPath) {
      sendFailures.incrementAndGet();
    }
  }

  private void receive(DatagramListener listener) {
    DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM_BYTES], MAX_DATAGRAM_BYTES);
    try {
      while (true) {
        packet.setLength(MAX_DATAGRAM_BYTES);
        component.getSocket().receive(packet);
        // Stamped before anything else: the peer's bandwidth estimate measures these differences.
        MonoTime at = new MonoTime(System.nanoTime());
        byte[] bytes = packet.getData();
        listener.arrived(at, Arrays.copyOf(bytes, packet.getLength()));
      }
    } catch (SocketClosedException closed) {
      // The ordinary end: close() freed the agent.
      return;
    } catch (IOException broken) {
      reportLost(IceFailure.NO_PATH);
    }
  }

  /** What was seen so far; to be called by the owner. */
  public IceCounters counters() {
    long mdns = refused.getOrDefault(Refusal.MDNS, 0L);
    long all = refused.values().stream().mapToLong(Long::longValue).sum();
    return new IceCounters(remoteCandidates, mdns, all - mdns, sendFailures.get());
  }

  /** Frees every socket and thread of this connection; no event follows. */
  @Override
  public void close() {
    over.set(true);
    try {
      agent.free();
    } finally {
      awaitReceiver();
    }
  }

  private void awaitReceiver() {
    if (Thread.currentThread() == receiver) {
      return;
    }
    try {
      receiver.join(CLOSE_PATIENCE);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
