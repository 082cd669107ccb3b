package nl.digitalebalie.desktop.viewer;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * The bytes of a document while it comes, until its pages are drawn elsewhere. Mutable; one owner.
 * Equal to itself alone, and prints nothing of what it holds.
 */
public final class DocumentBytes {
  private static final int FIRST_ROOM = 64 * 1024;

  private byte[] bytes = new byte[FIRST_ROOM];
  private int filled;

  /** Takes the next part over; the part itself is emptied. */
  public synchronized void add(byte[] part) {
    if (bytes.length - filled < part.length) {
      byte[] larger = Arrays.copyOf(bytes, Math.max(bytes.length * 2, filled + part.length));
      Arrays.fill(bytes, (byte) 0);
      bytes = larger;
    }
    System.arraycopy(part, 0, bytes, filled, part.length);
    filled += part.length;
    Arrays.fill(part, (byte) 0);
  }

  public synchronized int size() {
    return filled;
  }

  /** Not one byte of the document is left here. */
  public synchronized void wipe() {
    Arrays.fill(bytes, (byte) 0);
    bytes = new byte[0];
    filled = 0;
  }

  void writeTo(OutputStream out) throws IOException {
    byte[] copy;
    synchronized (this) {
      copy = Arrays.copyOf(bytes, filled);
    }
    try {
      out.write(copy);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  @Override
  public String toString() {
    return "DocumentBytes";
  }
}
