package nl.digitalebalie.demo.klant;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import nl.digitalebalie.demo.people.DemoWorld;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A contact of before the demonstration began.
 *
 * @param day counted from now
 * @param owed whether a call-back was promised and is still to be made
 */
record EarlierContacts(
    String person, int day, String channel, String subject, String content, Owed owed) {
  private static final String FILE = "/nl/digitalebalie/demo/contacts.yaml";
  private static final JsonMapper JSON = JsonMapper.shared();

  enum Owed {
    NOTHING,
    CALLBACK
  }

  static List<EarlierContacts> load() {
    try (InputStream in = EarlierContacts.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing from the build");
      }
      return List.of(YAMLMapper.builder().build().readValue(in, EarlierContacts[].class));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Puts it in as another desk would have done. */
  void tell(KlantPartner partner, DemoWorld world, Instant now) {
    DemoWorld.Person who = world.person(person).orElseThrow();
    String party = partner.partyOf(who.bsn()).orElseGet(() -> made(partner, who));
    ObjectNode body = JSON.createObjectNode();
    body.putObject("klantcontact")
        .put("kanaal", channel)
        .put("onderwerp", subject)
        .put("inhoud", content)
        .put("taal", "nld")
        .put("vertrouwelijk", false)
        .put("indicatieContactGelukt", true)
        .put(
            "plaatsgevondenOp",
            now.plus(Duration.ofDays(day)).truncatedTo(ChronoUnit.SECONDS).toString());
    body.putObject("betrokkene")
        .put("rol", "klant")
        .put("initiator", true)
        .putObject("wasPartij")
        .put("uuid", party);
    Wrong wrong = new Wrong();
    String contact =
        partner.makeContact(body, wrong).path("klantcontact").path("uuid").asString("");
    if (owed == Owed.CALLBACK) {
      ObjectNode task =
          JSON.createObjectNode()
              .put("gevraagdeHandeling", "Contact opnemen met betrokkene")
              .put("toelichting", content)
              .put("status", "te_verwerken");
      task.putObject("aanleidinggevendKlantcontact").put("uuid", contact);
      partner.makeTask(task, wrong);
    }
    if (wrong.any()) {
      throw new IllegalStateException(FILE + ": " + subject + " is refused");
    }
  }

  private static String made(KlantPartner partner, DemoWorld.Person who) {
    ObjectNode body =
        JSON.createObjectNode().put("soortPartij", "persoon").put("indicatieActief", true);
    body.putObject("partijIdentificatie")
        .putObject("contactnaam")
        .put("voorletters", who.card().getOrDefault("initials", ""))
        .put("voorvoegselAchternaam", who.card().getOrDefault("prefix", ""))
        .put("achternaam", who.card().getOrDefault("familyname", ""));
    body.putArray("partijIdentificatoren")
        .addObject()
        .putObject("partijIdentificator")
        .put("codeObjecttype", "natuurlijk_persoon")
        .put("codeRegister", "brp")
        .put("codeSoortObjectId", "bsn")
        .put("objectId", who.bsn());
    return partner.makeParty(body, new Wrong()).path("uuid").asString("");
  }
}
