package nl.digitalebalie.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.digitalebalie.protocol.peer.PeerMessage;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.RelayToResident;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToRelay;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The golden files are the contract with the resident's page, whose own tests read the same files.
 */
class GoldenMessagesTest {
  private static final Path GOLDEN = Path.of("golden");
  private static final JsonMapper JSON = JsonMapper.shared();

  private static final Map<String, Class<?>> DIRECTIONS = directions();

  private static Map<String, Class<?>> directions() {
    Map<String, Class<?>> directions = new LinkedHashMap<>();
    directions.put("resident-to-relay", ResidentToRelay.class);
    directions.put("relay-to-resident", RelayToResident.class);
    directions.put("staff-to-relay", StaffToRelay.class);
    directions.put("relay-to-staff", RelayToStaff.class);
    directions.put("staff-to-counter", StaffToCounter.class);
    directions.put("counter-to-staff", CounterToStaff.class);
    directions.put("peer", PeerMessage.class);
    return directions;
  }

  @TestFactory
  Stream<DynamicTest> every_golden_message_is_read_and_written_unchanged() {
    return DIRECTIONS.entrySet().stream()
        .flatMap(direction ->
            files(direction.getKey())
                .map(file ->
                    DynamicTest.dynamicTest(
                        direction.getKey() + "/" + file.getFileName(),
                        () -> readsAndWrites(direction.getValue(), file))));
  }

  private static <T> void readsAndWrites(Class<T> direction, Path file) throws IOException {
    WireCodec<T> codec = WireCodec.of(direction, WireCodec.MAX_CHARS);
    String text = Files.readString(file);

    Decoded<T> decoded = codec.decode(text);

    T message =
        ((Decoded.Message<T>) assertInstanceOf(Decoded.Message.class, decoded, decoded::toString))
            .message();
    assertEquals(JSON.readTree(text), JSON.readTree(codec.encode(message)));
  }

  @Test
  void every_message_of_every_direction_has_a_golden_file() {
    DIRECTIONS.forEach((name, direction) -> {
      Set<String> expected =
          Arrays.stream(direction.getAnnotation(JsonSubTypes.class).value())
              .map(JsonSubTypes.Type::name)
              .collect(Collectors.toCollection(TreeSet::new));
      Set<String> present =
          files(name)
              .map(file -> file.getFileName().toString().replaceFirst("(--.*)?\\.json$", ""))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(expected, present, name);
    });
  }

  @Test
  void every_record_of_a_direction_has_a_name_on_the_wire() {
    DIRECTIONS.forEach((name, direction) ->
        assertEquals(
            Set.of(direction.getPermittedSubclasses()),
            Arrays.stream(direction.getAnnotation(JsonSubTypes.class).value())
                .map(JsonSubTypes.Type::value)
                .collect(Collectors.toSet()),
            name));
  }

  @TestFactory
  Stream<DynamicTest> every_malformed_text_is_refused_with_its_code() {
    return files("malformed")
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> isRefused(file)));
  }

  private static void isRefused(Path file) throws IOException {
    JsonNode example = JSON.readTree(Files.readString(file));
    Class<?> direction = DIRECTIONS.get(example.get("direction").stringValue());

    Decoded<?> decoded =
        WireCodec.of(direction, WireCodec.MAX_SIGNAL_CHARS)
            .decode(example.get("text").stringValue());

    Decoded.Malformed<?> malformed = assertInstanceOf(Decoded.Malformed.class, decoded);
    assertEquals(example.get("code").stringValue(), malformed.code().name());
  }

  private static Stream<Path> files(String folder) {
    try (Stream<Path> files = Files.list(GOLDEN.resolve(folder))) {
      var sorted = files.sorted().toList();
      assertTrue(!sorted.isEmpty(), folder);
      return sorted.stream();
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }
}
