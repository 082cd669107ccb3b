package nl.digitalebalie.demo.zgw;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
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
 * The read side of Open Zaak's Zaken, Catalogi and Documenten APIs, with its checks and its quirks.
 */
public final class ZgwPartner implements Partner {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");
  private static final int PAGE_SIZE = 100;
  private static final String CRS = "EPSG:4326";

  /** Collections that answer a plain array instead of a page. */
  private static final Set<String> PLAIN = Set.of("zaakinformatieobjecten");

  private static final int MAX_SUBJECT_CHARS = 255;
  private static final Set<String> NOTE_FIELDS =
      Set.of("gerelateerdAan", "onderwerp", "tekst", "aangemaaktDoor", "notitieType", "status");

  /** The query parameters that each collection declares, as far as this look-alike knows them. */
  private static final Map<String, Set<String>> PARAMETERS =
      Map.of(
          "statussen", Set.of("zaak", "statustype", "indicatieLaatstGezetteStatus", "page"),
          "rollen", Set.of("zaak", "betrokkeneType", "omschrijvingGeneriek", "page"),
          "resultaten", Set.of("zaak", "page"),
          "zaakinformatieobjecten", Set.of("zaak", "informatieobject"),
          "zaaknotities", Set.of("gerelateerdAan", "notitieType", "page"),
          "zaaktypen", Set.of("identificatie", "status", "catalogus", "page"),
          "statustypen", Set.of("zaaktype", "status", "page"),
          "roltypen", Set.of("zaaktype", "status", "page"),
          "resultaattypen", Set.of("zaaktype", "status", "page"),
          "informatieobjecttypen", Set.of("status", "catalogus", "page"));

  private final Registers registers;
  private final TokenCheck tokens;
  private final Dialect dialect;
  private final InstantSource clock;
  private final Optional<CaseNews> news;
  private final int pageSize;

  /** Where a demonstration moves a case to its next status, as somebody at the office would. */
  private static final String NEXT = "/demo/next/";

  ZgwPartner(
      URI base,
      DemoWorld world,
      List<Application> applications,
      Dialect dialect,
      InstantSource clock) {
    this(base, world, applications, dialect, clock, Optional.empty(), PAGE_SIZE);
  }

  ZgwPartner(
      URI base,
      DemoWorld world,
      List<Application> applications,
      Dialect dialect,
      InstantSource clock,
      Optional<CaseNews> news,
      int pageSize) {
    this.pageSize = pageSize;
    this.news = news;
    this.dialect = dialect;
    this.registers = Registers.of(world, base, LocalDate.ofInstant(clock.instant(), ZONE));
    this.tokens = new TokenCheck(applications);
    this.clock = clock;
  }

  public static PartnerServer start(
      int port, DemoWorld world, List<Application> applications, InstantSource clock) {
    return PartnerServer.start(
        "zgw-look-alike",
        port,
        base -> new ZgwPartner(base, world, applications, Dialect.OPEN_ZAAK, clock));
  }

  /** The same, with somebody who tells of changes. */
  public static PartnerServer start(
      int port,
      DemoWorld world,
      List<Application> applications,
      InstantSource clock,
      CaseNews news) {
    return PartnerServer.start(
        "zgw-look-alike",
        port,
        base ->
            new ZgwPartner(
                base, world, applications, Dialect.OPEN_ZAAK, clock, Optional.of(news), PAGE_SIZE));
  }

  /** Is told of every call that was answered; for counting them. */
  public interface Watch {
    void answered(Call call);
  }

  /** The same, watched. */
  public static PartnerServer start(
      int port, DemoWorld world, List<Application> applications, InstantSource clock, Watch watch) {
    return PartnerServer.start(
        "zgw-look-alike",
        port,
        base -> {
          ZgwPartner partner = new ZgwPartner(base, world, applications, Dialect.OPEN_ZAAK, clock);
          return call -> {
            Reply reply = partner.answer(call);
            watch.answered(call);
            return reply;
          };
        });
  }

  @Override
  public Reply answer(Call call) {
    if (call.method().equals("POST") && call.path().startsWith(NEXT)) {
      return next(call.path().substring(NEXT.length()));
    }
    return switch (tokens.check(call, clock.instant())) {
      case TokenCheck.Outcome.Refused(Reply reply) -> reply;
      case TokenCheck.Outcome.Known(Application application) -> spoken(route(call, application));
    };
  }

  private Reply next(String identification) {
    return registers
        .nextStatus(identification, clock.instant())
        .map(status -> {
          tell(status, "status");
          return Reply.json(201, status);
        })
        .orElseGet(Problem::notFound);
  }

  private void tell(ObjectNode made, String resource) {
    news.ifPresent(to ->
        to.changed(
            made.path(resource.equals("status") ? "zaak" : "gerelateerdAan").asString(""),
            resource,
            made.path("url").asString(""),
            clock.instant()));
  }

  private Reply spoken(Reply reply) {
    boolean plain =
        dialect == Dialect.OPEN_ZAAK
            || !"application/json".equals(reply.headers().get("Content-Type"));
    return plain
        ? reply
        : new Reply(
            reply.status(),
            reply.headers(),
            new Call.Body(
                JSON.writeValueAsBytes(dialect.spoken(JSON.readTree(reply.body().bytes())))));
  }

  private Reply route(Call call, Application application) {
    for (Component component : Component.values()) {
      if (call.path().startsWith(component.path + "/")) {
        if (!application.scopes().contains(component.scope)) {
          return Problem.forbidden(
              "permission_denied", "U heeft geen toestemming om deze actie uit te voeren.");
        }
        String[] rest = call.path().substring(component.path.length() + 1).split("/");
        return answer(component, rest, call, application).with("API-version", component.version);
      }
    }
    return Problem.notFound();
  }

  /** Versions as Open Zaak 1.30 announces them. */
  private enum Component {
    CASES(Registers.CASES, "1.5.1", Application.Scope.READ_CASES),
    CATALOGUES(Registers.CATALOGUES, "1.3.1", Application.Scope.READ_CATALOGUES),
    DOCUMENTS(Registers.DOCUMENTS, "1.4.2", Application.Scope.READ_DOCUMENTS);

    private final String path;
    private final String version;
    private final Application.Scope scope;

    Component(String path, String version, Application.Scope scope) {
      this.path = path;
      this.version = version;
      this.scope = scope;
    }
  }

  private Reply answer(Component component, String[] rest, Call call, Application application) {
    String collection = rest[0];
    if (collection.equals("zaken")) {
      return cases(rest, call, application);
    }
    boolean search = rest.length == 2 && rest[1].equals("_zoek");
    if (search && collection.equals("enkelvoudiginformatieobjecten")) {
      return searchDocuments(call, application);
    }
    if (collection.equals("zaaknotities") && rest.length == 1 && call.method().equals("POST")) {
      return addNote(call, application);
    }
    if (!call.method().equals("GET")) {
      return Problem.of(
          405, "method_not_allowed", "Methode niet toegestaan", "Methode niet toegestaan.");
    }
    return switch (rest.length) {
      case 1 -> list(component, collection, call, application);
      case 2 -> single(call, application);
      case 3 -> rest[2].equals("download") ? download(call, application) : Problem.notFound();
      default -> Problem.notFound();
    };
  }

  // ---- Zaken: cases

  private Reply cases(String[] rest, Call call, Application application) {
    Optional<Reply> wrongCrs = wrongCrs(call);
    if (wrongCrs.isPresent()) {
      return wrongCrs.get();
    }
    boolean search = rest.length == 2 && rest[1].equals("_zoek") && call.method().equals("POST");
    Reply reply =
        search
            ? searchCases(call, application)
            : rest.length == 2 && call.method().equals("GET")
                ? single(call, application)
                : Problem.notFound();
    return reply.with("Content-Crs", CRS);
  }

  private static Optional<Reply> wrongCrs(Call call) {
    Optional<String> accepted = call.header("accept-crs");
    if (accepted.isEmpty()) {
      return Optional.of(
          Problem.of(412, "precondition_failed", "Precondition failed", "Accept-Crs ontbreekt."));
    }
    return accepted.get().equals(CRS)
        ? Optional.empty()
        : Optional.of(
            Problem.of(406, "not_acceptable", "Not acceptable", "CRS wordt niet ondersteund."));
  }

  private Reply searchCases(Call call, Application application) {
    Optional<ObjectNode> posted = body(call);
    if (posted.isEmpty()) {
      return Problem.badRequest("parse_error", "De inhoud is geen JSON-object.");
    }
    ObjectNode body = posted.get();
    if (body.isEmpty()) {
      return Problem.badRequest("empty_search_body", "Er is geen zoekvraag opgegeven.");
    }
    if (!body.path("expand").isMissingNode() && !body.path("expand").isArray()) {
      // Open Zaak declares an array here and breaks on a string.
      return Problem.of(500, "error", "Interne fout", "Er is een fout opgetreden.");
    }
    List<String> expand = expand(call, body);
    body.remove(List.of("expand", "ordering"));
    CaseSearch search = new CaseSearch(registers, body);
    if (!search.understood()
        || !Expansion.allowed(expand)
        || !Set.of("expand", "page").containsAll(call.query().keySet())) {
      return Problem.badRequest("unknown-parameters", "Onbekende parameters.");
    }
    if (Expansion.entersCatalogues(expand)
        && !application.scopes().contains(Application.Scope.READ_CATALOGUES)) {
      return Problem.forbidden(
          "permission_denied", "U heeft geen toestemming om deze actie uit te voeren.");
    }
    List<ObjectNode> found =
        registers.all(
            Registers.CASES + "/zaken", one -> readable(one, application) && search.matches(one));
    Expansion expansion = new Expansion(registers);
    return page(found, call, one -> expansion.apply(one, expand));
  }

  private static List<String> expand(Call call, ObjectNode body) {
    java.util.LinkedHashSet<String> paths = new java.util.LinkedHashSet<>();
    call.parameter("expand")
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> paths.addAll(List.of(text.split(","))));
    body.path("expand").forEach(one -> paths.add(one.asString("")));
    return List.copyOf(paths);
  }

  private boolean readable(ObjectNode one, Application application) {
    String type =
        registers
            .find(one.path("zaaktype").stringValue())
            .orElseThrow()
            .path("identificatie")
            .stringValue();
    return (application.caseTypes().isEmpty() || application.caseTypes().contains(type))
        && Confidentiality.of(one.path("vertrouwelijkheidaanduiding").stringValue())
            .within(application.maximum());
  }

  /** Open Zaak: {@code zaken.bijwerken}, and the case must be one that the client may read. */
  private Reply addNote(Call call, Application application) {
    Optional<ObjectNode> body = body(call);
    if (body.isEmpty()) {
      return Problem.badRequest("parse_error", "De inhoud is geen JSON-object.");
    }
    String about = body.get().path("gerelateerdAan").asString("");
    Optional<ObjectNode> one = registers.find(about);
    if (one.isEmpty()
        || !NOTE_FIELDS.containsAll(body.get().propertyNames())
        || body.get().path("onderwerp").asString("").isBlank()
        || body.get().path("onderwerp").asString("").length() > MAX_SUBJECT_CHARS
        || body.get().path("tekst").asString("").isBlank()) {
      return Problem.badRequest("invalid", "De notitie is niet geldig.");
    }
    if (!application.scopes().contains(Application.Scope.CHANGE_CASES)
        || !readable(one.get(), application)) {
      return Problem.forbidden(
          "permission_denied", "U heeft geen toestemming om deze actie uit te voeren.");
    }
    ObjectNode note = registers.addNote(body.get(), clock.instant().toString());
    tell(note, "zaaknotitie");
    return Reply.json(201, note);
  }

  // ---- all components

  private Reply list(Component component, String collection, Call call, Application application) {
    Set<String> declared = PARAMETERS.getOrDefault(collection, Set.of());
    if (declared.isEmpty()) {
      return Problem.notFound();
    }
    if (!declared.containsAll(call.query().keySet())) {
      return Problem.badRequest("unknown-parameters", "Onbekende parameters.");
    }
    Predicate<ObjectNode> wanted =
        one ->
            call.query().entrySet().stream()
                .filter(entry -> !Set.of("page", "status").contains(entry.getKey()))
                .allMatch(entry ->
                    one.path(entry.getKey()).asString("").equals(entry.getValue().getFirst()));
    List<ObjectNode> found =
        registers.all(
            component.path + "/" + collection, wanted.and(one -> caseReadable(one, application)));
    if (PLAIN.contains(collection)) {
      ArrayNode plain = JSON.createArrayNode();
      found.forEach(plain::add);
      return Reply.json(200, plain);
    }
    return page(found, call, one -> {});
  }

  /** What hangs on a case is as readable as the case. */
  private boolean caseReadable(ObjectNode one, Application application) {
    String about = one.path("zaak").asString(one.path("gerelateerdAan").asString(""));
    return about.isEmpty()
        || registers.find(about).filter(owner -> readable(owner, application)).isPresent();
  }

  private Reply single(Call call, Application application) {
    Optional<ObjectNode> found = registers.find(registers.absolute(call.path()));
    if (found.isEmpty()) {
      return Problem.notFound();
    }
    ObjectNode one = found.get();
    boolean mayRead =
        one.has("zaaktype") && one.has("bronorganisatie")
            ? readable(one, application)
            : caseReadable(one, application);
    if (!mayRead) {
      return Problem.forbidden(
          "permission_denied", "U heeft geen toestemming om deze actie uit te voeren.");
    }
    Reply reply = Reply.json(200, one);
    String tag = etag(reply);
    return call.header("if-none-match").filter(tag::equals).isPresent()
        ? Reply.empty(304).with("ETag", tag)
        : reply.with("ETag", tag);
  }

  private static String etag(Reply reply) {
    CRC32 sum = new CRC32();
    sum.update(reply.body().bytes());
    return "\"" + HexFormat.of().toHexDigits((int) sum.getValue()) + "\"";
  }

  private Reply searchDocuments(Call call, Application application) {
    Optional<ObjectNode> body = body(call);
    if (!call.method().equals("POST") || body.isEmpty() || !body.get().path("uuid__in").isArray()) {
      return Problem.badRequest("empty_search_body", "Er is geen zoekvraag opgegeven.");
    }
    List<ObjectNode> found =
        body.get()
            .path("uuid__in")
            .valueStream()
            .map(uuid ->
                registers.absolute(
                    Registers.DOCUMENTS + "/enkelvoudiginformatieobjecten/" + uuid.asString("")))
            .map(registers::find)
            .flatMap(Optional::stream)
            .filter(one -> documentReadable(one, application))
            .toList();
    return page(found, call, one -> {});
  }

  private static boolean documentReadable(ObjectNode one, Application application) {
    return Confidentiality.of(one.path("vertrouwelijkheidaanduiding").stringValue())
        .within(application.maximum());
  }

  private Reply download(Call call, Application application) {
    String url = registers.absolute(call.path().substring(0, call.path().lastIndexOf('/')));
    Optional<ObjectNode> document = registers.find(url);
    Optional<byte[]> file = registers.file(url);
    if (document.isEmpty()
        || file.isEmpty()
        || call.parameter("versie").filter(v -> !v.equals("1")).isPresent()) {
      return Problem.notFound();
    }
    if (!documentReadable(document.get(), application)) {
      return Problem.forbidden(
          "permission_denied", "U heeft geen toestemming om deze actie uit te voeren.");
    }
    return Reply.bytes(200, "application/octet-stream", file.get())
        .with(
            "Content-Disposition",
            "attachment; filename=" + document.get().path("bestandsnaam").stringValue());
  }

  private Reply page(
      List<ObjectNode> found, Call call, java.util.function.Consumer<ObjectNode> finish) {
    int page =
        call.parameter("page")
            .filter(text -> text.matches("[1-9][0-9]{0,5}"))
            .map(Integer::parseInt)
            .orElse(1);
    int from = (page - 1) * pageSize;
    if (from > 0 && from >= found.size()) {
      return Problem.notFound();
    }
    ObjectNode json = JSON.createObjectNode().put("count", found.size());
    int to = Math.min(found.size(), from + pageSize);
    link(json, "next", call, to < found.size() ? page + 1 : 0);
    link(json, "previous", call, page - 1);
    ArrayNode results = json.putArray("results");
    for (ObjectNode one : found.subList(from, to)) {
      finish.accept(one);
      results.add(one);
    }
    return Reply.json(200, json);
  }

  /** The same question with another page. */
  private static void link(ObjectNode json, String name, Call call, int page) {
    if (page < 1) {
      json.putNull(name);
      return;
    }
    Map<String, List<String>> query = new TreeMap<>(call.query());
    query.put("page", List.of(Integer.toString(page)));
    String parameters =
        query.entrySet().stream()
            .flatMap(entry ->
                entry.getValue().stream()
                    .map(value -> encoded(entry.getKey()) + "=" + encoded(value)))
            .collect(Collectors.joining("&"));
    String host = call.header("host").orElse("localhost");
    json.put(name, "http://" + host + call.path() + "?" + parameters);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Optional<ObjectNode> body(Call call) {
    try {
      JsonNode node = JSON.readTree(new String(call.body().bytes(), StandardCharsets.UTF_8));
      return node instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }
}
