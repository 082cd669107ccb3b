package nl.digitalebalie.server.contacts;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import nl.digitalebalie.protocol.cases.PanelContent.EarlierContact;
import nl.digitalebalie.protocol.cases.PanelContent.OpenCallback;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.Language;
import nl.digitalebalie.server.cases.CallFailure;
import nl.digitalebalie.server.contacts.Delivery.Colleague;
import nl.digitalebalie.server.contacts.Delivery.Name;
import nl.digitalebalie.server.contacts.Delivery.Person;
import nl.digitalebalie.server.contacts.Delivery.Reached;
import nl.digitalebalie.server.contacts.Progress.Tries;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Klantinteracties as Open Klant serves it, with the codes under which the KISS desktop shows what
 * we write. Each step writes one thing and notes it; a step of a second try looks first whether it
 * is there, because an answer may have been lost.
 */
final class OpenKlant implements AutoCloseable {
  static final int MAX_SUBJECT_CHARS = 200;
  static final int MAX_CONTENT_CHARS = 1_000;
  private static final int MAX_EVIDENCE_CHARS = 255; // since 2.18.0
  private static final int MAX_NAME_CHARS = 200;
  private static final int MAX_SHORT_NAME_CHARS = 10;
  private static final int MAX_EARLIER = 20;

  /** What it refers to has not arrived: no fault, and nobody needs to look. */
  static final String WAITS = "WAITS";

  /** More than one party has the number: which of them is the person is for people to mend. */
  static final String NOT_ONE_PARTY = "NOT_ONE_PARTY";

  /** What came is not, or not only, about the person who was asked for. */
  static final String OTHER_PARTY = "OTHER_PARTY";

  /** Under this name our own reference stands in the metadata. */
  private static final String REFERENCE = "referentie";

  /** KISS's wording. */
  private static final String ASKED = "Contact opnemen met betrokkene";

  private static final Object NOTHING = JsonNodeFactory.instance.nullNode();

  private static final String CONTACT = "contact";
  private static final String INVOLVED = "involved";
  private static final String TASK = "task";

  private final ContactsSettings settings;
  private final KlantHttp http;

  /** What other deliveries made. */
  interface Others {
    /** Empty while that delivery is not complete. */
    Optional<Map<String, String>> madeBy(String id);
  }

  OpenKlant(ContactsSettings settings) {
    this.settings = settings;
    this.http = new KlantHttp(settings);
  }

  /**
   * Goes on where the last try ended. Blocks for some seconds a step.
   *
   * @throws CallFailure with {@code WAITS} while what it refers to has not arrived
   */
  void deliver(Delivery delivery, Progress progress, Others others) throws CallFailure {
    switch (delivery) {
      case Delivery.Talk talk -> talk(talk, progress);
      case Delivery.Callback callback -> callback(callback, progress, others);
      case Delivery.CallbackKept kept -> kept(kept, progress, others);
    }
  }

  @Override
  public void close() {
    http.close();
  }

  // A talk

  private void talk(Delivery.Talk talk, Progress progress) throws CallFailure {
    Optional<String> party = Optional.empty();
    if (talk.person().isPresent()) {
      party = Optional.of(party(talk.person().get(), progress));
    }
    String actor = colleague(talk.colleague(), progress);
    Optional<String> before = Optional.empty();
    int last = talk.channels().size() - 1;
    for (int turn = 0; turn <= last; turn++) {
      // the last one carries what was said; what came before it says that the two began elsewhere
      String step = turn == last ? CONTACT : CONTACT + "-" + turn;
      String contact = contact(moment(talk, turn, last), party, progress, step);
      if (turn == last) {
        cases(talk, contact, progress);
      }
      if (before.isPresent()) {
        follows(contact, before.get(), progress, step);
      }
      spokenBy(actor, contact, progress, step);
      before = Optional.of(contact);
    }
  }

  /** One contact as it is written. */
  private record Moment(
      String channel,
      String subject,
      String content,
      Language language,
      Reached reached,
      Instant at,
      Map<String, String> evidence,
      Optional<Sensitive<String>> name,
      List<String> cases) {}

  private Moment moment(Delivery.Talk talk, int turn, int last) {
    Map<String, String> evidence = new HashMap<>(talk.evidence());
    evidence.put(REFERENCE, turn == last ? talk.id() : talk.id() + "-" + turn);
    return new Moment(
        channel(talk.channels().get(turn)),
        talk.subject(),
        turn == last ? talk.content().reveal() : "",
        talk.language(),
        talk.reached(),
        talk.at(),
        evidence,
        Optional.empty(),
        turn == last ? talk.cases() : List.of());
  }

  private String channel(Channel channel) {
    return Optional.ofNullable(settings.channels().get(channel)).orElseThrow();
  }

  private String contact(Moment moment, Optional<String> party, Progress progress, String step)
      throws CallFailure {
    Optional<String> made = progress.made(step);
    if (made.isPresent()) {
      return made.get();
    }
    if (progress.tries() == Tries.AGAIN) {
      for (JsonNode there : http.list("klantcontacten", Map.of("plaatsgevondenOp", at(moment)))) {
        if (isThis(there, moment)) {
          return noted(there, there.path("hadBetrokkenen").path(0), progress, step);
        }
      }
    }
    JsonNode answer = http.make("maak-klantcontact", body(moment, party));
    return noted(answer.path("klantcontact"), answer.path("betrokkene"), progress, step);
  }

  /** Involved first: once the contact is noted this step is not done again. */
  private static String noted(JsonNode contact, JsonNode involved, Progress progress, String step)
      throws CallFailure {
    String uuid = KlantHttp.uuid(contact);
    progress.done(INVOLVED + "-" + step, KlantHttp.uuid(involved));
    return progress.done(step, uuid);
  }

  private boolean isThis(JsonNode there, Moment moment) {
    return switch (settings.metadata()) {
      case SENT ->
          there
              .path("metadata")
              .path(REFERENCE)
              .asString("")
              .equals(moment.evidence().get(REFERENCE));
      case LEFT_OUT ->
          instant(there).equals(Optional.of(moment.at()))
              && there.path("kanaal").asString("").equals(moment.channel())
              && there
                  .path("onderwerp")
                  .asString("")
                  .equals(cut(moment.subject(), MAX_SUBJECT_CHARS));
    };
  }

  private Map<String, Object> body(Moment moment, Optional<String> party) {
    Map<String, Object> contact = new HashMap<>();
    contact.put("kanaal", moment.channel());
    contact.put("onderwerp", cut(moment.subject(), MAX_SUBJECT_CHARS));
    contact.put("inhoud", cut(moment.content(), MAX_CONTENT_CHARS));
    contact.put("taal", moment.language() == Language.NL ? "nld" : "eng"); // ISO 639-2/B
    contact.put("vertrouwelijk", true);
    contact.put("indicatieContactGelukt", moment.reached() == Reached.SPOKEN);
    contact.put("plaatsgevondenOp", at(moment));
    if (settings.metadata() == ContactsSettings.Metadata.SENT) {
      Map<String, String> evidence = new HashMap<>();
      moment.evidence().forEach((key, value) -> evidence.put(key, cut(value, MAX_EVIDENCE_CHARS)));
      contact.put("metadata", evidence);
    }
    Map<String, Object> involved = new HashMap<>();
    involved.put("rol", "klant");
    involved.put("initiator", true);
    party.ifPresent(uuid -> involved.put("wasPartij", Map.of("uuid", uuid)));
    moment
        .name()
        .ifPresent(name ->
            involved.put("contactnaam", Map.of("achternaam", cut(name.reveal(), MAX_NAME_CHARS))));
    Map<String, Object> body = new HashMap<>();
    body.put("klantcontact", contact);
    body.put("betrokkene", involved);
    if (!moment.cases().isEmpty()) {
      body.put(
          "onderwerpobject",
          Map.of("onderwerpobjectidentificator", caseIdentifier(moment.cases().getFirst())));
    }
    return body;
  }

  /** Whole seconds: it is also what we look for it by. */
  private static String at(Moment moment) {
    return moment.at().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static Optional<Instant> instant(JsonNode contact) {
    try {
      return Optional.of(
          OffsetDateTime.parse(contact.path("plaatsgevondenOp").asString("")).toInstant());
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }

  static String cut(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    // half a surrogate pair is no character
    int end = Character.isHighSurrogate(text.charAt(limit - 2)) ? limit - 2 : limit - 1;
    return text.substring(0, end) + "…";
  }

  /** With other codes KISS does not show the case. */
  private static Map<String, String> caseIdentifier(String id) {
    return Map.of(
        "objectId", id,
        "codeObjecttype", "zgw-Zaak",
        "codeRegister", "openzaak",
        "codeSoortObjectId", "uuid");
  }

  /** The first went along with the contact. */
  private void cases(Delivery.Talk talk, String contact, Progress progress) throws CallFailure {
    for (int i = 1; i < talk.cases().size(); i++) {
      String id = talk.cases().get(i);
      made(
          progress,
          "case-" + i,
          "onderwerpobjecten",
          Map.of("klantcontact__uuid", contact, "onderwerpobjectidentificatorObjectId", id),
          subject(contact, Optional.empty(), Optional.of(id)));
    }
  }

  private void follows(String contact, String earlier, Progress progress, String step)
      throws CallFailure {
    made(
        progress,
        "follows-" + step,
        "onderwerpobjecten",
        Map.of("klantcontact__uuid", contact, "wasKlantcontact__uuid", earlier),
        subject(contact, Optional.of(earlier), Optional.empty()));
  }

  private static Map<String, Object> subject(
      String contact, Optional<String> earlier, Optional<String> caseId) {
    Map<String, Object> body = new HashMap<>();
    body.put("klantcontact", Map.of("uuid", contact));
    body.put("wasKlantcontact", earlier.<Object>map(uuid -> Map.of("uuid", uuid)).orElse(NOTHING));
    caseId.ifPresent(id -> body.put("onderwerpobjectidentificator", caseIdentifier(id)));
    return body;
  }

  // People

  private String party(Person person, Progress progress) throws CallFailure {
    Optional<String> made = progress.made("party");
    if (made.isPresent()) {
      return made.get();
    }
    Optional<String> known = partyOf(person.bsn().reveal());
    return progress.done(
        "party",
        known.isPresent() ? known.get() : KlantHttp.uuid(http.make("partijen", partyBody(person))));
  }

  /** The number stands in the address, because the API has no other way to ask. */
  private Optional<String> partyOf(String bsn) throws CallFailure {
    JsonNode found =
        http.list(
            "partijen",
            Map.of(
                "soortPartij", "persoon",
                "partijIdentificator__codeObjecttype", "natuurlijk_persoon",
                "partijIdentificator__codeRegister", "brp",
                "partijIdentificator__codeSoortObjectId", "bsn",
                "partijIdentificator__objectId", bsn));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (found.size() > 1) {
      throw new CallFailure(NOT_ONE_PARTY);
    }
    String party = KlantHttp.uuid(found.get(0));
    if (!isOf(found.get(0), bsn)) {
      throw new CallFailure(OTHER_PARTY);
    }
    return Optional.of(party);
  }

  /** A filter over there may be ignored or wrong: the party must say this number, and no other. */
  private static boolean isOf(JsonNode party, String bsn) {
    List<JsonNode> numbers =
        party
            .path("partijIdentificatoren")
            .valueStream()
            .map(each -> each.path("partijIdentificator"))
            .filter(each -> each.path("codeSoortObjectId").asString("").equals("bsn"))
            .toList();
    return !numbers.isEmpty()
        && numbers.stream()
            .allMatch(each ->
                each.path("codeObjecttype").asString("").equals("natuurlijk_persoon")
                    && each.path("codeRegister").asString("").equals("brp")
                    && each.path("objectId").asString("").equals(bsn));
  }

  private static Map<String, Object> partyBody(Person person) {
    return Map.of(
        "soortPartij",
        "persoon",
        "indicatieActief",
        true,
        "partijIdentificatie",
        Map.of("contactnaam", contactName(person.name())),
        "partijIdentificatoren",
        List.of(
            Map.of(
                "partijIdentificator",
                Map.of(
                    "codeObjecttype", "natuurlijk_persoon",
                    "codeRegister", "brp",
                    "codeSoortObjectId", "bsn",
                    "objectId", person.bsn().reveal()))));
  }

  private static Map<String, String> contactName(Name name) {
    return Map.of(
        "voorletters", cut(name.initials().reveal(), MAX_SHORT_NAME_CHARS),
        "voornaam", cut(name.first().reveal(), MAX_NAME_CHARS),
        "voorvoegselAchternaam", cut(name.prefix().reveal(), MAX_SHORT_NAME_CHARS),
        "achternaam", cut(name.last().reveal(), MAX_NAME_CHARS));
  }

  private String colleague(Colleague colleague, Progress progress) throws CallFailure {
    Map<String, String> identifier =
        settings
            .mailDomain()
            .map(domain -> identifier(colleague.id() + "@" + domain, "mdw", "msei", "email"))
            .orElseGet(() -> identifier(colleague.id(), "mdw", "obj", "idf"));
    return actor(progress, "actor", colleague.name(), "medewerker", identifier);
  }

  private String team(Progress progress) throws CallFailure {
    ContactsSettings.Team team = settings.team();
    return actor(
        progress,
        "team",
        team.name(),
        "organisatorische_eenheid",
        identifier(team.id(), team.kind().code(), "obj", "idf"));
  }

  private static Map<String, String> identifier(
      String id, String objectType, String register, String kind) {
    return Map.of(
        "objectId", id,
        "codeObjecttype", objectType,
        "codeRegister", register,
        "codeSoortObjectId", kind);
  }

  private String actor(
      Progress progress, String step, String name, String kind, Map<String, String> identifier)
      throws CallFailure {
    Optional<String> made = progress.made(step);
    if (made.isPresent()) {
      return made.get();
    }
    Map<String, String> query = new HashMap<>();
    identifier.forEach((key, value) ->
        query.put(
            "actoridentificator"
                + key.substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                + key.substring(1),
            value));
    JsonNode found = http.list("actoren", query);
    return progress.done(
        step,
        found.isEmpty()
            ? KlantHttp.uuid(
                http.make(
                    "actoren",
                    Map.of(
                        "naam",
                        cut(name, MAX_NAME_CHARS),
                        "soortActor",
                        kind,
                        "indicatieActief",
                        true,
                        "actoridentificator",
                        identifier)))
            : KlantHttp.uuid(found.get(0)));
  }

  private void spokenBy(String actor, String contact, Progress progress, String step)
      throws CallFailure {
    made(
        progress,
        "spoken-by-" + step,
        "actorklantcontacten",
        Map.of("actor__uuid", actor, "klantcontact__uuid", contact),
        Map.of("actor", Map.of("uuid", actor), "klantcontact", Map.of("uuid", contact)));
  }

  // Call-backs

  private void callback(Delivery.Callback callback, Progress progress, Others others)
      throws CallFailure {
    String contact;
    String involved;
    if (callback.contact().isPresent()) {
      Map<String, String> talk = arrived(others, callback.contact().get());
      contact = part(talk, CONTACT);
      involved = part(talk, INVOLVED + "-" + CONTACT);
      progress.done(CONTACT, contact); // what keeps the promise refers to it
    } else {
      contact = contact(asked(callback), Optional.empty(), progress, CONTACT);
      involved = progress.made(INVOLVED + "-" + CONTACT).orElseThrow();
    }
    Map<String, Object> address = new HashMap<>();
    address.put("verstrektDoorBetrokkene", Map.of("uuid", involved));
    address.put("verstrektDoorPartij", NOTHING);
    address.put("adres", callback.phone().reveal());
    address.put("soortDigitaalAdres", "telefoonnummer");
    made(
        progress,
        "phone",
        "digitaleadressen",
        // without the telephone number, which would stand in the logs of addresses over there
        Map.of("verstrektDoorBetrokkene__uuid", involved),
        there -> isAt(there, involved, callback.phone().reveal()),
        address);
    String team = team(progress);
    made(
        progress,
        TASK,
        "internetaken",
        Map.of("aanleidinggevendKlantcontact__uuid", contact),
        Map.of(
            "gevraagdeHandeling", ASKED,
            "aanleidinggevendKlantcontact", Map.of("uuid", contact),
            "toegewezenAanActoren", List.of(Map.of("uuid", team)),
            "toelichting", cut(explanation(callback), MAX_CONTENT_CHARS),
            "status", "te_verwerken"));
  }

  /** A filter over there may be ignored: the address must say so itself. */
  private static boolean isAt(JsonNode address, String involved, String phone) {
    return address.path("verstrektDoorBetrokkene").path("uuid").asString("").equals(involved)
        && address.path("adres").asString("").equals(phone);
  }

  private static String explanation(Delivery.Callback callback) {
    List<String> lines = new ArrayList<>(List.of(callback.promise(), callback.name().reveal()));
    callback.words().ifPresent(words -> lines.add(words.reveal()));
    return String.join("\n", lines);
  }

  private Moment asked(Delivery.Callback callback) {
    return new Moment(
        settings.form(),
        callback.subject(),
        callback.words().map(Sensitive::reveal).orElse(""),
        Language.NL,
        Reached.SPOKEN,
        callback.at(),
        Map.of(REFERENCE, callback.id()),
        Optional.of(callback.name()),
        List.of());
  }

  private void kept(Delivery.CallbackKept kept, Progress progress, Others others)
      throws CallFailure {
    Map<String, String> callback = arrived(others, kept.callback());
    if (progress.made("closed").isEmpty()) {
      http.change("internetaken", part(callback, TASK), Map.of("status", "verwerkt"));
      progress.done("closed", part(callback, TASK));
    }
    String contact =
        contact(
            new Moment(
                channel(Channel.PHONE),
                kept.subject(),
                kept.content().reveal(),
                Language.NL,
                Reached.SPOKEN,
                kept.at(),
                Map.of(REFERENCE, kept.id()),
                Optional.empty(),
                List.of()),
            Optional.empty(),
            progress,
            CONTACT);
    follows(contact, part(callback, CONTACT), progress, CONTACT);
    spokenBy(colleague(kept.colleague(), progress), contact, progress, CONTACT);
  }

  private static Map<String, String> arrived(Others others, String id) throws CallFailure {
    Optional<Map<String, String>> made = others.madeBy(id);
    if (made.isEmpty()) {
      throw new CallFailure(WAITS);
    }
    return made.get();
  }

  private static String part(Map<String, String> made, String step) throws CallFailure {
    String uuid = made.get(step);
    if (uuid == null) {
      throw new CallFailure(WAITS);
    }
    return uuid;
  }

  /** Something that hangs on others by their ids: at a second try it may be there already. */
  private void made(
      Progress progress, String step, String resource, Map<String, String> query, Object body)
      throws CallFailure {
    made(progress, step, resource, query, _ -> true, body);
  }

  /**
   * @param isThis among the few that the query finds
   */
  private void made(
      Progress progress,
      String step,
      String resource,
      Map<String, String> query,
      Predicate<JsonNode> isThis,
      Object body)
      throws CallFailure {
    if (progress.made(step).isPresent()) {
      return;
    }
    if (progress.tries() == Tries.AGAIN) {
      Optional<JsonNode> there =
          http.list(resource, query).valueStream().filter(isThis).findFirst();
      if (there.isPresent()) {
        progress.done(step, KlantHttp.uuid(there.get()));
        return;
      }
    }
    progress.done(step, KlantHttp.uuid(http.make(resource, body)));
  }

  // History

  /** The contacts of a person, newest first; none when it is not certain whose they are. */
  List<EarlierContact> earlier(Bsn person) throws CallFailure {
    Optional<String> party = partyOf(person.reveal());
    if (party.isEmpty()) {
      return List.of();
    }
    JsonNode found =
        http.list(
            "klantcontacten",
            Map.of(
                "hadBetrokkene__wasPartij__uuid",
                party.get(),
                "expand",
                "hadBetrokkenen,leiddeTotInterneTaken"));
    List<EarlierContact> contacts = new ArrayList<>();
    for (JsonNode contact : found) {
      if (!isWith(party.get(), contact)) {
        throw new CallFailure(OTHER_PARTY);
      }
      instant(contact).ifPresent(at -> contacts.add(earlier(contact, at)));
    }
    return contacts.stream()
        .sorted((one, other) -> other.at().compareTo(one.at()))
        .limit(MAX_EARLIER)
        .toList();
  }

  /** One contact of somebody else means that the filter does not hold: then none is shown. */
  private static boolean isWith(String party, JsonNode contact) {
    return contact
        .path("_expand")
        .path("hadBetrokkenen")
        .valueStream()
        .anyMatch(involved -> involved.path("wasPartij").path("uuid").asString("").equals(party));
  }

  private static EarlierContact earlier(JsonNode contact, Instant at) {
    boolean owed =
        contact
            .path("_expand")
            .path("leiddeTotInterneTaken")
            .valueStream()
            .anyMatch(task -> task.path("status").asString("").equals("te_verwerken"));
    return new EarlierContact(
        at,
        cut(contact.path("kanaal").asString(""), ContactsSettings.MAX_CHANNEL_CHARS),
        Sensitive.of(cut(contact.path("onderwerp").asString(""), MAX_SUBJECT_CHARS)),
        owed ? OpenCallback.OPEN : OpenCallback.NONE);
  }
}
