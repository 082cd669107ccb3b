package nl.digitalebalie.demo.people;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The attributes that the demo wallet knows, by their identifiers in the demo scheme, and each
 * person's values. The sets are those of {@code gemeente.personalData} and {@code
 * gemeente.address}.
 */
public final class Cards {
  public static final String PERSONAL = "irma-demo.gemeente.personalData";
  public static final String ADDRESS = "irma-demo.gemeente.address";
  public static final String TRADE_REGISTER = "irma-demo.signicat.kvkTradeRegister";

  private static final List<String> PERSONAL_ATTRIBUTES =
      List.of(
          "initials",
          "firstnames",
          "prefix",
          "familyname",
          "fullname",
          "gender",
          "nationality",
          "surname",
          "dateofbirth",
          "cityofbirth",
          "countryofbirth",
          "over12",
          "over16",
          "over18",
          "over21",
          "over65",
          "bsn",
          "digidlevel");
  private static final List<String> ADDRESS_ATTRIBUTES =
      List.of("street", "houseNumber", "zipcode", "municipality", "city");
  private static final List<String> TRADE_REGISTER_ATTRIBUTES =
      List.of("kvkNumber", "rsin", "name", "fullname");
  private static final Set<String> KNOWN =
      Stream.concat(identifiers().stream(), Stream.of(PERSONAL, ADDRESS, TRADE_REGISTER))
          .collect(Collectors.toUnmodifiableSet());

  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("dd-MM-uuuu");
  private static final Duration WEEK = Duration.ofDays(7);
  private static final int CARD_LIFE_DAYS = 1_827;

  private Cards() {}

  /** Every identifier of all cards, without the three-part ones. */
  public static List<String> identifiers() {
    return Stream.of(
            PERSONAL_ATTRIBUTES.stream().map(name -> PERSONAL + "." + name),
            ADDRESS_ATTRIBUTES.stream().map(name -> ADDRESS + "." + name),
            TRADE_REGISTER_ATTRIBUTES.stream().map(name -> TRADE_REGISTER + "." + name))
        .flatMap(each -> each)
        .toList();
  }

  public static boolean knows(String identifier) {
    return KNOWN.contains(identifier);
  }

  /** The credential type of an attribute identifier: its first three parts. */
  public static String credential(String identifier) {
    return Stream.of(identifier.split("\\.")).limit(3).collect(Collectors.joining("."));
  }

  /**
   * A person's value for an identifier; empty when the card has no value there (null in the
   * result). A three-part identifier asks for possession only and gives "present".
   */
  public static Optional<String> value(
      DemoWorld.Person person, String identifier, LocalDate today) {
    if (identifier.equals(PERSONAL) || identifier.equals(ADDRESS)) {
      return Optional.of("present");
    }
    if (identifier.equals(TRADE_REGISTER)) {
      return person.enterprise().map(_ -> "present");
    }
    Map<String, String> values =
        switch (credential(identifier)) {
          case ADDRESS -> person.address();
          case TRADE_REGISTER -> tradeRegister(person);
          default -> personal(person, today);
        };
    return Optional.ofNullable(values.get(identifier.substring(identifier.lastIndexOf('.') + 1)));
  }

  private static Map<String, String> tradeRegister(DemoWorld.Person person) {
    return person
        .enterprise()
        .map(enterprise ->
            Map.of(
                "kvkNumber", enterprise.kvkNumber(),
                "rsin", enterprise.rsin(),
                "name", enterprise.name(),
                "fullname", person.card().getOrDefault("fullname", "")))
        .orElse(Map.of());
  }

  private static Map<String, String> personal(DemoWorld.Person person, LocalDate today) {
    Map<String, String> values = new HashMap<>(person.card());
    values.put("bsn", person.bsn());
    String birth = person.card().get("dateofbirth");
    if (birth != null) {
      int age = Period.between(LocalDate.parse(birth, DATE), today).getYears();
      for (int limit : new int[] {12, 16, 18, 21, 65}) {
        values.put("over" + limit, age >= limit ? "yes" : "no");
      }
    }
    return values;
  }

  /** When the card was issued, rounded down to a week as in the metadata attribute. */
  public static Instant issued(DemoWorld.Person person, LocalDate today) {
    long day =
        today
            .plusDays(person.cardValidForDays())
            .minusDays(CARD_LIFE_DAYS)
            .atStartOfDay(ZoneOffset.UTC)
            .toEpochSecond();
    return Instant.ofEpochSecond(day - Math.floorMod(day, WEEK.toSeconds()));
  }

  public static boolean expired(DemoWorld.Person person) {
    return person.cardValidForDays() < 0;
  }
}
