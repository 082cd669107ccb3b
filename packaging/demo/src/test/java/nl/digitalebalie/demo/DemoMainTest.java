package nl.digitalebalie.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DemoMainTest {
  private static final URI LINK = URI.create("http://localhost:8080/m/voorbeeld/bijstand");

  static List<DemoMain.Browse> desktops_that_open_nothing() {
    return List.of(
        _ -> {
          throw new IOException("no browser");
        },
        _ -> {
          throw new UnsupportedOperationException("not on this desktop");
        });
  }

  @ParameterizedTest
  @MethodSource("desktops_that_open_nothing")
  void the_demonstration_goes_on_with_the_link_printed(DemoMain.Browse desktop) {
    assertTrue(said(desktop).contains(LINK.toString()));
  }

  @Test
  void a_desktop_that_opens_it_needs_no_words() {
    assertEquals("", said(_ -> {}));
  }

  private static String said(DemoMain.Browse desktop) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    DemoMain.open(LINK, desktop, new PrintStream(said, true, StandardCharsets.UTF_8));
    return said.toString(StandardCharsets.UTF_8);
  }
}
