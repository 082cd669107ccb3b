package nl.digitalebalie.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import nl.digitalebalie.protocol.peer.FileKind;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.privacy.Sensitive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
  @ParameterizedTest
  @CsvSource({
    "scan.pdf, PDF, scan.pdf",
    "SCAN.PDF, PDF, SCAN.pdf",
    "foto.jpeg, JPEG, foto.jpg",
    "foto.jpg, PNG, foto.jpg.png",
    "rekening.exe, PDF, rekening.exe.pdf",
    "rekening.pdf.exe, PDF, rekening.pdf.exe.pdf",
    "zonder, TEXT, zonder.txt",
    "../../etc/passwd, TEXT, etc passwd.txt",
    "C:\\Windows\\run.bat, PDF, C Windows run.bat.pdf",
    "con.pdf, PDF, bestand.pdf",
    "LPT1.txt, TEXT, bestand.txt",
    "nul, PDF, bestand.pdf",
    ".verborgen, TEXT, verborgen.txt",
    "'. . .', PDF, bestand.pdf",
    "'naam. .pdf', PDF, naam.pdf",
  })
  void a_name_is_plain_and_ends_as_its_kind_says(String said, FileKind kind, String plain) {
    assertEquals(plain, FileNames.plain(said, kind));
  }

  @Test
  void characters_that_turn_the_direction_or_hide_are_left_out() {
    assertEquals("gnp exe.pdf", FileNames.plain("gnp\u202eexe.pdf", FileKind.PDF));
    assertEquals("a b.pdf", FileNames.plain("a\u0000\nb.pdf", FileKind.PDF));
  }

  @Test
  void a_long_name_is_cut_and_keeps_its_ending() {
    String plain = FileNames.plain("n".repeat(500) + ".pdf", FileKind.PDF);

    assertTrue(plain.length() <= PeerMessage.MAX_FILE_NAME_CHARS);
    assertTrue(plain.endsWith(".pdf"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "con", "", "...", "a/b\\c:d*e?f\"g<h>i|j", "\u202e", "é.pdf"})
  void every_plain_name_is_one_that_the_protocol_carries(String said) {
    String plain = FileNames.plain(said, FileKind.PDF);

    new PeerMessage.FileOffer(
        "file-of-the-talk-1", Sensitive.of(plain), 1, "application/pdf", "A".repeat(43));
    assertFalse(plain.contains("/"));
  }

  @ParameterizedTest
  @CsvSource({
    "a.pdf, PDF",
    "a.JPG, JPEG",
    "a.jpeg, JPEG",
    "a.png, PNG",
    "a.txt, TEXT",
    "a.tar.pdf, PDF"
  })
  void the_kind_of_our_own_file_is_that_of_its_ending(String name, FileKind kind) {
    assertEquals(Optional.of(kind), FileNames.kind(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.exe", "a.docm", "a.zip", "a", "a.", ".pdf.js", "a.svg", "a.html"})
  void what_runs_or_hides_is_no_kind_that_is_carried(String name) {
    assertEquals(Optional.empty(), FileNames.kind(name));
  }
}
