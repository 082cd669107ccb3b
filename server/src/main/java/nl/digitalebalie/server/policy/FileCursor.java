package nl.digitalebalie.server.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import nl.digitalebalie.protocol.signal.LocalText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads one object of a file field by field and collects what is wrong with it, each fault with its
 * path. Reading goes on after a fault with a placeholder; whoever asks must throw the result away
 * when there are faults. Fields that nobody asked for are faults too: a misspelt limit must not
 * silently be no limit.
 */
final class FileCursor {
  private final ObjectNode node;
  private final String path;
  private final List<PolicyFault> faults;
  private final Set<String> asked = new HashSet<>();

  FileCursor(ObjectNode node, String path, List<PolicyFault> faults) {
    this.node = node;
    this.path = path;
    this.faults = faults;
  }

  String path() {
    return path;
  }

  void fault(String field, String problem) {
    faults.add(new PolicyFault(at(field), problem));
  }

  String text(String field) {
    return present(field)
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue)
        .filter(text -> !text.isBlank())
        .orElseGet(() -> missing(field, "a text is needed", ""));
  }

  int number(String field, int least, int most) {
    return present(field)
        .filter(JsonNode::isInt)
        .map(JsonNode::intValue)
        .filter(number -> number >= least && number <= most)
        .orElseGet(() -> missing(field, "a whole number from " + least + " to " + most, least));
  }

  /** The one whose {@code word} is written in the file. */
  <E extends Enum<E>> E oneOf(String field, Class<E> type, Function<E, String> word) {
    String written = present(field).map(JsonNode::asString).orElse("");
    List<String> words = new ArrayList<>();
    for (E each : type.getEnumConstants()) {
      if (word.apply(each).equals(written)) {
        return each;
      }
      words.add(word.apply(each));
    }
    return missing(field, "one of " + words + " is needed", type.getEnumConstants()[0]);
  }

  /** The same for a field that may be left out; what is there must still be right. */
  <E extends Enum<E>> E oneOf(String field, Class<E> type, Function<E, String> word, E otherwise) {
    return present(field).isPresent() ? oneOf(field, type, word) : otherwise;
  }

  /** Any number of them, by their {@code word}; may be left out. */
  <E extends Enum<E>> List<E> someOf(String field, Class<E> type, Function<E, String> word) {
    if (present(field).isEmpty()) {
      return List.of();
    }
    List<E> found = new ArrayList<>();
    List<String> words = List.of(type.getEnumConstants()).stream().map(word).toList();
    for (String written : texts(field)) {
      int place = words.indexOf(written);
      if (place < 0) {
        fault(field, "\"" + written + "\" is not one of " + words);
      } else if (!found.contains(type.getEnumConstants()[place])) {
        found.add(type.getEnumConstants()[place]);
      }
    }
    return found;
  }

  LocalText localText(String field) {
    return present(field)
        .flatMap(value -> localText(field, value))
        .orElseGet(() -> missing(field, "texts nl and en are needed", LocalText.of("-", "-")));
  }

  /** A field that may be left out; what is there must still be right. */
  LocalText localTextOr(String field, LocalText otherwise) {
    return present(field).isPresent() ? localText(field) : otherwise;
  }

  List<LocalText> localTexts(String field) {
    List<LocalText> texts = new ArrayList<>();
    for (JsonNode value : array(field)) {
      localText(field, value)
          .ifPresentOrElse(texts::add, () -> fault(field, "texts nl and en are needed"));
    }
    return texts;
  }

  List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    for (JsonNode value : array(field)) {
      if (value.isString() && !value.stringValue().isBlank()) {
        texts.add(value.stringValue());
      } else {
        fault(field, "a list of texts is needed");
      }
    }
    return texts;
  }

  List<FileCursor> objects(String field) {
    List<FileCursor> objects = new ArrayList<>();
    int index = 0;
    for (JsonNode value : array(field)) {
      String where = field + "[" + index++ + "]";
      if (value instanceof ObjectNode object) {
        objects.add(new FileCursor(object, at(where), faults));
      } else {
        fault(where, "an object is needed");
      }
    }
    return objects;
  }

  /** The members of an object whose keys are names that the file chooses. */
  <T> Map<String, T> named(String field, BiFunction<String, FileCursor, T> read) {
    Map<String, T> members = new LinkedHashMap<>();
    JsonNode value = present(field).orElse(null);
    if (!(value instanceof ObjectNode object)) {
      return missing(field, "an object is needed", members);
    }
    object.forEachEntry((name, member) -> {
      String where = field + "." + name;
      if (member instanceof ObjectNode inner) {
        members.put(name, read.apply(name, new FileCursor(inner, at(where), faults)));
      } else {
        fault(where, "an object is needed");
      }
    });
    return members;
  }

  List<List<String>> textLists(String field) {
    List<List<String>> lists = new ArrayList<>();
    for (JsonNode value : array(field)) {
      List<String> texts = new ArrayList<>();
      value.forEach(each -> texts.add(each.asString()));
      if (!value.isArray() || texts.isEmpty()) {
        fault(field, "a list of lists of texts is needed");
      }
      lists.add(texts);
    }
    return lists;
  }

  /** Call last. */
  void refuseUnknownFields() {
    for (String field : node.propertyNames()) {
      if (!asked.contains(field)) {
        fault(field, "this field is not known");
      }
    }
  }

  private Optional<LocalText> localText(String field, JsonNode value) {
    if (!(value instanceof ObjectNode object)) {
      return Optional.empty();
    }
    Map<String, String> texts = new LinkedHashMap<>();
    object.forEachEntry((language, text) -> texts.put(language, text.asString()));
    if (!texts.containsKey("nl") || !texts.containsKey("en")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new LocalText(texts));
    } catch (IllegalArgumentException tooLong) {
      fault(field, "the text is too long");
      return Optional.of(LocalText.of("-", "-"));
    }
  }

  private JsonNode array(String field) {
    return present(field)
        .filter(JsonNode::isArray)
        .orElseGet(() -> missing(field, "a list is needed", node.arrayNode()));
  }

  private Optional<JsonNode> present(String field) {
    asked.add(field);
    return Optional.ofNullable(node.get(field)).filter(value -> !value.isNull());
  }

  private <T> T missing(String field, String problem, T placeholder) {
    fault(field, problem);
    return placeholder;
  }

  private String at(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }
}
