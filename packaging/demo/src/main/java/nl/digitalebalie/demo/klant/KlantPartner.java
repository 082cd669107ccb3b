package nl.digitalebalie.demo.klant;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
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

/**
 * Keeps parties, contacts, actors and tasks in memory, with the checks and the pages of Open Klant.
 * Its one lock guards everything.
 */
public final class KlantPartner implements Partner {
  static final String PATH = "/klantinteracties/api/v1/";

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int PAGE = 100;
  private static final int LARGEST_PAGE = 500;

  private static final Set<String> RESOURCES =
      Set.of(
          "partijen",
          "klantcontacten",
          "betrokkenen",
          "onderwerpobjecten",
          "actoren",
          "actorklantcontacten",
          "internetaken",
          "digitaleadressen");

  private final String base;
  private final byte[] token;
  private final InstantSource clock;
  private final Map<String, Map<String, ObjectNode>> kept = new LinkedHashMap<>();

  KlantPartner(URI base, DemoWorld world, String token, InstantSource clock) {
    this.base = base + PATH;
    this.token = ("Token " + token).getBytes(StandardCharsets.UTF_8);
    this.clock = clock;
    RESOURCES.forEach(resource -> kept.put(resource, new LinkedHashMap<>()));
    EarlierContacts.load().forEach(contact -> contact.tell(this, world, clock.instant()));
  }

  public static PartnerServer start(int port, DemoWorld world, String token, InstantSource clock) {
    return PartnerServer.start(
        "klant-look-alike", port, base -> new KlantPartner(base, world, token, clock));
  }

  @Override
  public synchronized Reply answer(Call call) {
    String given = call.header("authorization").orElse("");
    if (!MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8))) {
      return Wrong.notAuthenticated();
    }
    if (!call.path().startsWith(PATH)) {
      return Wrong.notFound();
    }
    List<String> steps = List.of(call.path().substring(PATH.length()).split("/"));
    String resource = steps.getFirst();
    if (resource.equals("maak-klantcontact") && steps.size() == 1) {
      return call.method().equals("POST") ? written(call, this::makeContact) : Wrong.notAllowed();
    }
    if (!RESOURCES.contains(resource) || steps.size() > 2) {
      return Wrong.notFound();
    }
    return steps.size() == 2 ? one(call, resource, steps.get(1)) : list(call, resource);
  }

  private Reply one(Call call, String resource, String uuid) {
    ObjectNode there = all(resource).get(uuid);
    if (there == null) {
      return Wrong.notFound();
    }
    return switch (call.method()) {
      case "GET" -> Reply.json(200, shown(resource, there));
      case "PATCH" ->
          resource.equals("internetaken")
              ? written(call, (body, wrong) -> changeTask(there, body, wrong))
              : Wrong.notAllowed();
      default -> Wrong.notAllowed();
    };
  }

  private Reply list(Call call, String resource) {
    return switch (call.method()) {
      case "GET" -> page(call, resource);
      case "POST" -> written(call, (body, wrong) -> make(resource, body, wrong));
      default -> Wrong.notAllowed();
    };
  }

  private Map<String, ObjectNode> all(String resource) {
    return Optional.ofNullable(kept.get(resource)).orElseThrow();
  }

  // Reading

  private Reply page(Call call, String resource) {
    List<ObjectNode> found =
        all(resource).values().stream()
            .filter(each ->
                call.query().entrySet().stream()
                    .allMatch(
                        entry -> fits(resource, each, entry.getKey(), entry.getValue().getFirst())))
            .toList();
    int size = number(call, "pageSize", PAGE, LARGEST_PAGE);
    int page = number(call, "page", 1, Integer.MAX_VALUE);
    int from = (page - 1) * size;
    if (page < 1 || from > 0 && from >= found.size()) {
      return Wrong.notFound();
    }
    ObjectNode answer = JSON.createObjectNode().put("count", found.size());
    int to = Math.min(found.size(), from + size);
    answer.set("next", link(resource, to < found.size(), page + 1));
    answer.set("previous", link(resource, page > 1, page - 1));
    ArrayNode results = answer.putArray("results");
    found.subList(from, to).stream()
        .map(each -> expanded(call, resource, shown(resource, each)))
        .forEach(results::add);
    return Reply.json(200, answer);
  }

  private static int number(Call call, String name, int usual, int most) {
    return call.parameter(name)
        .filter(text -> text.matches("[0-9]{1,6}"))
        .map(Integer::valueOf)
        .map(given -> Math.min(given, most))
        .orElse(usual);
  }

  private JsonNode link(String resource, boolean there, int page) {
    return there ? JSON.valueToTree(base + resource + "?page=" + page) : JSON.nullNode();
  }

  /** The filters that are used here; others are ignored, as Open Klant does. */
  private boolean fits(String resource, ObjectNode one, String filter, String wanted) {
    return switch (resource + "?" + filter) {
      case "partijen?soortPartij" -> one.path("soortPartij").asString("").equals(wanted);
      case "partijen?partijIdentificator__codeObjecttype" ->
          identified(one, "codeObjecttype", wanted);
      case "partijen?partijIdentificator__codeRegister" -> identified(one, "codeRegister", wanted);
      case "partijen?partijIdentificator__codeSoortObjectId" ->
          identified(one, "codeSoortObjectId", wanted);
      case "partijen?partijIdentificator__objectId" -> identified(one, "objectId", wanted);
      case "actoren?actoridentificatorObjectId" -> actor(one, "objectId", wanted);
      case "actoren?actoridentificatorCodeObjecttype" -> actor(one, "codeObjecttype", wanted);
      case "actoren?actoridentificatorCodeRegister" -> actor(one, "codeRegister", wanted);
      case "actoren?actoridentificatorCodeSoortObjectId" -> actor(one, "codeSoortObjectId", wanted);
      case "klantcontacten?plaatsgevondenOp" -> sameTime(one, wanted);
      case "klantcontacten?kanaal" -> one.path("kanaal").asString("").equals(wanted);
      case "klantcontacten?hadBetrokkene__wasPartij__uuid" ->
          referring("betrokkenen", "hadKlantcontact", uuid(one))
              .anyMatch(each -> uuid(each.path("wasPartij")).equals(wanted));
      case "onderwerpobjecten?klantcontact__uuid" -> uuid(one.path("klantcontact")).equals(wanted);
      case "onderwerpobjecten?wasKlantcontact__uuid" ->
          uuid(one.path("wasKlantcontact")).equals(wanted);
      case "onderwerpobjecten?onderwerpobjectidentificatorObjectId" ->
          one.path("onderwerpobjectidentificator").path("objectId").asString("").equals(wanted);
      case "actorklantcontacten?actor__uuid" -> uuid(one.path("actor")).equals(wanted);
      case "actorklantcontacten?klantcontact__uuid" ->
          uuid(one.path("klantcontact")).equals(wanted);
      case "internetaken?aanleidinggevendKlantcontact__uuid" ->
          uuid(one.path("aanleidinggevendKlantcontact")).equals(wanted);
      case "internetaken?status" -> one.path("status").asString("").equals(wanted);
      case "internetaken?toegewezenAanActor__uuid" ->
          one.path("toegewezenAanActoren")
              .valueStream()
              .anyMatch(each -> uuid(each).equals(wanted));
      case "digitaleadressen?verstrektDoorBetrokkene__uuid" ->
          uuid(one.path("verstrektDoorBetrokkene")).equals(wanted);
      case "digitaleadressen?adres" -> one.path("adres").asString("").equals(wanted);
      default -> true;
    };
  }

  Optional<String> partyOf(String number) {
    return all("partijen").values().stream()
        .filter(party -> identified(party, "objectId", number))
        .map(KlantPartner::uuid)
        .findFirst();
  }

  private static boolean identified(ObjectNode party, String code, String wanted) {
    return party
        .path("partijIdentificatoren")
        .valueStream()
        .anyMatch(each -> each.path("partijIdentificator").path(code).asString("").equals(wanted));
  }

  private static boolean actor(ObjectNode actor, String code, String wanted) {
    return actor.path("actoridentificator").path(code).asString("").equals(wanted);
  }

  private static boolean sameTime(ObjectNode contact, String wanted) {
    return Instant.parse(contact.path("plaatsgevondenOp").asString()).equals(Instant.parse(wanted));
  }

  private Stream<ObjectNode> referring(String resource, String by, String to) {
    return all(resource).values().stream().filter(each -> uuid(each.path(by)).equals(to));
  }

  private static String uuid(JsonNode of) {
    return of.path("uuid").asString("");
  }

  /** With what others say about it. */
  private ObjectNode shown(String resource, ObjectNode one) {
    ObjectNode shown = one.deepCopy();
    if (resource.equals("klantcontacten")) {
      shown.set("gingOverOnderwerpobjecten", keys("onderwerpobjecten", "klantcontact", one));
      shown.set("hadBetrokkenen", keys("betrokkenen", "hadKlantcontact", one));
      shown.set("leiddeTotInterneTaken", keys("internetaken", "aanleidinggevendKlantcontact", one));
      shown.putArray("omvatteBijlagen");
      ArrayNode actors = shown.putArray("hadBetrokkenActoren");
      referring("actorklantcontacten", "klantcontact", uuid(one))
          .forEach(each -> actors.add(all("actoren").get(uuid(each.path("actor")))));
    }
    if (resource.equals("betrokkenen")) {
      shown.set("digitaleAdressen", keys("digitaleadressen", "verstrektDoorBetrokkene", one));
    }
    return shown;
  }

  private ArrayNode keys(String resource, String by, ObjectNode of) {
    ArrayNode keys = JSON.createArrayNode();
    referring(resource, by, uuid(of)).forEach(each -> keys.add(key(resource, uuid(each))));
    return keys;
  }

  private ObjectNode key(String resource, String uuid) {
    return JSON.createObjectNode().put("uuid", uuid).put("url", base + resource + "/" + uuid);
  }

  private ObjectNode expanded(Call call, String resource, ObjectNode one) {
    if (!resource.equals("klantcontacten")) {
      return one;
    }
    List<String> wanted = List.of(call.parameter("expand").orElse("").split(","));
    if (wanted.contains("hadBetrokkenen")) {
      ArrayNode involved = one.withObject("/_expand").putArray("hadBetrokkenen");
      referring("betrokkenen", "hadKlantcontact", uuid(one))
          .forEach(each -> involved.add(shown("betrokkenen", each)));
    }
    if (wanted.contains("leiddeTotInterneTaken")) {
      ArrayNode tasks = one.withObject("/_expand").putArray("leiddeTotInterneTaken");
      referring("internetaken", "aanleidinggevendKlantcontact", uuid(one)).forEach(tasks::add);
    }
    return one;
  }

  // Writing

  private interface Writing {
    /** The answer; ignored when something is wrong. */
    ObjectNode of(ObjectNode body, Wrong wrong);
  }

  private static Reply written(Call call, Writing writing) {
    if (!call.mediaType().equals("application/json")) {
      return Wrong.unreadable();
    }
    try {
      if (!(JSON.readTree(call.body().bytes()) instanceof ObjectNode body)) {
        return Wrong.unreadable();
      }
      Wrong wrong = new Wrong();
      ObjectNode answer = writing.of(body, wrong);
      return wrong.any()
          ? wrong.reply()
          : Reply.json(call.method().equals("POST") ? 201 : 200, answer);
    } catch (JacksonException notJson) {
      return Wrong.unreadable();
    }
  }

  private ObjectNode keep(String resource, ObjectNode one) {
    String uuid = UUID.randomUUID().toString();
    one.put("uuid", uuid).put("url", base + resource + "/" + uuid);
    all(resource).put(uuid, one);
    return one;
  }

  private ObjectNode make(String resource, ObjectNode body, Wrong wrong) {
    return switch (resource) {
      case "partijen" -> makeParty(body, wrong);
      case "actoren" -> makeActor(body, wrong);
      case "onderwerpobjecten" -> makeSubject(body, wrong);
      case "actorklantcontacten" -> makeSpeaker(body, wrong);
      case "internetaken" -> makeTask(body, wrong);
      case "digitaleadressen" -> makeAddress(body, wrong);
      default -> {
        wrong.add("nonFieldErrors", "invalid", "Maak dit met maak-klantcontact.");
        yield body;
      }
    };
  }

  ObjectNode makeParty(ObjectNode body, Wrong wrong) {
    wrong.word(body, "", "soortPartij", Set.of("persoon", "organisatie", "contactpersoon"));
    wrong.flag(body, "", "indicatieActief");
    for (JsonNode each : body.path("partijIdentificatoren")) {
      JsonNode identifier = each.path("partijIdentificator");
      wrong.text(identifier, "partijIdentificatoren.", "objectId", true, 200);
      boolean known =
          all("partijen").values().stream()
              .anyMatch(
                  party -> identified(party, "objectId", identifier.path("objectId").asString("")));
      if (known) {
        wrong.add("partijIdentificatoren", "unique", "Deze partij bestaat al.");
      }
    }
    if (wrong.any()) {
      return body;
    }
    if (body.path("partijIdentificatie") instanceof ObjectNode person) {
      person.put("volledigeNaam", fullName(person.path("contactnaam")));
    }
    body.putArray("betrokkenen");
    body.putArray("categorieRelaties");
    body.putArray("vertegenwoordigden");
    ObjectNode party = keep("partijen", body);
    for (JsonNode each : party.path("partijIdentificatoren")) {
      String uuid = UUID.randomUUID().toString();
      ((ObjectNode) each).put("uuid", uuid).put("url", base + "partij-identificatoren/" + uuid);
    }
    return party;
  }

  private static String fullName(JsonNode name) {
    return Stream.of("voornaam", "voorvoegselAchternaam", "achternaam")
        .map(part -> name.path(part).asString(""))
        .filter(part -> !part.isBlank())
        .collect(java.util.stream.Collectors.joining(" "));
  }

  private ObjectNode makeActor(ObjectNode body, Wrong wrong) {
    wrong.text(body, "", "naam", true, 200);
    wrong.word(
        body,
        "",
        "soortActor",
        Set.of("medewerker", "organisatorische_eenheid", "geautomatiseerde_actor"));
    return wrong.any() ? body : keep("actoren", body);
  }

  ObjectNode makeContact(ObjectNode body, Wrong wrong) {
    JsonNode contact = body.path("klantcontact");
    wrong.text(contact, "klantcontact.", "kanaal", true, 50);
    wrong.text(contact, "klantcontact.", "onderwerp", true, 200);
    wrong.text(contact, "klantcontact.", "inhoud", false, 1_000);
    wrong.text(contact, "klantcontact.", "taal", true, 3);
    wrong.flag(contact, "klantcontact.", "vertrouwelijk");
    contact
        .path("metadata")
        .propertyStream()
        .forEach(entry ->
            wrong.text(
                contact.path("metadata"), "klantcontact.metadata.", entry.getKey(), true, 255));
    JsonNode involved = body.path("betrokkene");
    if (!involved.isMissingNode()) {
      wrong.word(involved, "betrokkene.", "rol", Set.of("klant", "vertegenwoordiger"));
      wrong.flag(involved, "betrokkene.", "initiator");
      refers(involved, "wasPartij", "partijen", wrong);
    }
    if (wrong.any() || !(contact instanceof ObjectNode)) {
      return body;
    }
    ObjectNode answer = JSON.createObjectNode();
    ObjectNode made = keep("klantcontacten", (ObjectNode) contact.deepCopy());
    if (!made.has("plaatsgevondenOp")) {
      made.put("plaatsgevondenOp", clock.instant().toString());
    }
    Optional<ObjectNode> person = part(involved, "betrokkenen", "hadKlantcontact", made);
    person.ifPresent(each -> answer.set("betrokkene", shown("betrokkenen", each)));
    Optional<ObjectNode> subject =
        part(body.path("onderwerpobject"), "onderwerpobjecten", "klantcontact", made);
    subject.ifPresent(each -> answer.set("onderwerpobject", each));
    answer.set("klantcontact", shown("klantcontacten", made));
    return answer;
  }

  private Optional<ObjectNode> part(
      JsonNode given, String resource, String of, ObjectNode contact) {
    if (!(given instanceof ObjectNode object)) {
      return Optional.empty();
    }
    ObjectNode part = object.deepCopy();
    part.set(of, key("klantcontacten", uuid(contact)));
    if (resource.equals("betrokkenen")) {
      part.put("volledigeNaam", part.path("contactnaam").path("achternaam").asString(""));
      if (part.path("wasPartij").isObject()) {
        part.set("wasPartij", key("partijen", uuid(part.path("wasPartij"))));
      }
    }
    return Optional.of(keep(resource, part));
  }

  private ObjectNode makeSubject(ObjectNode body, Wrong wrong) {
    refers(body, "klantcontact", "klantcontacten", wrong);
    refers(body, "wasKlantcontact", "klantcontacten", wrong);
    if (wrong.any()) {
      return body;
    }
    link(body, "klantcontact", "klantcontacten");
    link(body, "wasKlantcontact", "klantcontacten");
    return keep("onderwerpobjecten", body);
  }

  private ObjectNode makeSpeaker(ObjectNode body, Wrong wrong) {
    must(body, "actor", "actoren", wrong);
    must(body, "klantcontact", "klantcontacten", wrong);
    if (wrong.any()) {
      return body;
    }
    link(body, "actor", "actoren");
    link(body, "klantcontact", "klantcontacten");
    return keep("actorklantcontacten", body);
  }

  ObjectNode makeTask(ObjectNode body, Wrong wrong) {
    wrong.text(body, "", "gevraagdeHandeling", true, 200);
    wrong.text(body, "", "toelichting", false, 1_000);
    wrong.word(body, "", "status", Set.of("te_verwerken", "verwerkt"));
    must(body, "aanleidinggevendKlantcontact", "klantcontacten", wrong);
    for (JsonNode actor : body.path("toegewezenAanActoren")) {
      if (!all("actoren").containsKey(uuid(actor))) {
        wrong.add("toegewezenAanActoren", "does_not_exist", "Actor bestaat niet.");
      }
    }
    if (wrong.any()) {
      return body;
    }
    link(body, "aanleidinggevendKlantcontact", "klantcontacten");
    ArrayNode actors = JSON.createArrayNode();
    body.path("toegewezenAanActoren").forEach(each -> actors.add(key("actoren", uuid(each))));
    body.set("toegewezenAanActoren", actors);
    body.put("toegewezenOp", clock.instant().toString());
    return keep("internetaken", body);
  }

  private ObjectNode changeTask(ObjectNode task, ObjectNode body, Wrong wrong) {
    wrong.word(body, "", "status", Set.of("te_verwerken", "verwerkt"));
    if (!wrong.any()) {
      task.put("status", body.path("status").stringValue());
      task.put("afgehandeldOp", clock.instant().toString());
    }
    return task;
  }

  private ObjectNode makeAddress(ObjectNode body, Wrong wrong) {
    wrong.text(body, "", "adres", true, 80);
    wrong.word(body, "", "soortDigitaalAdres", Set.of("email", "telefoonnummer", "overig"));
    refers(body, "verstrektDoorBetrokkene", "betrokkenen", wrong);
    refers(body, "verstrektDoorPartij", "partijen", wrong);
    if (wrong.any()) {
      return body;
    }
    link(body, "verstrektDoorBetrokkene", "betrokkenen");
    return keep("digitaleadressen", body);
  }

  private void refers(JsonNode body, String field, String resource, Wrong wrong) {
    JsonNode reference = body.path(field);
    if (reference.isObject() && !all(resource).containsKey(uuid(reference))) {
      wrong.add(field + ".uuid", "does_not_exist", "Object bestaat niet.");
    }
  }

  private void must(JsonNode body, String field, String resource, Wrong wrong) {
    if (!body.path(field).isObject()) {
      wrong.add(field, "required", "Dit veld is vereist.");
    }
    refers(body, field, resource, wrong);
  }

  private void link(ObjectNode body, String field, String resource) {
    if (body.path(field).isObject()) {
      body.set(field, key(resource, uuid(body.path(field))));
    }
  }
}
