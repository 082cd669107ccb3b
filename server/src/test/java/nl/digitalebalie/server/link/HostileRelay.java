package nl.digitalebalie.server.link;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket server (RFC 6455) that says what no library would. Reads only when asked to. */
final class HostileRelay implements AutoCloseable {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int TEXT = 0x1;
  private static final int CONTINUATION = 0x0;
  private static final int FIN = 0x80;

  private final ServerSocket entrance;
  private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
  private volatile int answer = 101;

  HostileRelay() throws IOException {
    entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + entrance.getLocalPort());
  }

  /** How the next dials are answered: 101 or 401. */
  void answer(int status) {
    answer = status;
  }

  Line accepted() {
    try {
      Line line = lines.poll(60, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("nobody dialled");
      }
      return line;
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        int status = answer;
        Line line = new Line(entrance.accept(), status);
        if (status == 401) {
          line.write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
        } else {
          line.write(
              "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  + "Sec-WebSocket-Accept: "
                  + line.accept()
                  + "\r\n\r\n");
        }
        lines.add(line);
      } catch (IOException gone) {
        // closed, or the other end went away
      }
    }
  }

  /** One connection. */
  static final class Line {
    final String request;
    final int status;
    private final Socket socket;
    private boolean begun;

    private Line(Socket socket, int status) throws IOException {
      this.socket = socket;
      this.status = status;
      this.request = head(socket.getInputStream());
    }

    private static String head(InputStream in) throws IOException {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          throw new IOException("cut");
        }
        head.write(next);
      }
      return head.toString(StandardCharsets.ISO_8859_1);
    }

    private String accept() {
      String key =
          request
              .lines()
              .filter(line -> line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18))
              .findFirst()
              .orElseThrow()
              .substring(18)
              .strip();
      try {
        return Base64.getEncoder()
            .encodeToString(
                MessageDigest.getInstance("SHA-1")
                    .digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    private void write(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** A whole message. */
    void say(String text) {
      frame(FIN | TEXT, text);
    }

    /** A piece of a message that has no end. */
    void begin(String piece) {
      frame(begun ? CONTINUATION : TEXT, piece);
      begun = true;
    }

    private void frame(int first, String text) {
      byte[] payload = text.getBytes(StandardCharsets.UTF_8);
      ByteBuffer frame = ByteBuffer.allocate(payload.length + 10).put((byte) first);
      if (payload.length < 126) {
        frame.put((byte) payload.length);
      } else {
        frame.put((byte) 126).putShort((short) payload.length);
      }
      frame.put(payload);
      try {
        OutputStream out = socket.getOutputStream();
        out.write(frame.array(), 0, frame.position());
        out.flush();
      } catch (IOException cut) {
        // the other end has had enough
      }
    }

    /** The next short frame of the other end. */
    String hears() {
      try {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        in.readUnsignedByte();
        int length = in.readUnsignedByte() & 0x7f;
        if (length == 126) {
          length = in.readUnsignedShort();
        }
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
          payload[i] ^= mask[i % 4];
        }
        return new String(payload, StandardCharsets.UTF_8);
      } catch (IOException cut) {
        throw new UncheckedIOException(cut);
      }
    }

    void drop() {
      try {
        socket.close();
      } catch (IOException never) {
        throw new UncheckedIOException(never);
      }
    }
  }

  @Override
  public void close() {
    try {
      entrance.close();
    } catch (IOException never) {
      throw new UncheckedIOException(never);
    }
  }
}
