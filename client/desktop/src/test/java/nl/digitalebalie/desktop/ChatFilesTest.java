package nl.digitalebalie.desktop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import nl.digitalebalie.desktop.desk.DeskEvent;
import nl.digitalebalie.desktop.desk.DeskEvent.FileRefusal;
import nl.digitalebalie.protocol.peer.FileKind;
import nl.digitalebalie.protocol.peer.PeerMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatFilesTest {
  @TempDir Path folder;

  @Test
  void a_file_of_exactly_ten_megabytes_is_read_and_one_byte_more_is_not() throws IOException {
    DeskEvent.FileChosen chosen =
        assertInstanceOf(
            DeskEvent.FileChosen.class, ChatFiles.read(file(PeerMessage.MAX_FILE_BYTES)));

    assertEquals(PeerMessage.MAX_FILE_BYTES, chosen.file().bytes().size());
    assertEquals(FileKind.PDF, chosen.file().kind());
    assertEquals(chosen.file().bytes().sha256(), chosen.file().sha256());
    assertEquals(
        new DeskEvent.FileRefused(FileRefusal.TOO_LARGE),
        ChatFiles.read(file(PeerMessage.MAX_FILE_BYTES + 1)));
  }

  @Test
  void what_is_empty_missing_or_of_another_kind_is_told() throws IOException {
    assertEquals(new DeskEvent.FileRefused(FileRefusal.EMPTY), ChatFiles.read(file(0)));
    assertEquals(
        new DeskEvent.FileRefused(FileRefusal.UNREADABLE),
        ChatFiles.read(folder.resolve("nergens.pdf")));
    assertEquals(
        new DeskEvent.FileRefused(FileRefusal.KIND_NOT_CARRIED),
        ChatFiles.read(folder.resolve("setup.exe")));
  }

  @Test
  void a_received_file_is_written_where_it_was_chosen() throws IOException {
    byte[] bytes = {1, 2, 3};
    Path chosen = folder.resolve("brief.pdf");

    assertEquals(new DeskEvent.FileSaved("id"), ChatFiles.write("id", chosen.toFile(), bytes));
    assertArrayEquals(bytes, Files.readAllBytes(chosen));
    assertEquals(
        new DeskEvent.FileRefused(FileRefusal.NOT_WRITTEN),
        ChatFiles.write("id", folder.resolve("nergens").resolve("brief.pdf").toFile(), bytes));
  }

  private Path file(int size) throws IOException {
    return Files.write(folder.resolve("scan-" + size + ".pdf"), new byte[size]);
  }
}
