package nl.digitalebalie.desktop.viewer.worker;

import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import javax.imageio.ImageIO;
import nl.digitalebalie.desktop.viewer.Wire;

/**
 * Reads one document from standard input and draws the pages that are asked for. Ends with its
 * input. A document that breaks it ends it with a status, or without; both cost one picture.
 */
public final class WorkerMain {
  private WorkerMain() {}

  public static void main(String[] arguments) throws IOException {
    OutputStream out = System.out;
    System.setOut(System.err); // what a library prints must not end up among the pixels
    ImageIO.setUseCache(false); // the cache would be a file
    serve(System.in, out);
  }

  static void serve(InputStream from, OutputStream to) throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(from));
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(to));
    try (Pages pages = read(in)) {
      out.writeInt(Wire.FINE);
      out.writeInt(pages.count());
      out.flush();
      while (true) {
        int page = in.readInt();
        int width = Math.clamp(in.readInt(), 1, Wire.MAX_WIDTH);
        write(pages.draw(Math.clamp(page, 1, pages.count()), width), out);
      }
    } catch (EOFException done) {
      out.flush();
    } catch (Pages.Protected locked) {
      end(out, Wire.PROTECTED);
    } catch (Pages.TooMuch | OutOfMemoryError much) {
      end(out, Wire.TOO_MUCH);
    } catch (IOException | RuntimeException | StackOverflowError unreadable) {
      end(out, Wire.NOT_READABLE);
    }
  }

  private static Pages read(DataInputStream in) throws IOException, Pages.Protected, Pages.TooMuch {
    int kind = in.readInt();
    byte[] bytes = in.readNBytes(in.readInt());
    return kind == Wire.PDF ? PdfPages.of(bytes) : ImagePage.of(bytes);
  }

  private static void write(BufferedImage image, DataOutputStream out) throws IOException {
    int width = image.getWidth();
    int height = image.getHeight();
    out.writeInt(Wire.FINE);
    out.writeInt(width);
    out.writeInt(height);
    int[] row = new int[width];
    byte[] bytes = new byte[width * Wire.BYTES_A_PIXEL];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        bytes[4 * x] = (byte) row[x];
        bytes[4 * x + 1] = (byte) (row[x] >> 8);
        bytes[4 * x + 2] = (byte) (row[x] >> 16);
        bytes[4 * x + 3] = (byte) 0xff;
      }
      out.write(bytes);
    }
    out.flush();
  }

  private static void end(DataOutputStream out, int status) throws IOException {
    out.writeInt(status);
    out.flush();
  }
}
