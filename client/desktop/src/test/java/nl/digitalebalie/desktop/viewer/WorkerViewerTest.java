package nl.digitalebalie.desktop.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import nl.digitalebalie.desktop.viewer.ViewerNews.Fault;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionJavaScript;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionURI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real processes. What they read is what a hostile or broken case system might deliver. */
class WorkerViewerTest {
  private static final long PATIENCE_SECONDS = 120;

  private final BlockingQueue<ViewerNews> news = new LinkedBlockingQueue<>();
  private final Viewer viewer = new WorkerViewer(Runnable::run, news::add);

  @AfterEach
  void stop() {
    viewer.stop();
  }

  private ViewerNews next() throws InterruptedException {
    ViewerNews next = news.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertTrue(next != null, "the viewer says nothing");
    return next;
  }

  private ViewerNews read(String mediaType, byte[] document) throws InterruptedException {
    return read(viewer, mediaType, document);
  }

  private ViewerNews read(Viewer by, String mediaType, byte[] document)
      throws InterruptedException {
    DocumentBytes bytes = new DocumentBytes();
    bytes.add(document.clone());
    by.prepare(1);
    by.read(1, mediaType, bytes);
    return next();
  }

  private interface Drawing {
    void on(PDDocument document, PDPage page) throws IOException;
  }

  private static byte[] pdf(int pages, Drawing drawing) throws IOException {
    try (PDDocument document = new PDDocument()) {
      for (int page = 0; page < pages; page++) {
        PDPage blank = new PDPage();
        document.addPage(blank);
        drawing.on(document, blank);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(out);
      return out.toByteArray();
    }
  }

  private static byte[] letter(int pages) throws IOException {
    return pdf(pages, WorkerViewerTest::greet);
  }

  private static void greet(PDDocument document, PDPage page) throws IOException {
    try (PDPageContentStream content = new PDPageContentStream(document, page)) {
      content.beginText();
      content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA_BOLD), 40);
      content.newLineAtOffset(80, 600);
      content.showText("Besluit");
      content.endText();
    }
  }

  private static boolean hasInk(PagePicture picture) {
    byte[] pixels = picture.pixels().array();
    for (int at = 0; at < pixels.length; at += Wire.BYTES_A_PIXEL) {
      if (pixels[at] != -1) {
        return true;
      }
    }
    return false;
  }

  @Test
  void the_pages_of_a_letter_are_drawn_at_the_width_that_was_asked_for() throws Exception {
    assertEquals(new ViewerNews.Counted(1, 3), read("application/pdf", letter(3)));
    viewer.draw(1, 2, 600);
    PagePicture picture = assertInstanceOf(ViewerNews.Drawn.class, next()).picture();
    assertEquals(2, picture.page());
    assertEquals(600, picture.width(), 1);
    assertTrue(hasInk(picture), "the words are there, in whatever font");

    picture.wipe();
    viewer.draw(1, 1, 1_000_000);
    PagePicture large = assertInstanceOf(ViewerNews.Drawn.class, next()).picture();
    assertTrue((long) large.width() * large.height() <= Wire.MAX_PIXELS);
  }

  @Test
  void a_photo_is_one_page() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(4_000, 3_000, BufferedImage.TYPE_INT_RGB), "png", out);
    assertEquals(new ViewerNews.Counted(1, 1), read("image/png", out.toByteArray()));
    viewer.draw(1, 1, 800);
    assertEquals(800, assertInstanceOf(ViewerNews.Drawn.class, next()).picture().width(), 1);
  }

  @Test
  void scripts_actions_and_links_are_not_looked_at() throws Exception {
    byte[] lively =
        pdf(
            1,
            (document, page) -> {
              greet(document, page);
              document
                  .getDocumentCatalog()
                  .setOpenAction(new PDActionJavaScript("app.launchURL('http://127.0.0.1:9/')"));
              PDActionURI link = new PDActionURI();
              link.setURI("http://127.0.0.1:9/");
              var actions =
                  new org.apache.pdfbox.pdmodel.interactive.action.PDPageAdditionalActions();
              actions.setO(link);
              page.setActions(actions);
            });
    assertEquals(new ViewerNews.Counted(1, 1), read("application/pdf", lively));
    viewer.draw(1, 1, 600);
    assertTrue(hasInk(assertInstanceOf(ViewerNews.Drawn.class, next()).picture()));
  }

  @Test
  void what_is_no_document_costs_a_line_and_no_more() throws Exception {
    byte[] half = letter(2);
    byte[] cut = java.util.Arrays.copyOf(half, 40);
    byte[] text = "Beste inwoner, dit is geen PDF.".getBytes(StandardCharsets.US_ASCII);
    for (byte[] broken : List.of(text, cut, new byte[0])) {
      assertEquals(new ViewerNews.Failed(1, Fault.NOT_READABLE), read("application/pdf", broken));
    }
    assertEquals(new ViewerNews.Failed(1, Fault.NOT_READABLE), read("image/png", text));
  }

  @Test
  void a_password_is_asked_of_nobody() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PDDocument document = new PDDocument()) {
      document.addPage(new PDPage());
      document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
      document.save(out);
    }
    assertEquals(
        new ViewerNews.Failed(1, Fault.PROTECTED), read("application/pdf", out.toByteArray()));
  }

  @Test
  void a_picture_that_claims_a_thousand_million_pixels_is_refused_before_it_is_decoded()
      throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", out);
    byte[] png = out.toByteArray();
    // width and height stand at 16 and 20 (PNG 11.2.2), with a checksum behind them
    java.nio.ByteBuffer.wrap(png).putInt(16, 32_000).putInt(20, 32_000);
    java.util.zip.CRC32 sum = new java.util.zip.CRC32();
    sum.update(png, 12, 17);
    java.nio.ByteBuffer.wrap(png).putInt(29, (int) sum.getValue());

    assertEquals(new ViewerNews.Failed(1, Fault.TOO_MUCH), read("image/png", png));
  }

  /** A stream of 120 MB of blanks that is packed into some hundred kilobytes. */
  @Test
  void a_stream_that_unpacks_without_end_costs_at_most_its_own_process() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (var deflated = new java.util.zip.DeflaterOutputStream(packed)) {
      byte[] blanks = new byte[1 << 20];
      java.util.Arrays.fill(blanks, (byte) ' ');
      for (int megabyte = 0; megabyte < 120; megabyte++) {
        deflated.write(blanks);
      }
    }
    if (read("application/pdf", raw(packed.toByteArray(), "/Filter /FlateDecode"))
        instanceof ViewerNews.Counted) {
      viewer.draw(1, 1, 600);
      next(); // a white page or a failure
    }

    assertEquals(new ViewerNews.Counted(1, 1), read("application/pdf", letter(1)));
  }

  /** Ten forms, each of which draws the next one ten times: ten thousand million squares. */
  @Test
  void a_page_that_would_be_drawn_for_days_is_stopped_at_the_time_limit() throws Exception {
    WorkerViewer impatient =
        new WorkerViewer(
            new WorkerViewer.Supply(
                WorkerCommand.usual(), Duration.ofSeconds(60), Duration.ofSeconds(2)),
            Runnable::run,
            news::add);
    try {
      assertEquals(new ViewerNews.Counted(1, 1), read(impatient, "application/pdf", nested()));
      impatient.draw(1, 1, 600);
      assertEquals(new ViewerNews.Failed(1, Fault.TOO_SLOW), next());
    } finally {
      impatient.stop();
    }
  }

  @Test
  void a_program_that_cannot_be_started_is_a_line_too() throws Exception {
    WorkerViewer lost =
        new WorkerViewer(
            new WorkerViewer.Supply(
                List.of("/no/such/program"), Duration.ofSeconds(60), Duration.ofSeconds(60)),
            Runnable::run,
            news::add);
    assertEquals(new ViewerNews.Failed(1, Fault.BROKEN), read(lost, "application/pdf", letter(1)));
  }

  @Test
  void nothing_of_a_document_that_was_closed_arrives_any_more() throws Exception {
    read("application/pdf", letter(1));
    viewer.draw(1, 1, 600);
    viewer.stop();
    assertEquals(new ViewerNews.Counted(1, 1), read("application/pdf", letter(1)));
    assertTrue(
        news.stream().noneMatch(ViewerNews.Failed.class::isInstance),
        "a process that was ended is no failure");
  }

  private static byte[] raw(byte[] content, String filter) throws IOException {
    Raw raw = new Raw();
    raw.add("<< /Type /Catalog /Pages 2 0 R >>");
    raw.add("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    raw.add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>");
    raw.add("<< " + filter + " /Length " + content.length + " >>", content);
    return raw.whole();
  }

  private static byte[] nested() throws IOException {
    int depth = 10;
    Raw raw = new Raw();
    raw.add("<< /Type /Catalog /Pages 2 0 R >>");
    raw.add("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    raw.add(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
            + " /Resources << /XObject << /F 5 0 R >> >> >>");
    raw.add("<< /Length 5 >>", "/F Do".getBytes(StandardCharsets.US_ASCII));
    for (int level = 0; level < depth; level++) {
      byte[] content =
          (level == depth - 1 ? "0 0 9 9 re f " : "/F Do ")
              .repeat(10)
              .getBytes(StandardCharsets.US_ASCII);
      raw.add(
          "<< /Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /F "
              + (6 + level)
              + " 0 R >> >> /Length "
              + content.length
              + " >>",
          content);
    }
    raw.add("<< >>");
    return raw.whole();
  }

  /** A PDF by hand, with a table of where its objects are. */
  private static final class Raw {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Integer> places = new java.util.ArrayList<>();

    Raw() throws IOException {
      text("%PDF-1.4\n");
    }

    void add(String dictionary) throws IOException {
      places.add(out.size());
      text(places.size() + " 0 obj\n" + dictionary + "\nendobj\n");
    }

    void add(String dictionary, byte[] stream) throws IOException {
      places.add(out.size());
      text(places.size() + " 0 obj\n" + dictionary + "\nstream\n");
      out.write(stream);
      text("\nendstream\nendobj\n");
    }

    byte[] whole() throws IOException {
      int table = out.size();
      text("xref\n0 " + (places.size() + 1) + "\n0000000000 65535 f \n");
      for (int place : places) {
        text("%010d 00000 n \n".formatted(place));
      }
      text(
          "trailer << /Size "
              + (places.size() + 1)
              + " /Root 1 0 R >>\nstartxref\n"
              + table
              + "\n%%EOF\n");
      return out.toByteArray();
    }

    private void text(String words) throws IOException {
      out.write(words.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
