package nl.digitalebalie.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The root of the working copy that the scripted runs belong to. */
public final class Home {
  private Home() {}

  /**
   * What the launcher says ({@code balie.home}), else the nearest folder above with the launcher in
   * it.
   */
  public static Path find() {
    Optional<String> told = Optional.ofNullable(System.getProperty("balie.home"));
    if (told.isPresent()) {
      return Path.of(told.get());
    }
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.isExecutable(folder.resolve("balie"))) {
        return folder;
      }
    }
    throw new IllegalStateException("start this with ./balie, or set -Dbalie.home");
  }
}
