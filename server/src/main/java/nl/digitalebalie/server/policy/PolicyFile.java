package nl.digitalebalie.server.policy;

import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import nl.digitalebalie.protocol.cases.NotesShown;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.AssuranceLevel;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.identity.DiscloserAssurance;
import nl.digitalebalie.protocol.identity.Sensitivity;
import nl.digitalebalie.protocol.signal.CounterToStaff.PurposeCard;
import nl.digitalebalie.protocol.signal.LocalText;
import nl.digitalebalie.server.canonical.CanonicalJson;
import nl.digitalebalie.server.parts.Mode;
import nl.digitalebalie.server.policy.Purpose.EarlierContacts;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads and checks a policy file (YAML). Nothing is taken over from a file with a fault: a policy
 * that is half understood would open too much or too little.
 */
public final class PolicyFile {
  /** Schemes whose cards anybody can issue to themselves. */
  public static final String DEMO_SCHEME = "irma-demo";

  private static final int VERSION = 1;

  /** A day at the counter; longer boxes are mistakes. */
  private static final int MAX_TIME_BOX_MINUTES = 480;

  /** Two signs of life: with less, one that is a moment late would lock the panel. */
  private static final int MIN_GRACE_SECONDS = 10;

  private static final int MAX_GRACE_SECONDS = 300;

  /** Longer than an hour it is another talk. */
  private static final int MAX_ABSENCE_SECONDS = 3_600;

  private static final int MAX_EXTENSIONS = 10;
  private static final int MAX_RETENTION_DAYS = 36_500;

  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Mode mode;
  private final List<PolicyFault> faults = new ArrayList<>();

  private PolicyFile(Mode mode) {
    this.mode = mode;
  }

  /** In production a purpose that asks cards of a demo scheme is a fault. */
  public static PolicyResult read(String yaml, Mode mode) {
    JsonNode root;
    try {
      root = YAML.readTree(yaml);
    } catch (JacksonException unreadable) {
      // the original message quotes the file's text, which an administrator may see
      return new PolicyResult.Invalid(
          List.of(new PolicyFault("(file)", unreadable.getOriginalMessage())));
    }
    return root instanceof ObjectNode object
        ? new PolicyFile(mode).readRoot(object)
        : new PolicyResult.Invalid(List.of(new PolicyFault("(file)", "an object is needed")));
  }

  private PolicyResult readRoot(ObjectNode root) {
    FileCursor file = new FileCursor(root, "", faults);
    file.number("version", VERSION, VERSION);
    Map<String, PolicyAttribute> attributes = file.named("attributes", this::attribute);
    List<Purpose> purposes = new ArrayList<>();
    for (FileCursor purpose : file.objects("purposes")) {
      purposes.add(purpose(purpose, attributes));
    }
    file.refuseUnknownFields();
    refuseTwice(purposes);
    if (purposes.isEmpty()) {
      file.fault("purposes", "at least one purpose is needed");
    }
    return faults.isEmpty()
        ? new PolicyResult.Loaded(new PurposePolicy(hash(root), purposes))
        : new PolicyResult.Invalid(faults);
  }

  private PolicyAttribute attribute(String key, FileCursor cursor) {
    String identifier = cursor.text("identifier");
    LocalText label = cursor.localText("label");
    LocalText staffLabel = cursor.localTextOr("staffLabel", label);
    cursor.refuseUnknownFields();
    if (!identifier.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9_-]+){3}")) {
      cursor.fault("identifier", "scheme.issuer.credential.attribute is needed");
      return new PolicyAttribute(key, "faulty.faulty.faulty.faulty", label, staffLabel);
    }
    PolicyAttribute attribute = new PolicyAttribute(key, identifier, label, staffLabel);
    if (mode == Mode.PRODUCTION && attribute.scheme().equals(DEMO_SCHEME)) {
      cursor.fault("identifier", "cards of " + DEMO_SCHEME + " prove nothing in production");
    }
    return attribute;
  }

  private Purpose purpose(FileCursor cursor, Map<String, PolicyAttribute> attributes) {
    Purpose purpose =
        new Purpose(
            purposeId(cursor),
            cursor.localText("title"),
            cursor.localText("why"),
            cursor.localText("legalBasis"),
            cursor.text("registerEntry"),
            groups(cursor, attributes),
            cursor.oneOf("minimumLevel", AssuranceLevel.class, Enum::name),
            cursor.oneOf("channel", ChannelAssurance.class, Enum::name),
            cursor.oneOf("discloser", DiscloserAssurance.class, Enum::name),
            cursor.oneOf("sensitivity", Sensitivity.class, Enum::name),
            cursor.texts("caseTypes"),
            cursor.texts("personFields"),
            cursor.someOf("registerFields", RegisterField.class, RegisterField::key),
            new HashSet<>(cursor.texts("documentTypes")),
            cursor.oneOf("maxConfidentiality", Confidentiality.class, Confidentiality::zgw),
            Duration.ofMinutes(cursor.number("timeBoxMinutes", 1, MAX_TIME_BOX_MINUTES)),
            Duration.ofSeconds(cursor.number("graceSeconds", MIN_GRACE_SECONDS, MAX_GRACE_SECONDS)),
            Duration.ofSeconds(
                cursor.number("absenceSeconds", MIN_GRACE_SECONDS, MAX_ABSENCE_SECONDS)),
            cursor.number("maxExtensions", 0, MAX_EXTENSIONS),
            Period.ofDays(cursor.number("retentionDays", 1, MAX_RETENTION_DAYS)),
            new HashSet<>(cursor.texts("roles")),
            cursor.localTexts("visibleToStaff"),
            cursor.oneOf(
                "earlierContacts",
                EarlierContacts.class,
                EarlierContacts::name,
                EarlierContacts.HIDDEN),
            cursor.oneOf("notes", NotesShown.class, NotesShown::name, NotesShown.HIDDEN));
    cursor.refuseUnknownFields();
    checkTogether(cursor, purpose);
    return purpose;
  }

  private static PurposeId purposeId(FileCursor cursor) {
    try {
      return new PurposeId(cursor.text("id"));
    } catch (IllegalArgumentException malformed) {
      cursor.fault("id", "lower-case letters, digits, dots and hyphens, at most 64");
      return new PurposeId("faulty");
    }
  }

  private static List<AskedGroup> groups(
      FileCursor purpose, Map<String, PolicyAttribute> attributes) {
    List<AskedGroup> groups = new ArrayList<>();
    for (FileCursor group : purpose.objects("ask")) {
      List<List<PolicyAttribute>> alternatives = new ArrayList<>();
      for (List<String> keys : group.textLists("anyOf")) {
        alternatives.add(known(group, keys, attributes));
      }
      groups.add(new AskedGroup(group.localText("label"), alternatives));
      group.refuseUnknownFields();
    }
    return groups;
  }

  private static List<PolicyAttribute> known(
      FileCursor group, List<String> keys, Map<String, PolicyAttribute> attributes) {
    List<PolicyAttribute> found = new ArrayList<>();
    for (String key : keys) {
      PolicyAttribute attribute = attributes.get(key);
      if (attribute == null) {
        group.fault("anyOf", "no attribute is called \"" + key + "\"");
      } else {
        found.add(attribute);
      }
    }
    if (found.stream().map(PolicyAttribute::credential).distinct().count() > 1) {
      group.fault("anyOf", "the attributes of one alternative come from one card");
    }
    return found;
  }

  /** Rules between fields, each of which would make the gate meaningless. */
  private static void checkTogether(FileCursor cursor, Purpose purpose) {
    fitsCard(cursor, "caseTypes", purpose.caseTypes());
    fitsCard(cursor, "personFields", purpose.panelFields());
    fitsCard(cursor, "documentTypes", purpose.documentTypes());
    if (purpose.asked().isEmpty()) {
      cursor.fault("ask", "at least one attribute is needed");
    }
    if (purpose.roles().isEmpty()) {
      cursor.fault("roles", "at least one role is needed");
    }
    if (!purpose.caseTypes().isEmpty()
        && !askedAlways(purpose, PolicyAttribute.BSN)
        && !askedAlways(purpose, PolicyAttribute.KVK)) {
      cursor.fault(
          "caseTypes", "case data needs the attribute bsn or kvkNumber in every alternative");
    }
    if (purpose.earlierContacts() == EarlierContacts.SHOWN
        && !askedAlways(purpose, PolicyAttribute.BSN)) {
      cursor.fault(
          "earlierContacts", "they are found by the attribute bsn, which every alternative needs");
    }
    if (purpose.notes() == NotesShown.SHOWN && !tellsOfNotes(purpose)) {
      cursor.fault(
          "notes", "the resident is told of them: visibleToStaff needs a line with \"notities\"");
    }
    if (!purpose.registerFields().isEmpty() && !askedAlways(purpose, PolicyAttribute.BSN)) {
      cursor.fault(
          "registerFields", "the population register needs the attribute bsn in every alternative");
    }
    if (purpose.minimumLevel() != AssuranceLevel.LOW
        && !askedAlways(purpose, PolicyAttribute.LEVEL)) {
      cursor.fault("minimumLevel", "a level above LOW needs the attribute level");
    }
    if (purpose.absence().compareTo(purpose.grace()) < 0) {
      cursor.fault("absenceSeconds", "at least graceSeconds: before that nobody is missed");
    }
    for (String field : purpose.personFields()) {
      if (purpose.attribute(field).isEmpty()) {
        cursor.fault("personFields", "\"" + field + "\" is not asked");
      }
    }
  }

  /** The staff client is told all of them, to hold the panel against. */
  private static void fitsCard(FileCursor cursor, String field, Collection<String> words) {
    if (words.size() > PurposeCard.MAX_ALLOWED
        || words.stream().anyMatch(word -> word.length() > PurposeCard.MAX_ALLOWED_CHARS)) {
      cursor.fault(
          field,
          "at most %d, each of at most %d characters"
              .formatted(PurposeCard.MAX_ALLOWED, PurposeCard.MAX_ALLOWED_CHARS));
    }
  }

  /** The Dutch text is always there; what it says beyond the word is the municipality's. */
  private static boolean tellsOfNotes(Purpose purpose) {
    return purpose.visibleToStaff().stream()
        .anyMatch(line -> line.in("nl").toLowerCase(Locale.ROOT).contains("notities"));
  }

  private static boolean askedAlways(Purpose purpose, String key) {
    return purpose.asked().stream()
        .anyMatch(group ->
            !group.alternatives().isEmpty()
                && group.alternatives().stream()
                    .allMatch(alternative ->
                        alternative.stream().anyMatch(attribute -> attribute.key().equals(key))));
  }

  private void refuseTwice(List<Purpose> purposes) {
    Set<PurposeId> seen = new HashSet<>();
    for (Purpose purpose : purposes) {
      if (!seen.add(purpose.id())) {
        faults.add(new PolicyFault("purposes", "\"" + purpose.id() + "\" is there twice"));
      }
    }
  }

  private static String hash(ObjectNode root) {
    byte[] digest = CanonicalJson.sha256(CanonicalJson.bytes(plain(root)));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
  }

  private static Object plain(JsonNode node) {
    if (node instanceof ObjectNode object) {
      Map<String, Object> members = new LinkedHashMap<>();
      object.forEachEntry((name, value) -> members.put(name, plain(value)));
      return members;
    }
    if (node.isArray()) {
      List<Object> elements = new ArrayList<>();
      node.forEach(element -> elements.add(plain(element)));
      return elements;
    }
    return node.isIntegralNumber() ? (Object) node.longValue() : node.asString();
  }
}
