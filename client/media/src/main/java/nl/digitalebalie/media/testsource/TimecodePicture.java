package nl.digitalebalie.media.testsource;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalInt;
import nl.digitalebalie.media.frame.Picture;
import nl.digitalebalie.media.frame.PixelFormat;

/**
 * A moving picture that carries its own frame number, and the reader of that number.
 *
 * <p>Layout: the top eighth of the picture is a row of {@value #CELLS} equal cells, white for 1 and
 * black for 0: sixteen bits of the frame number, most significant first, then four check bits.
 * Below it a grey gradient with a bright bar that moves to the right. Cells survive scaling and
 * heavy compression because only their middle is read; a cell that is neither black nor white, or
 * check bits that do not fit, make the reader answer nothing rather than a wrong number.
 */
public final class TimecodePicture {
  /** Frame numbers wrap here: 65536 frames are 36 minutes at 30 frames a second. */
  public static final int MODULUS = 1 << 16;

  static final int CELLS = 20;
  private static final int CHECK_BITS = 4;
  private static final int ROW_PARTS = 8;

  private static final int BLACK = 16;
  private static final int WHITE = 235;
  private static final int DARK_ENOUGH = 90;
  private static final int LIGHT_ENOUGH = 160;
  private static final int NEUTRAL_CHROMA = 128;

  private TimecodePicture() {}

  /** Draws frame {@code number} as I420 into {@code into}, which begins at position 0. */
  public static void draw(int number, int width, int height, ByteBuffer into) {
    int code = withCheck(Math.floorMod(number, MODULUS));
    int rowHeight = height / ROW_PARTS;
    byte[] row = new byte[width];
    for (int x = 0; x < width; x++) {
      row[x] = (byte) (bit(code, x * CELLS / width) == 1 ? WHITE : BLACK);
    }
    for (int y = 0; y < rowHeight; y++) {
      into.put(y * width, row);
    }
    drawBar(number, width, row);
    for (int y = rowHeight; y < height; y++) {
      into.put(y * width, row);
    }
    drawChroma(number, width, height, into);
  }

  /** The frame number in a picture; empty when it carries none that can be trusted. */
  public static OptionalInt read(Picture picture) {
    int code = 0;
    for (int cell = 0; cell < CELLS; cell++) {
      int luma = cellLuma(picture, cell);
      if (luma > DARK_ENOUGH && luma < LIGHT_ENOUGH) {
        return OptionalInt.empty();
      }
      code = code << 1 | (luma >= LIGHT_ENOUGH ? 1 : 0);
    }
    int number = code >> CHECK_BITS;
    return withCheck(number) == code ? OptionalInt.of(number) : OptionalInt.empty();
  }

  private static void drawBar(int number, int width, byte[] row) {
    int barWidth = Math.max(2, width / 16);
    int barStart = Math.floorMod(number * 4, width);
    for (int x = 0; x < width; x++) {
      boolean inBar = Math.floorMod(x - barStart, width) < barWidth;
      row[x] = (byte) (inBar ? 210 : 60 + 90 * x / width);
    }
  }

  private static void drawChroma(int number, int width, int height, ByteBuffer into) {
    int chromaWidth = PixelFormat.chroma(width);
    int chromaHeight = PixelFormat.chroma(height);
    int firstColoured = PixelFormat.chroma(height / ROW_PARTS);
    byte[] neutral = new byte[chromaWidth];
    Arrays.fill(neutral, (byte) NEUTRAL_CHROMA);
    byte[] blue = new byte[chromaWidth];
    Arrays.fill(blue, (byte) (NEUTRAL_CHROMA + 20 + Math.floorMod(number, 20)));
    byte[] red = new byte[chromaWidth];
    Arrays.fill(red, (byte) (NEUTRAL_CHROMA - 20));
    int u = width * height;
    int v = u + chromaWidth * chromaHeight;
    for (int y = 0; y < chromaHeight; y++) {
      boolean coloured = y > firstColoured;
      into.put(u + y * chromaWidth, coloured ? blue : neutral);
      into.put(v + y * chromaWidth, coloured ? red : neutral);
    }
  }

  private static int cellLuma(Picture picture, int cell) {
    int left = cell * picture.width() / CELLS;
    int right = (cell + 1) * picture.width() / CELLS;
    int bottom = picture.height() / ROW_PARTS;
    int marginX = (right - left) / 3;
    int marginY = bottom / 3;
    int sum = 0;
    int count = 0;
    for (int y = marginY; y < bottom - marginY; y++) {
      for (int x = left + marginX; x < right - marginX; x++) {
        sum += luma(picture, x, y);
        count++;
      }
    }
    return sum / Math.max(1, count);
  }

  private static int luma(Picture picture, int x, int y) {
    int pixel = y * picture.width() + x;
    ByteBuffer bytes = picture.bytes();
    return switch (picture.format()) {
      case I420 -> bytes.get(pixel) & 0xff;
      case BGRA ->
          ((bytes.get(4 * pixel) & 0xff) * 29
                  + (bytes.get(4 * pixel + 1) & 0xff) * 150
                  + (bytes.get(4 * pixel + 2) & 0xff) * 77)
              >> 8;
    };
  }

  /** The nibbles added up, inverted: an all-black or all-white row never passes. */
  private static int withCheck(int number) {
    int nibbles = number ^ number >> 4 ^ number >> 8 ^ number >> 12;
    return number << CHECK_BITS | (~nibbles ^ 0b0101) & 0xf;
  }

  private static int bit(int code, int cell) {
    return code >> (CELLS - 1 - cell) & 1;
  }
}
