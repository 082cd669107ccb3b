package nl.digitalebalie.desktop;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import nl.digitalebalie.desktop.chat.FileBytes;
import nl.digitalebalie.desktop.chat.FileRules;
import nl.digitalebalie.desktop.desk.DeskEffect;
import nl.digitalebalie.desktop.viewer.PagePicture;
import nl.digitalebalie.protocol.peer.FileKind;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.privacy.Sensitive;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A page on the screen as a file for the resident: made anew from its pixels, so that nothing of
 * the document itself travels on. In memory alone.
 */
final class PageFiles {
  private static final Logger LOG = LoggerFactory.getLogger(PageFiles.class);

  private PageFiles() {}

  /** Answers on a thread of its own. */
  static void pack(DeskEffect.PackPage wanted, Consumer<Optional<FileRules.Chosen>> done) {
    PagePicture picture = wanted.picture();
    byte[] pixels = picture.pixels().array().clone(); // the page may be turned or wiped meanwhile
    Thread.ofVirtual()
        .name("page-file")
        .start(() -> done.accept(packed(wanted.name(), picture, pixels)));
  }

  private static Optional<FileRules.Chosen> packed(
      String name, PagePicture picture, byte[] pixels) {
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    int[] row = new int[picture.width()];
    ByteBuffer from = ByteBuffer.wrap(pixels).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    for (int y = 0; y < picture.height(); y++) {
      from.asIntBuffer().get(y * picture.width(), row);
      image.setRGB(0, y, picture.width(), 1, row, 0, picture.width());
    }
    Arrays.fill(pixels, (byte) 0);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.setUseCache(false); // the cache would be a file
      ImageIO.write(image, "png", out);
    } catch (IOException notInMemory) {
      LOG.info("PAGE_NOT_PACKED {}", notInMemory.getClass().getSimpleName());
      return Optional.empty();
    }
    byte[] png = out.toByteArray();
    if (png.length > PeerMessage.MAX_FILE_BYTES) {
      LOG.info("PAGE_NOT_PACKED TOO_LARGE");
      return Optional.empty();
    }
    FileBytes bytes = FileBytes.of(png);
    return Optional.of(
        new FileRules.Chosen(Sensitive.of(name), FileKind.PNG, bytes, bytes.sha256()));
  }
}
