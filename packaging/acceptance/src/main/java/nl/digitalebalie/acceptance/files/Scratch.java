package nl.digitalebalie.acceptance.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for as long as a run lasts: keys, databases and configuration of the demonstration. */
public final class Scratch implements AutoCloseable {
  private final Path folder;

  private Scratch(Path folder) {
    this.folder = folder;
  }

  public static Scratch make(String name) throws IOException {
    return new Scratch(Files.createTempDirectory(name));
  }

  public Path folder() {
    return folder;
  }

  /** Removes the folder and what is in it, after everything that writes there was closed. */
  @Override
  public void close() {
    try {
      for (Path one : deepestFirst()) {
        Files.deleteIfExists(one);
      }
    } catch (IOException | UncheckedIOException kept) {
      // the run went as it went; whoever cleans up must know what is left
      System.err.println("not removed: " + folder + ": " + kept.getMessage());
    }
  }

  private List<Path> deepestFirst() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
