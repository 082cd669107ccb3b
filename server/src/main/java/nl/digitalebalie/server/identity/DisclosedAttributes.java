package nl.digitalebalie.server.identity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nl.digitalebalie.protocol.identity.AssuranceLevel;
import nl.digitalebalie.protocol.identity.Attribute;
import nl.digitalebalie.protocol.identity.Bsn;
import nl.digitalebalie.protocol.identity.Rejection;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.server.parts.Mode;
import nl.digitalebalie.server.policy.AskedGroup;
import nl.digitalebalie.server.policy.PolicyAttribute;
import nl.digitalebalie.server.policy.PolicyFile;
import nl.digitalebalie.server.policy.Purpose;
import tools.jackson.databind.JsonNode;

/**
 * Reads {@code disclosed} of a result against the question, by position: {@code disclosed[i]}
 * answers {@code disclose[i]} with one of its alternatives, in the order of asking. Never by
 * flattening, or an attribute that was sent unasked could stand in for an asked one.
 */
final class DisclosedAttributes {
  private static final int MAX_VALUE_CHARS = 1_000;

  private final AssuranceWords levels;
  private final Mode mode;

  DisclosedAttributes(AssuranceWords levels, Mode mode) {
    this.levels = levels;
    this.mode = mode;
  }

  Verdict read(JsonNode disclosed, Purpose purpose) throws Refusal {
    if (!disclosed.isArray()) {
      throw new Refusal(Rejection.ATTRIBUTES_MISSING);
    }
    refuseForeignSchemes(disclosed);
    List<Found> found = new ArrayList<>();
    for (int position = 0; position < purpose.asked().size(); position++) {
      found.addAll(readGroup(disclosed.path(position), purpose.asked().get(position)));
    }
    if (disclosed.size() > purpose.asked().size()) {
      // irma server puts what was sent unasked into one more list at the end
      throw new Refusal(Rejection.ATTRIBUTES_NOT_ASKED);
    }
    refuseMixedCards(found);
    return accepted(found, purpose);
  }

  private void refuseForeignSchemes(JsonNode disclosed) throws Refusal {
    for (JsonNode group : disclosed) {
      for (JsonNode attribute : group) {
        String id = attribute.path("id").asString("");
        if (mode == Mode.PRODUCTION && id.startsWith(PolicyFile.DEMO_SCHEME + ".")) {
          throw new Refusal(Rejection.SCHEME_NOT_ALLOWED);
        }
      }
    }
  }

  private static List<Found> readGroup(JsonNode group, AskedGroup asked) throws Refusal {
    if (!group.isArray() || group.isEmpty()) {
      throw new Refusal(Rejection.ATTRIBUTES_MISSING);
    }
    List<String> identifiers = new ArrayList<>();
    for (JsonNode attribute : group) {
      if (!attribute.isObject()) {
        // JSON null stands where an attribute is missing
        throw new Refusal(Rejection.ATTRIBUTES_MISSING);
      }
      if ("EXTRA".equals(attribute.path("status").asString(""))) {
        throw new Refusal(Rejection.ATTRIBUTES_NOT_ASKED);
      }
      identifiers.add(attribute.path("id").asString(""));
    }
    List<PolicyAttribute> alternative = alternativeOf(identifiers, asked);
    List<Found> found = new ArrayList<>();
    for (int place = 0; place < alternative.size(); place++) {
      found.add(readAttribute(group.get(place), alternative.get(place)));
    }
    return found;
  }

  private static List<PolicyAttribute> alternativeOf(List<String> identifiers, AskedGroup asked)
      throws Refusal {
    Set<String> known = new HashSet<>();
    for (List<PolicyAttribute> alternative : asked.alternatives()) {
      List<String> wanted = alternative.stream().map(PolicyAttribute::identifier).toList();
      if (wanted.equals(identifiers)) {
        return alternative;
      }
      known.addAll(wanted);
    }
    throw new Refusal(
        known.containsAll(identifiers)
            ? Rejection.ATTRIBUTES_MISSING
            : Rejection.ATTRIBUTES_NOT_ASKED);
  }

  private static Found readAttribute(JsonNode attribute, PolicyAttribute asked) throws Refusal {
    JsonNode value = attribute.path("rawvalue");
    if (!"PRESENT".equals(attribute.path("status").asString("")) || !value.isString()) {
      throw new Refusal(Rejection.ATTRIBUTE_NOT_PRESENT);
    }
    if (value.stringValue().length() > MAX_VALUE_CHARS) {
      throw new Refusal(Rejection.TOKEN_MALFORMED);
    }
    JsonNode issued = attribute.path("issuancetime");
    if (!issued.isIntegralNumber() || !issued.canConvertToLong()) {
      throw new Refusal(Rejection.TOKEN_MALFORMED);
    }
    return new Found(asked, value.stringValue(), issued.longValue());
  }

  /** Two instances of one card differ in when they were issued. */
  private static void refuseMixedCards(List<Found> found) throws Refusal {
    Map<String, Long> issuedByCard = new HashMap<>();
    for (Found each : found) {
      Long before = issuedByCard.putIfAbsent(each.asked.credential(), each.issuedAt);
      if (before != null && before != each.issuedAt) {
        throw new Refusal(Rejection.MIXED_CREDENTIALS);
      }
    }
  }

  private Verdict accepted(List<Found> found, Purpose purpose) throws Refusal {
    Optional<Bsn> bsn = Optional.empty();
    AssuranceLevel level = AssuranceLevel.LOW;
    List<Attribute> attributes = new ArrayList<>();
    for (Found each : found) {
      if (each.asked.key().equals(PolicyAttribute.BSN)) {
        bsn = Optional.of(bsn(each.value));
      }
      if (each.asked.key().equals(PolicyAttribute.LEVEL)) {
        level = level(each.value);
      }
      attributes.add(
          new Attribute(each.asked.identifier(), each.asked.label(), Sensitive.of(each.value)));
    }
    if (level.compareTo(purpose.minimumLevel()) < 0) {
      throw new Refusal(Rejection.LEVEL_TOO_LOW);
    }
    return new Verdict.Accepted(attributes, bsn, level);
  }

  private static Bsn bsn(String value) throws Refusal {
    Optional<Bsn> bsn = Bsn.parse(value);
    if (bsn.isEmpty()) {
      throw new Refusal(Rejection.BSN_INVALID);
    }
    return bsn.get();
  }

  private AssuranceLevel level(String word) throws Refusal {
    Optional<AssuranceLevel> level = levels.level(word);
    if (level.isEmpty()) {
      throw new Refusal(Rejection.LEVEL_TOO_LOW);
    }
    return level.get();
  }

  private record Found(PolicyAttribute asked, String value, long issuedAt) {}
}
