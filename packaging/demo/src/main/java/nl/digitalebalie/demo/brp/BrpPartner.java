package nl.digitalebalie.demo.brp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.demo.http.Call;
import nl.digitalebalie.demo.http.Partner;
import nl.digitalebalie.demo.http.PartnerServer;
import nl.digitalebalie.demo.http.Reply;
import nl.digitalebalie.demo.people.DemoWorld;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One question of the register: the person with this number, and only the fields asked for. */
public final class BrpPartner implements Partner {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String PATH = "/haalcentraal/api/brp/personen";
  private static final String QUESTION = "RaadpleegMetBurgerservicenummer";
  private static final String JSON_TYPE = "application/json; charset=utf-8";
  private static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");
  private static final DateTimeFormatter CARD_DATE = DateTimeFormatter.ofPattern("dd-MM-uuuu");
  private static final DateTimeFormatter IN_WORDS =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.forLanguageTag("nl"));
  private static final int MAX_NUMBERS = 20;
  private static final int MAX_FIELDS = 130;

  /** They come by themselves: asking for them is a mistake. */
  private static final Set<String> AUTOMATIC =
      Set.of(
          "inOnderzoek",
          "geheimhoudingPersoonsgegevens",
          "opschortingBijhouding",
          "rni",
          "verificatie");

  private final DemoWorld world;
  private final byte[] apiKey;
  private final InstantSource clock;

  BrpPartner(DemoWorld world, String apiKey, InstantSource clock) {
    this.world = world;
    this.apiKey = apiKey.getBytes(StandardCharsets.UTF_8);
    this.clock = clock;
  }

  public static PartnerServer start(int port, DemoWorld world, String apiKey, InstantSource clock) {
    return PartnerServer.start(
        "brp-look-alike", port, base -> new BrpPartner(world, apiKey, clock));
  }

  @Override
  public Reply answer(Call call) {
    String key = call.header("x-api-key").orElse("");
    if (!MessageDigest.isEqual(apiKey, key.getBytes(StandardCharsets.UTF_8))) {
      return problem(401, "authentication", "Niet correct geauthenticeerd.");
    }
    if (!call.path().equals(PATH) || !call.method().equals("POST")) {
      return problem(404, "notFound", "Opgevraagde resource bestaat niet.");
    }
    if (!call.mediaType().equals("application/json")) {
      return problem(415, "unsupported", "Media Type wordt niet ondersteund.");
    }
    String accepted = call.header("accept").orElse("*/*");
    if (!accepted.contains("application/json") && !accepted.contains("*/*")) {
      return problem(406, "notAcceptable", "Gevraagde contenttype wordt niet ondersteund.");
    }
    return body(call)
        .map(this::answer)
        .orElseGet(() -> invalid(List.of(wrong("json", "body", "JSON is niet valide."))));
  }

  private Reply answer(ObjectNode question) {
    List<ObjectNode> wrong = new ArrayList<>();
    if (!question.path("type").asString("").equals(QUESTION)) {
      wrong.add(wrong("value", "type", "Waarde is geen geldig zoek type."));
    }
    checkNumbers(question.path("burgerservicenummer"), wrong);
    checkFields(question.path("fields"), wrong);
    if (!wrong.isEmpty()) {
      return invalid(wrong);
    }
    ObjectNode answer = JSON.createObjectNode().put("type", QUESTION);
    ArrayNode persons = answer.putArray("personen");
    question
        .path("burgerservicenummer")
        .forEach(number ->
            world.people().stream()
                .filter(person -> person.bsn().equals(number.stringValue()))
                .forEach(person -> persons.add(only(person, question.path("fields")))));
    return Reply.json(200, answer).with("Content-Type", JSON_TYPE);
  }

  private static void checkNumbers(JsonNode numbers, List<ObjectNode> wrong) {
    if (!numbers.isArray() || numbers.isEmpty()) {
      wrong.add(wrong("required", "burgerservicenummer", "Parameter is verplicht."));
    } else if (numbers.size() > MAX_NUMBERS) {
      wrong.add(wrong("maxItems", "burgerservicenummer", "Array bevat meer dan 20 items."));
    }
    for (JsonNode number : numbers) {
      if (!number.asString("").matches("[0-9]{9}")) {
        wrong.add(wrong("pattern", "burgerservicenummer", "Waarde voldoet niet aan patroon."));
      }
    }
  }

  private static void checkFields(JsonNode fields, List<ObjectNode> wrong) {
    if (!fields.isArray() || fields.isEmpty()) {
      wrong.add(wrong("required", "fields", "Parameter is verplicht."));
    } else if (fields.size() > MAX_FIELDS) {
      wrong.add(wrong("maxItems", "fields", "Array bevat meer dan 130 items."));
    }
    for (int i = 0; i < fields.size(); i++) {
      String path = fields.get(i).asString("");
      String first = path.replaceAll("\\..*", "");
      if (AUTOMATIC.contains(first) || !path.matches("[a-zA-Z0-9._]{1,200}")) {
        wrong.add(wrong("fields", "fields." + i, "Parameter bevat een niet toegestane waarde."));
      }
    }
  }

  private ObjectNode only(DemoWorld.Person person, JsonNode fields) {
    ObjectNode whole = whole(person);
    ObjectNode asked = JSON.createObjectNode();
    for (JsonNode field : fields) {
      copy(whole, asked, List.of(field.stringValue().split("\\.")));
    }
    if (person.addressConfidential().orElse(false)) {
      asked.put("geheimhoudingPersoonsgegevens", true);
    }
    return asked;
  }

  private static void copy(ObjectNode from, ObjectNode to, List<String> path) {
    JsonNode value = from.path(path.getFirst());
    if (value.isMissingNode()) {
      return;
    }
    if (path.size() == 1 || !(value instanceof ObjectNode inner)) {
      to.set(path.getFirst(), value);
    } else {
      ObjectNode target =
          to.path(path.getFirst()) instanceof ObjectNode there
              ? there
              : to.putObject(path.getFirst());
      copy(inner, target, path.subList(1, path.size()));
    }
  }

  private ObjectNode whole(DemoWorld.Person person) {
    Map<String, String> card = person.card();
    LocalDate birth = LocalDate.parse(card.getOrDefault("dateofbirth", "01-01-2000"), CARD_DATE);
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZONE);
    boolean woman = card.getOrDefault("gender", "").equals("V");
    ObjectNode json =
        JSON.createObjectNode()
            .put("burgerservicenummer", person.bsn())
            .put("leeftijd", Period.between(birth, today).getYears());
    json.putObject("naam")
        .put("volledigeNaam", full(card.getOrDefault("firstnames", ""), card))
        .put("voorletters", card.getOrDefault("initials", ""));
    json.putObject("geboorte")
        .putObject("datum")
        .put("type", "Datum")
        .put("datum", birth.toString())
        .put("langFormaat", IN_WORDS.format(birth));
    json.putObject("gemeenteVanInschrijving")
        .put("code", "9999")
        .put("omschrijving", person.address().getOrDefault("municipality", ""));
    json.putObject("adressering")
        .put("aanhef", (woman ? "Geachte mevrouw " : "Geachte heer ") + full("", card))
        .put("adresregel1", line(person, "street", "houseNumber"))
        .put("adresregel2", line(person, "zipcode", "city"));
    return json;
  }

  private static String full(String first, Map<String, String> card) {
    return String.join(
            " ", first, card.getOrDefault("prefix", ""), card.getOrDefault("familyname", ""))
        .replaceAll(" +", " ")
        .strip();
  }

  private static String line(DemoWorld.Person person, String one, String other) {
    return person.address().getOrDefault(one, "") + " " + person.address().getOrDefault(other, "");
  }

  private static Optional<ObjectNode> body(Call call) {
    try {
      return JSON.readTree(call.body().bytes()) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  private static ObjectNode wrong(String code, String name, String reason) {
    return JSON.createObjectNode().put("code", code).put("name", name).put("reason", reason);
  }

  private static Reply invalid(List<ObjectNode> wrong) {
    ObjectNode problem =
        fault(400, "paramsValidation", "Een of meerdere parameters zijn niet correct.");
    problem.putArray("invalidParams").addAll(wrong);
    return Reply.json(400, problem).with("Content-Type", "application/problem+json");
  }

  private static Reply problem(int status, String code, String title) {
    return Reply.json(status, fault(status, code, title))
        .with("Content-Type", "application/problem+json");
  }

  private static ObjectNode fault(int status, String code, String title) {
    return JSON.createObjectNode()
        .put("type", "https://www.w3.org/Protocols/rfc2616/rfc2616-sec10.html")
        .put("title", title)
        .put("status", status)
        .put("instance", "urn:brp-look-alike:personen")
        .put("code", code);
  }
}
