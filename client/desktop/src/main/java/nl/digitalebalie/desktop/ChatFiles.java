package nl.digitalebalie.desktop;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.stage.FileChooser;
import javafx.stage.FileChooser.ExtensionFilter;
import javafx.stage.Stage;
import nl.digitalebalie.desktop.chat.FileBytes;
import nl.digitalebalie.desktop.chat.FileNames;
import nl.digitalebalie.desktop.chat.FileRules;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.desk.DeskEvent.FileRefusal;
import nl.digitalebalie.desktop.texts.Texts;
import nl.digitalebalie.desktop.view.chat.ChatPresenter;
import nl.digitalebalie.desktop.view.chat.ChatView;
import nl.digitalebalie.protocol.peer.FileKind;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.privacy.Sensitive;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of a chat on this computer: read only when chosen, written only where chosen. Reading and
 * writing happen on threads of their own, a slow disk must not hold up the talk.
 */
final class ChatFiles implements ChatView.Files {
  private static final Logger LOG = LoggerFactory.getLogger(ChatFiles.class);

  private final Stage stage;
  private final Texts texts;
  private final Executor deskThread;
  private final Consumer<DeskEvent> desk;

  ChatFiles(Stage stage, Texts texts, Executor deskThread, Consumer<DeskEvent> desk) {
    this.stage = stage;
    this.texts = texts;
    this.deskThread = deskThread;
    this.desk = desk;
  }

  @Override
  public void choose() {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(texts.text("chat.fileTitle"));
    chooser
        .getExtensionFilters()
        .add(
            new ExtensionFilter(
                texts.text("chat.fileKinds"),
                List.of("*.pdf", "*.jpg", "*.jpeg", "*.png", "*.txt")));
    Optional.ofNullable(chooser.showOpenDialog(stage))
        .ifPresent(file -> inBackground(() -> read(file.toPath())));
  }

  @Override
  public void save(ChatPresenter.Received received) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(texts.text("chat.saveTitle"));
    chooser.setInitialFileName(received.name());
    Optional.ofNullable(chooser.showSaveDialog(stage)).ifPresent(file -> save(received, file));
  }

  /** The talk may have ended while the place was chosen, and wiped what is not saved. */
  private void save(ChatPresenter.Received received, File file) {
    if (received.bytes().isWiped()) {
      desk.accept(new DeskEvent.FileRefused(FileRefusal.GONE));
      return;
    }
    byte[] bytes = received.bytes().copy();
    inBackground(() -> {
      try {
        return write(received.id(), file, bytes);
      } finally {
        Arrays.fill(bytes, (byte) 0);
      }
    });
  }

  private void inBackground(java.util.function.Supplier<DeskEvent> work) {
    Thread.ofVirtual()
        .name("chat-file")
        .start(() -> {
          DeskEvent done = work.get();
          deskThread.execute(() -> desk.accept(done));
        });
  }

  /** A file of ours, or why it cannot be offered. */
  static DeskEvent read(Path file) {
    String name = file.getFileName().toString();
    Optional<FileKind> kind = FileNames.kind(name);
    if (kind.isEmpty()) {
      return new DeskEvent.FileRefused(FileRefusal.KIND_NOT_CARRIED);
    }
    try (InputStream in = Files.newInputStream(file)) {
      // One byte more than allowed is enough to know that it is too much.
      byte[] bytes = in.readNBytes(PeerMessage.MAX_FILE_BYTES + 1);
      if (bytes.length > PeerMessage.MAX_FILE_BYTES) {
        Arrays.fill(bytes, (byte) 0);
        return new DeskEvent.FileRefused(FileRefusal.TOO_LARGE);
      }
      if (bytes.length == 0) {
        return new DeskEvent.FileRefused(FileRefusal.EMPTY);
      }
      FileBytes held = FileBytes.of(bytes);
      return new DeskEvent.FileChosen(
          new FileRules.Chosen(Sensitive.of(name), kind.get(), held, held.sha256()));
    } catch (IOException unreadable) {
      LOG.info("FILE_NOT_READ {}", unreadable.getClass().getSimpleName());
      return new DeskEvent.FileRefused(FileRefusal.UNREADABLE);
    }
  }

  static DeskEvent write(String id, File file, byte[] bytes) {
    try {
      Files.write(file.toPath(), bytes);
      return new DeskEvent.FileSaved(id);
    } catch (IOException | InvalidPathException unwritable) {
      LOG.info("FILE_NOT_SAVED {}", unwritable.getClass().getSimpleName());
      return new DeskEvent.FileRefused(FileRefusal.NOT_WRITTEN);
    }
  }
}
