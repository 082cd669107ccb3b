package nl.digitalebalie.desktop.viewer.worker;

import java.awt.image.BufferedImage;
import java.io.IOException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;

/**
 * Pages of a PDF as they are drawn: scripts, actions, links and attachments are not looked at. A
 * document that asks for a password is refused.
 */
final class PdfPages implements Pages {
  static {
    FontMappers.set(new OneFont());
  }

  private final PDDocument document;
  private final PDFRenderer renderer;

  private PdfPages(PDDocument document) {
    this.document = document;
    this.renderer = new PDFRenderer(document);
    renderer.setSubsamplingAllowed(true);
  }

  static PdfPages of(byte[] bytes) throws IOException, Protected {
    try {
      return new PdfPages(
          Loader.loadPDF(bytes, "", null, null, IOUtils.createMemoryOnlyStreamCache()));
    } catch (InvalidPasswordException locked) {
      throw new Protected();
    }
  }

  @Override
  public int count() {
    return document.getNumberOfPages();
  }

  @Override
  public BufferedImage draw(int page, int width) throws IOException {
    PDRectangle box = document.getPage(page - 1).getCropBox();
    boolean turned = document.getPage(page - 1).getRotation() % 180 != 0;
    float across = Math.max(1, turned ? box.getHeight() : box.getWidth());
    float down = Math.max(1, turned ? box.getWidth() : box.getHeight());
    return renderer.renderImage(page - 1, Sizes.scale(across, down, width), ImageType.RGB);
  }

  @Override
  public void close() throws IOException {
    document.close();
  }
}
