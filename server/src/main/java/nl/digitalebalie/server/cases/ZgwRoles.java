package nl.digitalebalie.server.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nl.digitalebalie.protocol.cases.PanelContent.Representative;
import nl.digitalebalie.protocol.cases.PanelContent.RepresentativeKind;
import nl.digitalebalie.protocol.privacy.Sensitive;
import tools.jackson.databind.JsonNode;

/**
 * What the roles of a case say about one person. Roles name other people too; of those only the
 * name of whoever represents this person is taken over, the rest ends here.
 */
record ZgwRoles(Standing standing, List<Representative> representatives) {
  /** Roles of somebody whom the case is about, as {@code omschrijvingGeneriek} has them. */
  private static final Set<String> CONCERNED =
      Set.of("initiator", "mede_initiator", "belanghebbende");

  /** Somebody who acts for another; the other's case is not theirs. */
  private static final String REPRESENTATIVE = "gemachtigde";

  private static final int MAX_REPRESENTATIVES = 10;

  /** Whether the case is this person's own. */
  enum Standing {
    OWN,
    NOT_OWN
  }

  static ZgwRoles of(Iterable<JsonNode> roles, Subject subject) {
    Standing standing = Standing.NOT_OWN;
    List<Representative> representatives = new ArrayList<>();
    for (JsonNode role : roles) {
      boolean represents = Fields.text(role, "indicatieMachtiging").equals(REPRESENTATIVE);
      if (subject.isIn(role)) {
        standing = !represents && concerned(role) ? Standing.OWN : standing;
      } else if (represents && representatives.size() < MAX_REPRESENTATIVES) {
        representatives.add(representative(role));
      }
    }
    return new ZgwRoles(standing, representatives);
  }

  private static boolean concerned(JsonNode role) {
    return CONCERNED.contains(Fields.text(role, "omschrijvingGeneriek"));
  }

  private static Representative representative(JsonNode role) {
    JsonNode who = role.path("betrokkeneIdentificatie");
    boolean person = Fields.text(role, "betrokkeneType").equals("natuurlijk_persoon");
    String called = Fields.text(role, "afwijkendeNaamBetrokkene");
    String name = person ? personName(who) : organisationName(who);
    return new Representative(
        Sensitive.of(called.isBlank() ? name : called),
        person ? RepresentativeKind.PERSON : RepresentativeKind.ORGANISATION);
  }

  private static String personName(JsonNode who) {
    return joined(
        Stream.of("voorletters", "voorvoegselGeslachtsnaam", "geslachtsnaam")
            .map(field -> Fields.text(who, field)));
  }

  private static String organisationName(JsonNode who) {
    String trade =
        joined(who.path("handelsnaam").valueStream().limit(1).map(each -> each.asString("")));
    return Stream.of(Fields.text(who, "statutaireNaam"), trade, Fields.text(who, "naam"))
        .filter(text -> !text.isBlank())
        .findFirst()
        .orElse("");
  }

  private static String joined(Stream<String> words) {
    return words.filter(word -> !word.isBlank()).collect(Collectors.joining(" "));
  }
}
