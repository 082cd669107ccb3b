package nl.digitalebalie.server;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.LocalText;
import nl.digitalebalie.server.callback.Promise;
import nl.digitalebalie.server.callback.WorkingDays;
import nl.digitalebalie.server.config.ConfigSection;
import nl.digitalebalie.server.parts.Mode;
import nl.digitalebalie.server.relay.Contact;
import nl.digitalebalie.server.relay.Municipality;
import nl.digitalebalie.server.relay.Municipality.TellPosition;
import nl.digitalebalie.server.relay.Municipality.Topic;
import nl.digitalebalie.server.relay.OpeningHours;
import nl.digitalebalie.server.relay.OpeningHours.Weekly.Block;

/** Reads the municipalities with their topics, opening hours, contact and colours. */
final class MunicipalityConfig {
  static final String NAME = "a name of small letters, digits, dots and hyphens";

  private MunicipalityConfig() {}

  static List<Municipality> readAll(ConfigSection root, Mode mode) {
    List<Municipality> municipalities = new ArrayList<>();
    Set<MunicipalityId> seen = new HashSet<>();
    for (ConfigSection section : root.sections("municipalities")) {
      Municipality municipality = read(section, mode);
      if (!seen.add(municipality.id())) {
        section.error("id", "is used by another municipality");
      }
      municipalities.add(municipality);
    }
    if (municipalities.size() > 1
        && municipalities.stream().anyMatch(each -> each.rsin().isEmpty())) {
      root.error(
          "municipalities",
          "must each have an rsin where there are several: cases of one are not shown in another");
    }
    if (municipalities.isEmpty()) {
      root.error("municipalities", "must list at least one municipality");
    } else {
      root.right(
          "municipalities",
          municipalities.size()
              + " with "
              + municipalities.stream().mapToInt(each -> each.topics().size()).sum()
              + " topics");
    }
    return municipalities;
  }

  private static Municipality read(ConfigSection section, Mode mode) {
    return new Municipality(
        section.value("id", NAME, MunicipalityId::new, new MunicipalityId("unknown")),
        section.text("name"),
        contact(section.section("contact")),
        theme(section),
        opening(section, mode),
        section.choice("position", TellPosition.class, TellPosition.TOLD),
        topics(section),
        callbacks(section),
        rsin(section));
  }

  private static Optional<String> rsin(ConfigSection section) {
    Optional<String> rsin = section.optionalText("rsin");
    if (rsin.filter(number -> !number.matches("[0-9]{9}")).isPresent()) {
      section.error("rsin", "must be the nine digits of the municipality's RSIN, in quotes");
    }
    return rsin;
  }

  /** Offered with the usual promise where nothing is said. */
  private static Optional<Promise> callbacks(ConfigSection section) {
    if (section.has("callbacks") && !section.isMapping("callbacks")) {
      if (!section.text("callbacks", "").equals("none")) {
        section.error("callbacks", "must be 'none' or a mapping such as {within: 2}");
      }
      return Optional.empty();
    }
    Set<LocalDate> closed =
        new HashSet<>(
            section.isMapping("opening") ? closedDays(section.section("opening")) : Set.of());
    Optional<ConfigSection> callbacks = section.optionalSection("callbacks");
    callbacks.ifPresent(each -> closed.addAll(closedDays(each)));
    return Optional.of(
        new Promise(
            callbacks
                .map(each -> each.number("within", Promise.DEFAULT_DAYS, 0, 20))
                .orElse(Promise.DEFAULT_DAYS),
            callbacks
                .map(each ->
                    each.choice("counted", Promise.Counting.class, Promise.Counting.WORKING_DAYS))
                .orElse(Promise.Counting.WORKING_DAYS),
            callbacks
                .flatMap(each ->
                    each.optionalValue("until", "a time such as \"17:00\"", LocalTime::parse))
                .orElse(Promise.DEFAULT_UNTIL),
            new WorkingDays(closed)));
  }

  private static Contact contact(ConfigSection section) {
    return new Contact(
        section.text("phone"),
        section.value("phoneHref", "a link such as tel:14024", MunicipalityConfig::phone, "tel:0"),
        section.localText("visit"),
        section.localText("hours"),
        section.webAddress("website").map(Object::toString).orElse(""));
  }

  private static String phone(String text) {
    if (!text.matches("tel:\\+?[0-9]{2,15}")) {
      throw new IllegalArgumentException("not a telephone link");
    }
    return text;
  }

  private static Map<String, String> theme(ConfigSection section) {
    Map<String, String> colours = new TreeMap<>();
    section
        .optionalSection("theme")
        .ifPresent(theme ->
            theme
                .keys()
                .forEach(key ->
                    theme
                        .optionalValue(key, "a colour such as #154273", MunicipalityConfig::colour)
                        .ifPresent(colour -> colours.put(key, colour))));
    return colours;
  }

  private static String colour(String text) {
    if (!text.matches("#[0-9a-fA-F]{6}")) {
      throw new IllegalArgumentException("not a colour");
    }
    return text.toLowerCase(Locale.ROOT);
  }

  // Opening hours

  private static OpeningHours opening(ConfigSection section, Mode mode) {
    if (section.has("opening") && !section.isMapping("opening")) {
      if (!section.text("opening", "").equals("always")) {
        section.error("opening", "must be 'always' or a mapping with 'weekly'");
      } else if (mode == Mode.PRODUCTION) {
        section.warning("opening", "residents can line up day and night");
      }
      return new OpeningHours.Always();
    }
    ConfigSection opening = section.section("opening");
    OpeningHours.Weekly weekly =
        new OpeningHours.Weekly(weekly(opening.section("weekly")), closedDays(opening));
    if (weekly.blocks().isEmpty()) {
      opening.error("weekly", "has no opening hours at all");
    }
    return weekly;
  }

  private static Map<DayOfWeek, List<Block>> weekly(ConfigSection section) {
    Map<DayOfWeek, List<Block>> weekly = new HashMap<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      String key = day.name().toLowerCase(Locale.ROOT);
      List<Block> blocks = new ArrayList<>();
      for (String text : section.texts(key)) {
        try {
          Block block = Block.parse(text);
          if (blocks.stream().anyMatch(block::overlaps)) {
            section.error(key, "has blocks that overlap");
          }
          blocks.add(block);
        } catch (DateTimeException | IllegalArgumentException wrong) {
          section.error(key, "must be a list of blocks such as \"09:00-12:30\"");
        }
      }
      if (!blocks.isEmpty()) {
        weekly.put(day, blocks);
      }
    }
    return weekly;
  }

  private static Set<LocalDate> closedDays(ConfigSection section) {
    Set<LocalDate> days = new HashSet<>();
    for (String text : section.texts("closedDays")) {
      try {
        days.add(LocalDate.parse(text));
      } catch (DateTimeException wrong) {
        section.error("closedDays", "must be a list of dates such as \"2026-12-25\"");
      }
    }
    return days;
  }

  // Topics

  private static List<Topic> topics(ConfigSection municipality) {
    List<Topic> topics = new ArrayList<>();
    Set<TopicId> seen = new HashSet<>();
    for (ConfigSection section : municipality.sections("topics")) {
      Topic topic = topic(section);
      if (!seen.add(topic.id())) {
        section.error("id", "is used by another topic of this municipality");
      }
      topics.add(topic);
    }
    if (topics.isEmpty()) {
      municipality.error("topics", "must list at least one topic");
    }
    return topics;
  }

  private static Topic topic(ConfigSection section) {
    LocalText title = section.localText("title");
    return new Topic(
        section.value("id", NAME, TopicId::new, new TopicId("unknown")),
        title,
        section.localText("description"),
        section.localText("bring"),
        section.number("minutes", 15, 1, 240),
        (int)
            section
                .duration(
                    "norm", Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofHours(4))
                .toSeconds(),
        channels(section),
        section.optionalValue("usualPurpose", NAME, PurposeId::new));
  }

  private static List<Channel> channels(ConfigSection section) {
    Set<Channel> channels = EnumSet.noneOf(Channel.class);
    for (String text : section.texts("channels")) {
      switch (text) {
        case "video" -> channels.add(Channel.VIDEO);
        case "chat" -> channels.add(Channel.CHAT);
        case "phone" -> channels.add(Channel.PHONE);
        default -> section.error("channels", "knows 'video', 'chat' and 'phone'");
      }
    }
    return List.copyOf(channels.isEmpty() ? EnumSet.allOf(Channel.class) : channels);
  }
}
