package nl.digitalebalie.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that cannot begin end, say why in a sentence, and leave nothing behind. */
class ProgramTest {
  /** Only a process that hangs gets there. */
  private static final int HANGS_AFTER_SECONDS = 300;

  @TempDir Path folder;

  static List<Throwable> every_way_to_fail() {
    return List.of(
        new IllegalStateException("it broke"),
        new IOException("it broke\n  at a place\n"),
        new UnsatisfiedLinkError("it broke"),
        new InterruptedException());
  }

  @ParameterizedTest
  @MethodSource("every_way_to_fail")
  void whatever_is_thrown_becomes_one_sentence_and_a_status(Throwable failure) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int status =
        Program.status(
            "demo",
            () -> {
              switch (failure) {
                case Exception checked -> throw checked;
                case Error error -> throw error;
                default -> throw new AssertionError(failure);
              }
            },
            new PrintStream(said, true, StandardCharsets.UTF_8));
    boolean interrupted = Thread.interrupted();

    assertEquals(Program.FAILED, status);
    assertEquals(failure instanceof InterruptedException, interrupted);
    String sentence = said.toString(StandardCharsets.UTF_8);
    assertTrue(sentence.startsWith("demo: "), sentence);
    assertTrue(sentence.contains(interrupted ? "interrupted" : "it broke"), sentence);
    assertEquals(1, sentence.lines().count(), sentence);
  }

  @Test
  void what_the_work_answers_is_the_status() {
    assertEquals(7, Program.status("demo", () -> 7, System.err));
  }

  /** The toolkit runs and the stage stands when the browser turns out not to start. */
  @ParameterizedTest
  @ValueSource(strings = {"demo", "bench"})
  void without_a_browser_the_process_ends_and_says_so(String program) throws Exception {
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    Process child = start(program, temporary, out, err);
    try {
      assertTrue(child.waitFor(HANGS_AFTER_SECONDS, TimeUnit.SECONDS), "it hangs");
    } finally {
      child.destroyForcibly();
    }
    String said = Files.readString(err);
    assertEquals(Program.FAILED, child.exitValue(), said);
    assertTrue(
        said.lines().anyMatch(line -> line.startsWith(program + ": the browser does not start")),
        said);
    if (program.equals("demo")) {
      String report = Files.readString(folder.resolve("demo/report.json"));
      assertTrue(report.contains("the browser does not start"), report);
    }
    try (Stream<Path> left = Files.list(temporary)) {
      assertEquals(
          List.of(),
          left.filter(one -> one.getFileName().toString().startsWith("digitale-balie")).toList());
    }
  }

  private Process start(String program, Path temporary, Path out, Path err) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dglass.platform=Headless",
                "-Dprism.order=sw",
                "-Dice4j.harvest.mapping.aws.enabled=false",
                "-Djava.io.tmpdir=" + temporary,
                "-Dbalie.home=" + Home.find(),
                "-cp",
                System.getProperty("java.class.path")));
    words.addAll(
        switch (program) {
          case "demo" ->
              List.of(HeadlessDemo.class.getName(), "--out", folder.resolve("demo").toString());
          default ->
              List.of(
                  Bench.class.getName(),
                  "unlock",
                  "--quick",
                  "--json",
                  folder.resolve("bench.json").toString());
        });
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("BALIE_CHROMIUM", folder.resolve("no-browser").toString());
    return builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
  }
}
