package nl.digitalebalie.transport.ice;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The least that is a TURN server (RFC 8656), over UDP and TCP on loopback, for tests. */
final class TurnServer implements AutoCloseable {
  static final String USER = "1790000000:call";
  static final String PASSWORD = "made-for-one-call";

  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final String REALM = "balie.test";
  private static final byte[] KEY = StunMessage.key(USER, REALM, PASSWORD);

  final AtomicInteger relayed = new AtomicInteger();
  final AtomicInteger refused = new AtomicInteger();
  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Map<SocketAddress, Client> clients = new ConcurrentHashMap<>();
  private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();

  TurnServer() throws IOException {
    udp = new DatagramSocket(0, LOOPBACK);
    tcp = new ServerSocket(0, 8, LOOPBACK);
    open.add(udp);
    open.add(tcp);
    Thread.ofVirtual().start(this::serveUdp);
    Thread.ofVirtual().start(this::serveTcp);
  }

  IceServer.Turn reachedBy(IceServer.Reach reach, String password) {
    int port = reach == IceServer.Reach.UDP ? udp.getLocalPort() : tcp.getLocalPort();
    return new IceServer.Turn("127.0.0.1", port, reach, USER, password);
  }

  private void serveUdp() {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
        udp.receive(packet);
        SocketAddress from = packet.getSocketAddress();
        clients
            .computeIfAbsent(from, ignored -> new Client((InetSocketAddress) from, this::sendUdp))
            .take(Arrays.copyOf(packet.getData(), packet.getLength()));
      }
    } catch (IOException closed) {
      return;
    }
  }

  private void sendUdp(InetSocketAddress to, byte[] bytes) {
    try {
      udp.send(new DatagramPacket(bytes, bytes.length, to));
    } catch (IOException closed) {
      return;
    }
  }

  private void serveTcp() {
    try {
      while (true) {
        Socket connection = tcp.accept();
        open.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException closed) {
      return;
    }
  }

  private void serve(Socket connection) {
    try {
      DataInputStream in = new DataInputStream(connection.getInputStream());
      OutputStream out = connection.getOutputStream();
      Client client =
          new Client(
              (InetSocketAddress) connection.getRemoteSocketAddress(),
              (ignored, bytes) -> write(out, bytes));
      while (true) {
        byte[] head = in.readNBytes(4);
        if (head.length < 4) {
          return;
        }
        int length = ByteBuffer.wrap(head).getShort(2) & 0xFFFF;
        boolean channelData = (head[0] & 0xC0) == 0x40;
        // RFC 8656 section 12.5: over TCP, ChannelData is padded to four bytes.
        int rest = channelData ? (length + 3) / 4 * 4 : length + 16;
        byte[] body = in.readNBytes(rest);
        client.take(ByteBuffer.allocate(4 + rest).put(head).put(body).array());
      }
    } catch (IOException closed) {
      return;
    }
  }

  private static void write(OutputStream out, byte[] bytes) {
    synchronized (out) {
      try {
        out.write(Arrays.copyOf(bytes, (bytes.length + 3) / 4 * 4));
        out.flush();
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** Sends bytes back to a client. */
  private interface Reply {
    void send(InetSocketAddress to, byte[] bytes);
  }

  /** One five-tuple and what is allocated for it. */
  private final class Client {
    private final InetSocketAddress address;
    private final Reply reply;
    private final Map<Integer, InetSocketAddress> peers = new ConcurrentHashMap<>();
    private final Map<InetSocketAddress, Integer> channels = new ConcurrentHashMap<>();
    private DatagramSocket relay;

    Client(InetSocketAddress address, Reply reply) {
      this.address = address;
      this.reply = reply;
    }

    void take(byte[] bytes) {
      if ((bytes[0] & 0xC0) == 0x40) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int channel = in.getShort() & 0xFFFF;
        int length = in.getShort() & 0xFFFF;
        relay(peers.get(channel), Arrays.copyOfRange(bytes, 4, 4 + length));
        return;
      }
      StunMessage message = StunMessage.read(bytes);
      switch (message.type()) {
        case 0x0016 ->
            relay(
                message.address(StunMessage.XOR_PEER_ADDRESS),
                message.attributes().get(StunMessage.DATA));
        case 0x0001 ->
            reply.send(
                address, success(message).with(StunMessage.XOR_MAPPED_ADDRESS, address).bytes());
        case 0x0003, 0x0004, 0x0008, 0x0009 -> authorised(message, bytes);
        default -> {}
      }
    }

    private void authorised(StunMessage request, byte[] received) {
      if (!StunMessage.isSigned(received, KEY)) {
        refused.incrementAndGet();
        reply.send(address, challenge(request).bytes());
        return;
      }
      StunMessage answer = success(request);
      switch (request.type()) {
        case 0x0003 ->
            answer
                .with(StunMessage.XOR_RELAYED_ADDRESS, allocate())
                .with(StunMessage.XOR_MAPPED_ADDRESS, address)
                .with(StunMessage.LIFETIME, lifetime());
        case 0x0004 -> answer.with(StunMessage.LIFETIME, lifetime());
        case 0x0009 -> bind(request);
        default -> {}
      }
      reply.send(address, answer.signedBytes(KEY));
    }

    private void bind(StunMessage request) {
      int channel =
          ByteBuffer.wrap(request.attributes().get(StunMessage.CHANNEL_NUMBER)).getShort() & 0xFFFF;
      InetSocketAddress peer = request.address(StunMessage.XOR_PEER_ADDRESS);
      peers.put(channel, peer);
      channels.put(peer, channel);
    }

    private static byte[] lifetime() {
      return ByteBuffer.allocate(4).putInt(600).array();
    }

    private static StunMessage success(StunMessage request) {
      return new StunMessage(request.type() | 0x0100, request.transaction(), new LinkedHashMap<>());
    }

    private static StunMessage challenge(StunMessage request) {
      return new StunMessage(request.type() | 0x0110, request.transaction(), new LinkedHashMap<>())
          .with(StunMessage.ERROR_CODE, new byte[] {0, 0, 4, 1})
          .with(StunMessage.REALM, REALM.getBytes(StandardCharsets.UTF_8))
          .with(StunMessage.NONCE, "nonce-1".getBytes(StandardCharsets.UTF_8));
    }

    private InetSocketAddress allocate() {
      if (relay == null) {
        try {
          relay = new DatagramSocket(0, LOOPBACK);
        } catch (IOException broken) {
          throw new UncheckedIOException(broken);
        }
        open.add(relay);
        Thread.ofVirtual().start(this::fromPeers);
      }
      return (InetSocketAddress) relay.getLocalSocketAddress();
    }

    private void relay(InetSocketAddress peer, byte[] data) {
      try {
        relay.send(new DatagramPacket(data, data.length, peer));
        relayed.incrementAndGet();
      } catch (IOException closed) {
        return;
      }
    }

    private void fromPeers() {
      try {
        while (true) {
          DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
          relay.receive(packet);
          byte[] data = Arrays.copyOf(packet.getData(), packet.getLength());
          reply.send(address, wrapped((InetSocketAddress) packet.getSocketAddress(), data));
          relayed.incrementAndGet();
        }
      } catch (IOException closed) {
        return;
      }
    }

    private byte[] wrapped(InetSocketAddress peer, byte[] data) {
      Integer channel = channels.get(peer);
      if (channel != null) {
        return ByteBuffer.allocate(4 + data.length)
            .putShort((short) (int) channel)
            .putShort((short) data.length)
            .put(data)
            .array();
      }
      return new StunMessage(0x0017, new byte[12], new LinkedHashMap<>())
          .with(StunMessage.XOR_PEER_ADDRESS, peer)
          .with(StunMessage.DATA, data)
          .bytes();
    }
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable socket : open) {
      socket.close();
    }
  }
}
