package nl.digitalebalie.demo.zgw;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Draws the files of the fictional documents: a one-page PDF or a PNG, from a few lines of text.
 */
final class DocumentFiles {
  private static final Charset WIN_ANSI = Charset.forName("windows-1252");
  private static final int PICTURE_WIDTH = 640;
  private static final int PICTURE_HEIGHT = 400;
  private static final int LINE = 36;

  private DocumentFiles() {}

  /** A PDF 1.4 page (ISO 32000-1, annex H.2 has the same skeleton) with a heading and lines. */
  static byte[] page(String title, List<String> lines) {
    StringBuilder text =
        new StringBuilder("BT /F1 18 Tf 72 770 Td (")
            .append(escaped(title))
            .append(") Tj /F1 12 Tf 0 -36 Td");
    for (String line : lines) {
      text.append(" (").append(escaped(line)).append(") Tj 0 -20 Td");
    }
    text.append(" (DEMO - fictieve personen) Tj ET");
    return assemble(
        List.of(
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
                + " /Resources << /Font << /F1 5 0 R >> >> >>",
            "<< /Length "
                + text.toString().getBytes(WIN_ANSI).length
                + " >>\nstream\n"
                + text
                + "\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"));
  }

  private static byte[] assemble(List<String> objects) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    List<Integer> offsets = new ArrayList<>();
    file.writeBytes("%PDF-1.4\n".getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < objects.size(); i++) {
      offsets.add(file.size());
      file.writeBytes(((i + 1) + " 0 obj\n" + objects.get(i) + "\nendobj\n").getBytes(WIN_ANSI));
    }
    int table = file.size();
    StringBuilder end =
        new StringBuilder("xref\n0 " + (objects.size() + 1) + "\n0000000000 65535 f \n");
    offsets.forEach(offset -> end.append("%010d 00000 n \n".formatted(offset)));
    end.append("trailer << /Size ")
        .append(objects.size() + 1)
        .append(" /Root 1 0 R >>\nstartxref\n")
        .append(table)
        .append("\n%%EOF\n");
    file.writeBytes(end.toString().getBytes(StandardCharsets.US_ASCII));
    return file.toByteArray();
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)");
  }

  static byte[] picture(String title, List<String> lines) {
    BufferedImage image =
        new BufferedImage(PICTURE_WIDTH, PICTURE_HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, PICTURE_WIDTH, PICTURE_HEIGHT);
    pen.setColor(Color.DARK_GRAY);
    pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 24));
    pen.drawString(title, LINE, 2 * LINE);
    pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 18));
    for (int i = 0; i < lines.size(); i++) {
      pen.drawString(lines.get(i), LINE, (3 + i) * LINE);
    }
    pen.drawString("DEMO - fictieve personen", LINE, PICTURE_HEIGHT - LINE);
    pen.dispose();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", file);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return file.toByteArray();
  }
}
