package nl.digitalebalie.desktop.cases;

import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.desktop.viewer.DocumentBytes;
import nl.digitalebalie.desktop.viewer.PagePicture;
import nl.digitalebalie.desktop.viewer.Wire;
import nl.digitalebalie.protocol.cases.PanelContent.Document;

/**
 * The one document that is open.
 *
 * @param request numbers what is asked of the counter and of the viewer
 * @param bytes what came so far; emptied as soon as the pages can be drawn
 * @param page the page that is shown, or is being drawn
 */
public record Viewing(
    int request,
    Document document,
    Stage stage,
    DocumentBytes bytes,
    int page,
    Zoom zoom,
    Sharing sharing) {
  public Viewing {
    Objects.requireNonNull(document);
    Objects.requireNonNull(stage);
    Objects.requireNonNull(bytes);
    Objects.requireNonNull(zoom);
    Objects.requireNonNull(sharing);
  }

  public static Viewing asked(int request, Document document) {
    return new Viewing(
        request,
        document,
        new Stage.Coming("", 0, document.sizeBytes(), 0),
        new DocumentBytes(),
        1,
        Zoom.WHOLE,
        Sharing.NO);
  }

  /** How far it is. */
  public sealed interface Stage {
    /**
     * @param parts that arrived
     */
    record Coming(String mediaType, long received, long total, int parts) implements Stage {}

    /** All of it is here and is being read. */
    record Reading() implements Stage {}

    /**
     * @param picture of the page, once it is drawn
     */
    record Pages(int count, Optional<PagePicture> picture) implements Stage {}

    record Failed(ViewFault why) implements Stage {}
  }

  /** Why a document is not shown. */
  public enum ViewFault {
    NOT_ALLOWED,
    KIND_NOT_SHOWN,
    TOO_LARGE,
    OTHER_CONTENT,
    NOT_AVAILABLE,
    NOT_READABLE,
    PROTECTED,
    TOO_MUCH,
    TOO_SLOW,
    BROKEN
  }

  /** How wide a page is drawn. */
  public enum Zoom {
    SMALL(480),
    WHOLE(660),
    LARGE(900),
    LARGER(1_200),
    LARGEST(1_600);

    /** Drawn finer than shown: screens have two dots where there used to be one. */
    private static final int FINER = 2;

    private final int width;

    Zoom(int width) {
      this.width = width;
    }

    /** On the screen. */
    public int width() {
      return width;
    }

    /** Of the picture. */
    public int drawnWidth() {
      return Math.min(Wire.MAX_WIDTH, FINER * width);
    }

    public int percent() {
      return Math.round(100f * width / WHOLE.width);
    }

    public Zoom in() {
      return values()[Math.min(ordinal() + 1, values().length - 1)];
    }

    public Zoom out() {
      return values()[Math.max(ordinal() - 1, 0)];
    }
  }

  /** Whether the page is on its way to the resident. */
  public enum Sharing {
    NO,
    ASKED,
    SENT
  }

  public Viewing with(Stage other) {
    return new Viewing(request, document, other, bytes, page, zoom, sharing);
  }

  public Viewing at(int other) {
    return new Viewing(request, document, stage, bytes, other, zoom, sharing);
  }

  public Viewing with(Zoom other) {
    return new Viewing(request, document, stage, bytes, page, other, sharing);
  }

  public Viewing with(Sharing other) {
    return new Viewing(request, document, stage, bytes, page, zoom, other);
  }

  public Optional<PagePicture> picture() {
    return stage instanceof Stage.Pages(int _, Optional<PagePicture> picture)
        ? picture
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "Viewing[" + request + "]";
  }
}
