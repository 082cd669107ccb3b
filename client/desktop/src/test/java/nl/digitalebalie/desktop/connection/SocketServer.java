package nl.digitalebalie.desktop.connection;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** The server's end of one WebSocket, byte by byte, so that it can say what no server would. */
final class SocketServer implements AutoCloseable {
  private static final int TEXT = 0x81;
  private static final int BINARY = 0x82;
  private static final int CLOSE = 0x88;

  /** A test whose client never comes fails instead of hanging: accepting cannot be interrupted. */
  private static final int PATIENCE_MILLIS = 20_000;

  private final ServerSocket listening;
  private final List<Socket> sockets = new ArrayList<>();

  SocketServer() throws IOException {
    listening = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    listening.setSoTimeout(PATIENCE_MILLIS);
  }

  URI address() {
    return URI.create("ws://127.0.0.1:" + listening.getLocalPort() + "/relay/staff");
  }

  /** The next upgrade request, not answered yet. */
  Request accept() throws IOException {
    Socket socket = listening.accept();
    sockets.add(socket);
    socket.setSoTimeout(PATIENCE_MILLIS);
    DataInputStream in = new DataInputStream(socket.getInputStream());
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      head.write(in.readByte());
    }
    return new Request(socket, in, head.toString(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  record Request(Socket socket, DataInputStream in, String head) {
    String header(String name) {
      return head.lines()
          .filter(
              line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }

    /** Closes as well, so that the next attempt comes as a connection of its own. */
    void answer(String head, String body) throws IOException {
      String rest = "\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
      write((head + rest).getBytes(StandardCharsets.US_ASCII));
      socket.close();
    }

    void upgrade() throws IOException {
      write(
          ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  + "Sec-WebSocket-Accept: "
                  + accepted(header("Sec-WebSocket-Key"))
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
    }

    void text(String text) throws IOException {
      frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void binary(byte[] bytes) throws IOException {
      frame(BINARY, bytes);
    }

    void end(int code) throws IOException {
      frame(CLOSE, ByteBuffer.allocate(2).putShort((short) code).array());
    }

    String read() throws IOException {
      return new String(payload(), StandardCharsets.UTF_8);
    }

    /** What is in the client's next frame, which is masked and short. */
    byte[] payload() throws IOException {
      in.readByte();
      int length = in.readByte() & 0x7f;
      byte[] mask = in.readNBytes(4);
      byte[] bytes = in.readNBytes(length);
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] ^= mask[i % 4];
      }
      return bytes;
    }

    private void frame(int kind, byte[] payload) throws IOException {
      ByteBuffer frame = ByteBuffer.allocate(10 + payload.length).put((byte) kind);
      if (payload.length < 126) {
        frame.put((byte) payload.length);
      } else {
        frame.put((byte) 127).putLong(payload.length);
      }
      frame.put(payload).flip();
      byte[] bytes = new byte[frame.remaining()];
      frame.get(bytes);
      write(bytes);
    }

    private void write(byte[] bytes) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
    }

    // RFC 6455 section 4.2.2.
    private static String accepted(String key) {
      try {
        return Base64.getEncoder()
            .encodeToString(
                MessageDigest.getInstance("SHA-1")
                    .digest(
                        (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                            .getBytes(StandardCharsets.US_ASCII)));
      } catch (NoSuchAlgorithmException broken) {
        throw new IllegalStateException(broken);
      }
    }
  }
}
