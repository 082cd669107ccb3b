package nl.digitalebalie.desktop.viewer.worker;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import nl.digitalebalie.desktop.viewer.Wire;

/** A photo or scan: one page. What it claims to be large is believed before it is decoded. */
final class ImagePage implements Pages {
  /** A photo of the newest telephones; a claim beyond it is no photo. */
  private static final long MAX_CLAIMED_PIXELS = 120_000_000;

  private final BufferedImage image;

  private ImagePage(BufferedImage image) {
    this.image = image;
  }

  static ImagePage of(byte[] bytes) throws IOException, TooMuch {
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("no image");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return new ImagePage(decoded(reader));
      } finally {
        reader.dispose();
      }
    }
  }

  private static BufferedImage decoded(ImageReader reader) throws IOException, TooMuch {
    long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
    if (pixels > MAX_CLAIMED_PIXELS) {
      throw new TooMuch();
    }
    ImageReadParam less = reader.getDefaultReadParam();
    int each = (int) Math.ceil(Math.sqrt(pixels / (double) Wire.MAX_PIXELS));
    less.setSourceSubsampling(Math.max(1, each), Math.max(1, each), 0, 0);
    return reader.read(0, less);
  }

  @Override
  public int count() {
    return 1;
  }

  @Override
  public BufferedImage draw(int page, int wanted) {
    float scale = Sizes.scale(image.getWidth(), image.getHeight(), wanted);
    int width = Math.max(1, Math.round(image.getWidth() * scale));
    int height = Math.max(1, Math.round(image.getHeight() * scale));
    BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = drawn.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.setColor(java.awt.Color.WHITE); // behind what a picture leaves out
    graphics.fillRect(0, 0, width, height);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return drawn;
  }

  @Override
  public void close() {}
}
