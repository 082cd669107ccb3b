package nl.digitalebalie.desktop.testkit;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.desktop.identity.Expected;
import nl.digitalebalie.protocol.cases.NotesShown;
import nl.digitalebalie.protocol.cases.PanelContent;
import nl.digitalebalie.protocol.cases.PanelContent.Completeness;
import nl.digitalebalie.protocol.cases.PanelContent.Document;
import nl.digitalebalie.protocol.cases.PanelContent.Milestone;
import nl.digitalebalie.protocol.cases.PanelContent.PersonField;
import nl.digitalebalie.protocol.cases.PanelContent.Progress;
import nl.digitalebalie.protocol.id.CallbackId;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.DisclosureId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.identity.AssuranceLevel;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.identity.DiscloserAssurance;
import nl.digitalebalie.protocol.identity.Sensitivity;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.AskedAttribute;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.CounterToStaff.PurposeCard;
import nl.digitalebalie.protocol.signal.Language;
import nl.digitalebalie.protocol.signal.LocalText;
import nl.digitalebalie.protocol.signal.MediaState;
import nl.digitalebalie.protocol.signal.Presence;
import nl.digitalebalie.protocol.signal.RelayToStaff.Accepted;
import nl.digitalebalie.protocol.signal.RelayToStaff.MunicipalityCard;
import nl.digitalebalie.protocol.signal.RelayToStaff.Queue.Entry;
import nl.digitalebalie.protocol.signal.RelayToStaff.TopicCard;

/** Fictional municipalities, residents and cases. */
public final class Examples {
  public static final Instant NOW = Instant.parse("2026-11-23T11:04:00Z");
  public static final ConversationId FIRST = new ConversationId("Y29udmVyc2F0aW9uLTAwMDE");
  public static final ConversationId SECOND = new ConversationId("Y29udmVyc2F0aW9uLTAwMDI");
  public static final DisclosureId DISCLOSURE = new DisclosureId("ZGlzY2xvc3VyZS0wMDAx");
  public static final StaffId STAFF = new StaffId("f.yilmaz");
  public static final MunicipalityId DRUTEN = new MunicipalityId("druten");
  public static final TopicId WMO = new TopicId("wmo");
  public static final String POLICY_HASH = Minted.sha256("policy");

  /** A {@code b} where nobody bound anything. */
  public static final String BINDING = Minted.sha256("binding");

  public static final PurposeCard PURPOSE =
      new PurposeCard(
          new PurposeId("wmo"),
          LocalText.of("Wmo-voorziening bespreken", "Discuss a care provision"),
          LocalText.of("Wmo 2015, artikel 5.1.1", "Social Support Act 2015, article 5.1.1"),
          List.of(
              asked("fullname", "Naam", "Name"),
              asked("dateofbirth", "Geboortedatum", "Date of birth"),
              asked("bsn", "BSN", "BSN")),
          AssuranceLevel.SUBSTANTIAL,
          ChannelAssurance.NONE,
          DiscloserAssurance.PAIRED,
          Sensitivity.ORDINARY,
          NotesShown.SHOWN,
          List.of("wmo-melding", "wmo-voorziening"),
          List.of("fullName", "dateOfBirth", "bsn", "address", "guardianship"),
          List.of("Brief", "Verslag"),
          15);
  public static final PurposeCard GENERAL =
      new PurposeCard(
          new PurposeId("algemeen"),
          LocalText.of("Algemene vraag", "General question"),
          LocalText.of("Algemene taak", "General task"),
          List.of(asked("fullname", "Naam", "Name")),
          AssuranceLevel.LOW,
          ChannelAssurance.NONE,
          DiscloserAssurance.NONE,
          Sensitivity.ORDINARY,
          NotesShown.HIDDEN,
          List.of(),
          List.of("fullName"),
          List.of(),
          10);
  public static final PurposeCard YOUTH_CARE =
      new PurposeCard(
          new PurposeId("jeugd"),
          LocalText.of("Jeugdhulp", "Youth care"),
          LocalText.of("Jeugdwet, artikel 7.4.0", "Youth Act, article 7.4.0"),
          List.of(asked("bsn", "BSN", "BSN")),
          AssuranceLevel.SUBSTANTIAL,
          ChannelAssurance.SPOKEN,
          DiscloserAssurance.PAIRED,
          Sensitivity.SENSITIVE,
          NotesShown.HIDDEN,
          List.of("jeugdhulp"),
          List.of("fullName", "bsn"),
          List.of("Brief"),
          10);

  private Examples() {}

  private static AskedAttribute asked(String attribute, String dutch, String english) {
    return new AskedAttribute(
        "irma-demo.gemeente.personalData." + attribute, LocalText.of(dutch, english));
  }

  /** The same purpose with another demand on channel and discloser. */
  public static PurposeCard demanding(ChannelAssurance channel, DiscloserAssurance discloser) {
    return new PurposeCard(
        PURPOSE.id(),
        PURPOSE.title(),
        PURPOSE.legalBasis(),
        PURPOSE.attributes(),
        PURPOSE.minimumLevel(),
        channel,
        discloser,
        PURPOSE.sensitivity(),
        PURPOSE.notes(),
        PURPOSE.caseTypes(),
        PURPOSE.personFields(),
        PURPOSE.documentTypes(),
        PURPOSE.timeBoxMinutes());
  }

  public static Expected expected(PurposeCard purpose) {
    return expected(purpose, BINDING);
  }

  public static Expected expected(PurposeCard purpose, String binding) {
    return new Expected(
        FIRST, DISCLOSURE, STAFF, purpose, Minted.tokenHash(), POLICY_HASH, binding);
  }

  public static Expected expected() {
    return expected(PURPOSE);
  }

  public static List<MunicipalityCard> municipalities() {
    return List.of(
        new MunicipalityCard(
            DRUTEN,
            "Gemeente Druten",
            List.of(
                topic("wmo", "Wmo-voorziening", "Care provision", Optional.of(PURPOSE.id())),
                topic("bijstand", "Bijstand", "Social assistance", Optional.empty()))),
        new MunicipalityCard(
            new MunicipalityId("wijchen"),
            "Gemeente Wijchen",
            List.of(topic("algemeen", "Algemene vraag", "General question", Optional.empty()))));
  }

  private static TopicCard topic(
      String id, String dutch, String english, Optional<PurposeId> purpose) {
    return new TopicCard(new TopicId(id), LocalText.of(dutch, english), purpose);
  }

  public static List<Entry> queue() {
    return List.of(
        new Entry(
            FIRST,
            DRUTEN,
            WMO,
            Channel.VIDEO,
            Language.NL,
            NOW.minusSeconds(260),
            180,
            Presence.HERE,
            Optional.empty()),
        new Entry(
            SECOND,
            new MunicipalityId("wijchen"),
            new TopicId("algemeen"),
            Channel.VIDEO,
            Language.EN,
            NOW.minusSeconds(75),
            300,
            Presence.HERE,
            Optional.of(NOW.plusSeconds(600))));
  }

  /** The queue of a busier hour. */
  public static List<Entry> threeWaiting() {
    return List.of(
        queue().getFirst(),
        queue().getLast(),
        new Entry(
            new ConversationId("Y29udmVyc2F0aW9uLTAwMDM"),
            DRUTEN,
            new TopicId("bijstand"),
            Channel.VIDEO,
            Language.NL,
            NOW.minusSeconds(20),
            300,
            Presence.AWAY,
            Optional.empty()));
  }

  public static Accepted accepted(int epoch) {
    return new Accepted(
        FIRST,
        DRUTEN,
        WMO,
        Channel.VIDEO,
        List.of(Channel.values()),
        Language.NL,
        new MediaState(MediaState.Device.ON, MediaState.Device.ON),
        Presence.HERE,
        Resident.usual().key(),
        epoch,
        List.of());
  }

  /** The same by another way of talking. */
  public static Accepted accepted(int epoch, Channel channel) {
    Accepted video = accepted(epoch);
    return new Accepted(
        video.conversation(),
        video.municipality(),
        video.topic(),
        channel,
        video.channels(),
        video.language(),
        video.residentMedia(),
        video.residentPresence(),
        video.residentKey(),
        epoch,
        video.iceServers());
  }

  /** The same for a topic that offers these ways only. */
  public static Accepted accepted(int epoch, List<Channel> channels) {
    Accepted video = accepted(epoch);
    return new Accepted(
        video.conversation(),
        video.municipality(),
        video.topic(),
        video.channel(),
        channels,
        video.language(),
        video.residentMedia(),
        video.residentPresence(),
        video.residentKey(),
        epoch,
        video.iceServers());
  }

  /** A person with a running and a finished case; {@code name} tells this panel from others. */
  public static PanelContent panel(String name) {
    return new PanelContent(
        List.of(
            new PersonField("fullName", Sensitive.of(name)),
            new PersonField("dateOfBirth", Sensitive.of("4 maart 1956")),
            new PersonField("bsn", Sensitive.of(Minted.BSN))),
        List.of(
            new PanelContent.Case(
                "case-1",
                Sensitive.of("ZAAK-2026-0000481"),
                Sensitive.of("Aanvraag hulp bij het huishouden van " + name),
                "Wmo-melding en onderzoek",
                "wmo-melding",
                LocalDate.of(2026, 10, 12),
                Optional.of(LocalDate.of(2026, 12, 4)),
                Optional.of(LocalDate.of(2026, 12, 21)),
                Optional.empty(),
                Optional.empty(),
                List.of(
                    milestone(1, "Melding ontvangen", Progress.DONE, "2026-10-12T09:00:00Z"),
                    milestone(2, "Gesprek thuis", Progress.DONE, "2026-10-28T13:00:00Z"),
                    milestone(3, "Onderzoek", Progress.CURRENT, "2026-11-10T09:00:00Z"),
                    new Milestone(4, "Besluit", Optional.empty(), Progress.AHEAD)),
                List.of(
                    document("Verslag van het gesprek", "Verslag", 148_000),
                    document("Ontvangstbevestiging", "Brief", 62_000))),
            new PanelContent.Case(
                "case-2",
                Sensitive.of("ZAAK-2024-0000117"),
                Sensitive.of("Traplift"),
                "Wmo-voorziening",
                "wmo-voorziening",
                LocalDate.of(2024, 3, 1),
                Optional.empty(),
                Optional.empty(),
                Optional.of(LocalDate.of(2024, 5, 17)),
                Optional.of("Toegekend"),
                List.of(),
                List.of())),
        Completeness.COMPLETE,
        List.of(
            new PanelContent.EarlierContact(
                Instant.parse("2026-11-02T09:30:00Z"),
                "Telefoon",
                Sensitive.of("Vraag over de indicatie van " + name),
                PanelContent.OpenCallback.OPEN)));
  }

  /** Somebody whose address the population register keeps from third parties. */
  public static PanelContent secretAddress(String address) {
    return new PanelContent(
        List.of(
            new PersonField("fullName", Sensitive.of("N. el Amrani")),
            new PersonField("address", Sensitive.of(address), PanelContent.Sharing.STAFF_ONLY),
            new PersonField("guardianship", Sensitive.of("true"))),
        List.of(),
        Completeness.COMPLETE);
  }

  public static PanelContent.Case running(String handle, String description) {
    return running(handle, description, "Wmo-voorziening", "wmo-voorziening");
  }

  private static PanelContent.Case running(
      String handle, String description, String type, String identification) {
    return new PanelContent.Case(
        handle,
        Sensitive.of("ZAAK-2026-0000900"),
        Sensitive.of(description),
        type,
        identification,
        LocalDate.of(2026, 11, 20),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of());
  }

  /** What no purpose of these examples but youth care may show. */
  public static PanelContent.Case beyond(String handle, String description) {
    return running(handle, description, "Jeugdhulp", "jeugdhulp");
  }

  /** A case within the purpose with one document of a type within it, and one of a type beyond. */
  public static PanelContent.Case withDocuments(String handle, String within, String beyond) {
    return running(handle, "Woningaanpassing")
        .with(List.of(document(within, "Brief", 1_001), document(beyond, "Medisch advies", 1_002)));
  }

  public static PanelContent.Note note(String text) {
    return new PanelContent.Note(
        Sensitive.of("Huisbezoek"),
        Sensitive.of(text),
        Sensitive.of("B. de Vries"),
        Instant.parse("2026-11-20T09:00:00Z"),
        PanelContent.Showing.STAFF_ONLY);
  }

  private static Milestone milestone(int order, String text, Progress progress, String at) {
    return new Milestone(order, text, Optional.of(Instant.parse(at)), progress);
  }

  private static Document document(String title, String type, long bytes) {
    return new Document(
        "doc-" + bytes,
        Sensitive.of(title),
        LocalDate.of(2026, 10, 29),
        type,
        "application/pdf",
        bytes,
        bytes > 100_000 ? PanelContent.Showing.STAFF_ONLY : PanelContent.Showing.RESIDENT_TOO);
  }

  public static final CallbackId CALLBACK = new CallbackId("dGVydWdiZWxsZW4xMjM0NQ");

  /** Three promises: a late one, one of today, and one of which a colleague takes care. */
  public static CounterToStaff.Callbacks callbacks(Instant now, CounterToStaff.Holder holder) {
    return new CounterToStaff.Callbacks(
        List.of(
            callback(CALLBACK, now.minusSeconds(3_600), CounterToStaff.Urgency.LATE, holder),
            callback(
                new CallbackId("dGVydWdiZWxsZW4xMjM0Ng"),
                now.plusSeconds(3_600),
                CounterToStaff.Urgency.LAST_DAY,
                CounterToStaff.Holder.NOBODY),
            callback(
                new CallbackId("dGVydWdiZWxsZW4xMjM0Nw"),
                now.plusSeconds(200_000),
                CounterToStaff.Urgency.IN_TIME,
                CounterToStaff.Holder.COLLEAGUE)),
        0);
  }

  private static CounterToStaff.CallbackEntry callback(
      CallbackId id,
      Instant promisedBy,
      CounterToStaff.Urgency urgency,
      CounterToStaff.Holder holder) {
    return new CounterToStaff.CallbackEntry(
        id,
        DRUTEN,
        new TopicId("bijstand"),
        promisedBy.minusSeconds(180_000),
        promisedBy,
        urgency,
        holder,
        1);
  }
}
