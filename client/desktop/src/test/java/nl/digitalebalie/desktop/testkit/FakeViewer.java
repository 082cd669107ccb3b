package nl.digitalebalie.desktop.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import nl.digitalebalie.desktop.Wiring;
import nl.digitalebalie.desktop.viewer.DocumentBytes;
import nl.digitalebalie.desktop.viewer.Viewer;
import nl.digitalebalie.desktop.viewer.ViewerNews;

/** A viewer by hand: remembers what it was told, says what the test wants. */
public final class FakeViewer implements Wiring.Viewers, Viewer {
  public final List<String> told = new ArrayList<>();
  private Consumer<ViewerNews> desk = _ -> {};

  @Override
  public Viewer open(Executor deskThread, Consumer<ViewerNews> hears) {
    desk = hears;
    return this;
  }

  public void say(ViewerNews news) {
    desk.accept(news);
  }

  @Override
  public void prepare(int request) {
    told.add("prepare " + request);
  }

  @Override
  public void read(int request, String mediaType, DocumentBytes bytes) {
    told.add("read " + request + " " + mediaType + " " + bytes.size());
  }

  @Override
  public void draw(int request, int page, int width) {
    told.add("draw " + request + " " + page + " " + width);
  }

  @Override
  public void stop() {
    told.add("stop");
  }
}
