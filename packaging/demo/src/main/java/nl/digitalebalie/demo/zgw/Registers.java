package nl.digitalebalie.demo.zgw;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import nl.digitalebalie.demo.people.DemoWorld;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every resource of the three components, built once from the fictional cases: its address to its
 * JSON. Identifiers are name-based (RFC 9562 5.3), so the same file gives the same addresses each
 * time.
 */
final class Registers {
  static final String CASES = "/zaken/api/v1";
  static final String CATALOGUES = "/catalogi/api/v1";
  static final String DOCUMENTS = "/documenten/api/v1";

  /** A valid-looking RSIN for the municipality that exists nowhere. */
  private static final String ORGANISATION = "002220647";

  /** Case types of this kind are those of an enterprise and not of who acts for it. */
  private static final String OF_ENTERPRISES = "bedrijf-";

  private static final String BEGIN = "2020-01-01";

  /** Required and not nullable in the published schema. */
  private static final String END = "2099-12-31";

  private static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");
  private static final JsonMapper JSON = JsonMapper.shared();

  private final String base;
  private final LocalDate today;
  private final Map<String, ObjectNode> resources =
      Collections.synchronizedMap(new LinkedHashMap<>());
  private final Map<String, byte[]> files = new HashMap<>();

  private Registers(URI base, LocalDate today) {
    this.base = base.toString();
    this.today = today;
  }

  static Registers of(DemoWorld world, URI base, LocalDate today) {
    Registers registers = new Registers(base, today);
    world.documentTypes().forEach(registers::addDocumentType);
    world.caseTypes().forEach(registers::addCaseType);
    for (DemoWorld.Person person : world.people()) {
      person.cases().forEach(one -> registers.addCase(world, person, one));
    }
    return registers;
  }

  Optional<ObjectNode> find(String url) {
    return Optional.ofNullable(resources.get(url)).map(ObjectNode::deepCopy);
  }

  /**
   * Resources of one kind, for instance {@code /zaken/api/v1/statussen}, in the order of the file.
   */
  List<ObjectNode> all(String collection, Predicate<ObjectNode> keep) {
    String prefix = base + collection + "/";
    List<Map.Entry<String, ObjectNode>> now;
    synchronized (resources) { // notes are added while others read
      now = List.copyOf(resources.entrySet());
    }
    return now.stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .map(Map.Entry::getValue)
        .filter(keep)
        .map(ObjectNode::deepCopy)
        .toList();
  }

  Optional<byte[]> file(String documentUrl) {
    return Optional.ofNullable(files.get(documentUrl)).map(byte[]::clone);
  }

  String absolute(String path) {
    return base + path;
  }

  private String url(String collection, String name) {
    return base + collection + "/" + uuid(collection, name);
  }

  private static UUID uuid(String collection, String name) {
    return UUID.nameUUIDFromBytes((collection + "/" + name).getBytes(StandardCharsets.UTF_8));
  }

  private ObjectNode resource(String collection, String name) {
    String url = url(collection, name);
    ObjectNode json = JSON.createObjectNode().put("url", url);
    resources.put(url, json);
    return json;
  }

  private ObjectNode withUuid(String collection, String name) {
    return resource(collection, name).put("uuid", uuid(collection, name).toString());
  }

  private LocalDate day(int offset) {
    return today.plusDays(offset);
  }

  private String noon(int offset) {
    return day(offset).atTime(12, 0).atZone(ZONE).toInstant().toString();
  }

  private String catalogue() {
    return url(CATALOGUES + "/catalogussen", "demo");
  }

  private static ArrayNode none() {
    return JSON.createArrayNode();
  }

  // ---- catalogues

  private void addDocumentType(DemoWorld.DocumentType type) {
    ObjectNode json =
        resource(CATALOGUES + "/informatieobjecttypen", type.id())
            .put("catalogus", catalogue())
            .put("omschrijving", type.description())
            .put("vertrouwelijkheidaanduiding", Confidentiality.ZAAKVERTROUWELIJK.wire())
            .put("beginGeldigheid", BEGIN)
            .putNull("eindeGeldigheid")
            .put("beginObject", BEGIN)
            .put("eindeObject", END)
            .put("concept", false)
            .put("informatieobjectcategorie", "Dossier");
    json.set("besluittypen", none());
    json.set("zaaktypen", none());
  }

  private void addCaseType(DemoWorld.CaseType type) {
    String url = url(CATALOGUES + "/zaaktypen", type.id());
    ObjectNode json =
        resource(CATALOGUES + "/zaaktypen", type.id())
            .put("identificatie", type.id())
            .put("omschrijving", type.description())
            .put("vertrouwelijkheidaanduiding", type.confidentiality())
            .put("doel", type.description())
            .put("aanleiding", "Een inwoner vraagt hierom")
            .put("indicatieInternOfExtern", "extern")
            .put("handelingInitiator", "aanvragen")
            .put("onderwerp", type.description())
            .put("handelingBehandelaar", "behandelen")
            .put("doorlooptijd", type.term().toString())
            .put("opschortingEnAanhoudingMogelijk", false)
            .put("verlengingMogelijk", false)
            .put("publicatieIndicatie", false)
            .put("concept", false)
            .put("verantwoordelijke", "Gemeente Voorbeeld")
            .put("beginGeldigheid", BEGIN)
            .putNull("eindeGeldigheid")
            .put("versiedatum", BEGIN)
            .put("beginObject", BEGIN)
            .put("eindeObject", END)
            .put("catalogus", catalogue());
    json.putObject("referentieproces").put("naam", type.description()).put("link", "");
    for (String list :
        List.of(
            "productenOfDiensten",
            "resultaattypen",
            "eigenschappen",
            "informatieobjecttypen",
            "besluittypen",
            "deelzaaktypen",
            "gerelateerdeZaaktypen",
            "zaakobjecttypen")) {
      json.set(list, none());
    }
    json.set("statustypen", addMilestones(type, url));
    ArrayNode roleTypes = json.putArray("roltypen");
    roleTypes.add(addRoleType(type, url, "initiator", "Aanvrager"));
    roleTypes.add(addRoleType(type, url, "belanghebbende", "Bewindvoerder"));
  }

  private ArrayNode addMilestones(DemoWorld.CaseType type, String caseTypeUrl) {
    ArrayNode urls = JSON.createArrayNode();
    for (int i = 0; i < type.milestones().size(); i++) {
      DemoWorld.Milestone milestone = type.milestones().get(i);
      ObjectNode json =
          resource(CATALOGUES + "/statustypen", type.id() + "/" + (i + 1))
              .put("omschrijving", milestone.description())
              .put("omschrijvingGeneriek", "")
              .put("statustekst", milestone.text())
              .put("zaaktype", caseTypeUrl)
              .put("zaaktypeIdentificatie", type.id())
              .put("volgnummer", i + 1)
              .put("isEindstatus", i + 1 == type.milestones().size())
              .put("informeren", false)
              .put("catalogus", catalogue())
              .put("beginObject", BEGIN)
              .put("eindeObject", END);
      json.set("eigenschappen", none());
      json.set("zaakobjecttypen", none());
      urls.add(json.path("url").stringValue());
    }
    return urls;
  }

  private String addRoleType(
      DemoWorld.CaseType type, String caseTypeUrl, String generic, String description) {
    return resource(CATALOGUES + "/roltypen", type.id() + "/" + generic)
        .put("zaaktype", caseTypeUrl)
        .put("zaaktypeIdentificatie", type.id())
        .put("omschrijving", description)
        .put("omschrijvingGeneriek", generic)
        .put("catalogus", catalogue())
        .put("beginObject", BEGIN)
        .put("eindeObject", END)
        .path("url")
        .stringValue();
  }

  private String addOutcomeType(String caseType, String outcome) {
    String name = caseType + "/" + outcome;
    ObjectNode json =
        resource(CATALOGUES + "/resultaattypen", name)
            .put("zaaktype", url(CATALOGUES + "/zaaktypen", caseType))
            .put("zaaktypeIdentificatie", caseType)
            .put("omschrijving", outcome)
            .put("resultaattypeomschrijving", absolute("/selectielijst/omschrijving"))
            .put("omschrijvingGeneriek", outcome)
            .put("selectielijstklasse", absolute("/selectielijst/klasse"))
            .put("catalogus", catalogue())
            .put("beginObject", BEGIN)
            .put("eindeObject", END);
    json.set("besluittypeOmschrijving", none());
    json.set("informatieobjecttypeOmschrijving", none());
    return json.path("url").stringValue();
  }

  // ---- cases

  private void addCase(DemoWorld world, DemoWorld.Person person, DemoWorld.DemoCase one) {
    DemoWorld.CaseType type =
        world.caseTypes().stream()
            .filter(known -> known.id().equals(one.type()))
            .findFirst()
            .orElseThrow();
    String name = one.identification();
    String url = url(CASES + "/zaken", name);
    ObjectNode json =
        withUuid(CASES + "/zaken", name)
            .put("identificatie", name)
            .put("bronorganisatie", ORGANISATION)
            .put("omschrijving", one.description())
            .put("toelichting", "")
            .put("zaaktype", url(CATALOGUES + "/zaaktypen", one.type()))
            .put("registratiedatum", day(one.start()).toString())
            .put("verantwoordelijkeOrganisatie", ORGANISATION)
            .put("startdatum", day(one.start()).toString())
            .put("einddatumGepland", day(one.plannedEnd()).toString())
            .put("uiterlijkeEinddatumAfdoening", day(one.legalEnd()).toString())
            .put("laatstGemuteerd", noon(one.start()))
            .put(
                "vertrouwelijkheidaanduiding", one.confidentiality().orElse(type.confidentiality()))
            .put("betalingsindicatie", "nvt")
            .put(
                "betalingsindicatieWeergave",
                "Er is geen sprake van te betalen, met de zaak gemoeide, kosten.");
    one.end()
        .ifPresentOrElse(
            end -> json.put("einddatum", day(end).toString()), () -> json.putNull("einddatum"));
    json.putObject("verlenging").put("reden", "").put("duur", "P0D");
    json.putObject("opschorting")
        .put("indicatie", false)
        .put("eerdereOpschorting", false)
        .put("reden", "");
    for (String list : List.of("deelzaken", "eigenschappen", "zaakobjecten", "kenmerken")) {
      json.set(list, none());
    }
    json.set("rollen", addRoles(person, one, url));
    addNotes(one, url);
    json.set("status", addStatuses(one, url));
    json.set("zaakinformatieobjecten", addDocuments(one, url));
    addOutcome(one, url)
        .ifPresentOrElse(
            outcome -> json.put("resultaat", outcome), () -> json.putNull("resultaat"));
  }

  private ArrayNode addRoles(DemoWorld.Person person, DemoWorld.DemoCase one, String caseUrl) {
    ArrayNode roles = JSON.createArrayNode();
    ObjectNode applicant = role(one, caseUrl, "initiator", "Aanvrager");
    applicant.put("indicatieMachtiging", one.representative().isPresent() ? "machtiginggever" : "");
    if (person.enterprise().isPresent() && one.type().startsWith(OF_ENTERPRISES)) {
      isEnterprise(applicant, person.enterprise().get());
    } else {
      isPerson(applicant, person);
    }
    roles.add(applicant.path("url").stringValue());
    one.representative().ifPresent(who -> roles.add(addRepresentative(one, caseUrl, who)));
    return roles;
  }

  private static void isPerson(ObjectNode role, DemoWorld.Person person) {
    role.put("betrokkeneType", "natuurlijk_persoon")
        .putObject("betrokkeneIdentificatie")
        .put("inpBsn", person.bsn())
        .put("anpIdentificatie", "")
        .put("geslachtsnaam", person.card().getOrDefault("familyname", ""))
        .put("voorvoegselGeslachtsnaam", person.card().getOrDefault("prefix", ""))
        .put("voorletters", person.card().getOrDefault("initials", ""))
        .put("voornamen", person.card().getOrDefault("firstnames", ""));
  }

  private static void isEnterprise(ObjectNode role, DemoWorld.Enterprise enterprise) {
    role.put("betrokkeneType", "niet_natuurlijk_persoon")
        .putObject("betrokkeneIdentificatie")
        .put("innNnpId", enterprise.rsin())
        .put("annIdentificatie", "")
        .put("kvkNummer", enterprise.kvkNumber())
        .put("vestigingsNummer", enterprise.branchNumber())
        .put("statutaireNaam", enterprise.name());
  }

  private String addRepresentative(
      DemoWorld.DemoCase one, String caseUrl, DemoWorld.Representative who) {
    ObjectNode json =
        role(one, caseUrl, "belanghebbende", "Bewindvoerder")
            .put("indicatieMachtiging", "gemachtigde");
    switch (who.kind()) {
      case ORGANISATION ->
          json.put("betrokkeneType", "niet_natuurlijk_persoon")
              .putObject("betrokkeneIdentificatie")
              .put("innNnpId", ORGANISATION)
              .put("annIdentificatie", "")
              .put("statutaireNaam", who.name());
      case PERSON ->
          json.put("betrokkeneType", "natuurlijk_persoon")
              .putObject("betrokkeneIdentificatie")
              .put("inpBsn", "")
              .put("anpIdentificatie", "")
              .put("geslachtsnaam", who.name());
    }
    return json.path("url").stringValue();
  }

  private ObjectNode role(
      DemoWorld.DemoCase one, String caseUrl, String generic, String description) {
    ObjectNode json =
        withUuid(CASES + "/rollen", one.identification() + "/" + generic)
            .put("zaak", caseUrl)
            .put("betrokkene", "")
            .put("afwijkendeNaamBetrokkene", "")
            .put("roltype", url(CATALOGUES + "/roltypen", one.type() + "/" + generic))
            .put("omschrijving", description)
            .put("omschrijvingGeneriek", generic)
            .put("roltoelichting", description)
            .put("registratiedatum", noon(one.start()));
    json.set("statussen", none());
    return json;
  }

  private void addNotes(DemoWorld.DemoCase one, String caseUrl) {
    int number = 0;
    for (DemoWorld.DemoNote note : one.notes().orElse(List.of())) {
      resource(CASES + "/zaaknotities", one.identification() + "/" + ++number)
          .put("onderwerp", note.subject())
          .put("tekst", note.text())
          .put("aangemaaktDoor", note.author())
          .put("notitieType", "intern")
          .put("status", "definitief")
          .put("aanmaakdatum", noon(note.day()))
          .put("wijzigingsdatum", noon(note.day()))
          .put("gerelateerdAan", caseUrl);
    }
  }

  /** A note that somebody posted. */
  ObjectNode addNote(ObjectNode posted, String now) {
    String name = "posted/" + UUID.randomUUID();
    ObjectNode json =
        resource(CASES + "/zaaknotities", name)
            .put("aanmaakdatum", now)
            .put("wijzigingsdatum", now)
            .put("notitieType", "intern")
            .put("status", "definitief")
            .put("aangemaaktDoor", "");
    json.setAll(posted);
    return json.deepCopy();
  }

  /** Moves a case on; empty where no such case is, or where it has come to its end. */
  Optional<ObjectNode> nextStatus(String identification, Instant at) {
    synchronized (resources) {
      ObjectNode one = resources.get(url(CASES + "/zaken", identification));
      if (one == null) {
        return Optional.empty();
      }
      String type = one.path("zaaktype").stringValue();
      String caseUrl = one.path("url").stringValue();
      Set<String> reached = new HashSet<>();
      all(CASES + "/statussen", status -> status.path("zaak").asString("").equals(caseUrl))
          .forEach(status -> reached.add(status.path("statustype").asString("")));
      return all(
              CATALOGUES + "/statustypen",
              status -> status.path("zaaktype").asString("").equals(type))
          .stream()
          .map(status -> status.path("url").stringValue())
          .filter(url -> !reached.contains(url))
          .findFirst()
          .map(next -> {
            ObjectNode status =
                withUuid(CASES + "/statussen", identification + "/next/" + reached.size())
                    .put("zaak", caseUrl)
                    .put("statustype", next)
                    .put("datumStatusGezet", at.toString())
                    .put("statustoelichting", "")
                    .put("indicatieLaatstGezetteStatus", true);
            status.set("zaakinformatieobjecten", none());
            one.put("status", status.path("url").stringValue());
            return status.deepCopy();
          });
    }
  }

  private JsonNode addStatuses(DemoWorld.DemoCase one, String caseUrl) {
    JsonNode last = JSON.nullNode();
    for (int i = 0; i < one.statuses().size(); i++) {
      DemoWorld.ReachedStatus reached = one.statuses().get(i);
      ObjectNode json =
          withUuid(CASES + "/statussen", one.identification() + "/" + reached.order())
              .put("zaak", caseUrl)
              .put(
                  "statustype",
                  url(CATALOGUES + "/statustypen", one.type() + "/" + reached.order()))
              .put("datumStatusGezet", noon(reached.day()))
              .put("statustoelichting", "")
              .put("indicatieLaatstGezetteStatus", i + 1 == one.statuses().size());
      json.set("zaakinformatieobjecten", none());
      last = json.path("url");
    }
    return last;
  }

  private Optional<String> addOutcome(DemoWorld.DemoCase one, String caseUrl) {
    return one.outcome()
        .map(outcome ->
            withUuid(CASES + "/resultaten", one.identification())
                .put("zaak", caseUrl)
                .put("resultaattype", addOutcomeType(one.type(), outcome))
                .put("toelichting", "")
                .path("url")
                .stringValue());
  }

  // ---- documents

  private ArrayNode addDocuments(DemoWorld.DemoCase one, String caseUrl) {
    ArrayNode links = JSON.createArrayNode();
    for (int i = 0; i < one.documents().size(); i++) {
      DemoWorld.DemoDocument document = one.documents().get(i);
      String name = one.identification() + "/" + (i + 1);
      String documentUrl = addDocument(document, name);
      ObjectNode link =
          withUuid(CASES + "/zaakinformatieobjecten", name)
              .put("informatieobject", documentUrl)
              .put("zaak", caseUrl)
              .put("aardRelatieWeergave", "Hoort bij, omgekeerd: kent")
              .put("titel", document.title())
              .put("beschrijving", "")
              .put("registratiedatum", noon(document.day()))
              .putNull("vernietigingsdatum")
              .putNull("status");
      links.add(link.path("url").stringValue());
    }
    return links;
  }

  private String addDocument(DemoWorld.DemoDocument document, String name) {
    DemoWorld.Format format = document.format().orElse(DemoWorld.Format.PAGE);
    byte[] file =
        switch (format) {
          case PAGE -> DocumentFiles.page(document.title(), document.lines());
          case PICTURE -> DocumentFiles.picture(document.title(), document.lines());
        };
    String ending = format == DemoWorld.Format.PAGE ? "pdf" : "png";
    String collection = DOCUMENTS + "/enkelvoudiginformatieobjecten";
    String url = url(collection, name);
    files.put(url, file);
    ObjectNode json =
        resource(collection, name)
            .put("identificatie", "DOCUMENT-" + name.replace('/', '-'))
            .put("bronorganisatie", ORGANISATION)
            .put("creatiedatum", day(document.day()).toString())
            .put("titel", document.title())
            .put(
                "vertrouwelijkheidaanduiding",
                document.confidentiality().orElse(Confidentiality.ZAAKVERTROUWELIJK.wire()))
            .put("auteur", "Gemeente Voorbeeld")
            .put("status", "definitief")
            .put("formaat", format == DemoWorld.Format.PAGE ? "application/pdf" : "image/png")
            .put("taal", "nld")
            .put("versie", 1)
            .put("beginRegistratie", noon(document.day()))
            .put("bestandsnaam", "document." + ending)
            .put("inhoud", url + "/download?versie=1")
            .put("bestandsomvang", file.length)
            .put("link", "")
            .put("beschrijving", "")
            .putNull("indicatieGebruiksrecht")
            .put(
                "informatieobjecttype", url(CATALOGUES + "/informatieobjecttypen", document.type()))
            .put("locked", false);
    addDates(json, document);
    json.set("bestandsdelen", none());
    return url;
  }

  /** Letters and decisions went out, proof came in; a report did neither and is internal. */
  private void addDates(ObjectNode json, DemoWorld.DemoDocument document) {
    String day = day(document.day()).toString();
    json.putNull("ontvangstdatum").putNull("verzenddatum");
    switch (document.type()) {
      case "brief", "besluit" -> json.put("verzenddatum", day);
      case "bewijsstuk" -> json.put("ontvangstdatum", day);
      default -> {}
    }
  }
}
