package nl.digitalebalie.server.policy;

import java.time.Duration;
import java.time.Period;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import nl.digitalebalie.protocol.cases.NotesShown;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.identity.AssuranceLevel;
import nl.digitalebalie.protocol.identity.ChannelAssurance;
import nl.digitalebalie.protocol.identity.DiscloserAssurance;
import nl.digitalebalie.protocol.identity.Sensitivity;
import nl.digitalebalie.protocol.signal.LocalText;

/**
 * Why identity is asked and what may open for it (purpose limitation, GDPR article 5(1)(b)).
 *
 * @param why what the resident reads above the question
 * @param registerEntry URI of the processing activity in the register (GDPR article 30)
 * @param asked by position, as the wallet answers
 * @param caseTypes ZGW {@code zaaktype.identificatie}; empty when no case data may open
 * @param personFields keys of asked attributes that the panel's header shows
 * @param registerFields read in the population register; empty when it is not asked
 * @param documentTypes ZGW {@code informatieobjecttype.omschrijving}; others are not even listed
 * @param timeBox how long the panel stays open after the identity was verified
 * @param grace how long heartbeats or the resident may be away before the panel locks
 * @param absence after nobody heard of the resident for so long a fresh disclosure is asked; at
 *     least {@code grace}
 * @param maxExtensions how often the time box may be prolonged by its own length
 * @param retention how long what is kept about such a contact may be kept
 * @param roles of staff who may use it
 * @param visibleToStaff what the resident is told that the staff member sees
 * @param earlierContacts whether the panel shows what the person asked before, about whatever
 * @param notes whether staff may read and write the notes beside the cases
 */
public record Purpose(
    PurposeId id,
    LocalText title,
    LocalText why,
    LocalText legalBasis,
    String registerEntry,
    List<AskedGroup> asked,
    AssuranceLevel minimumLevel,
    ChannelAssurance channel,
    DiscloserAssurance discloser,
    Sensitivity sensitivity,
    List<String> caseTypes,
    List<String> personFields,
    List<RegisterField> registerFields,
    Set<String> documentTypes,
    Confidentiality maxConfidentiality,
    Duration timeBox,
    Duration grace,
    Duration absence,
    int maxExtensions,
    Period retention,
    Set<String> roles,
    List<LocalText> visibleToStaff,
    EarlierContacts earlierContacts,
    NotesShown notes) {
  /** Contacts are about anything: a purpose shows them only when its file says so. */
  public enum EarlierContacts {
    HIDDEN,
    SHOWN
  }

  public Purpose {
    Objects.requireNonNull(id);
    Objects.requireNonNull(earlierContacts);
    Objects.requireNonNull(notes);
    asked = List.copyOf(asked);
    caseTypes = List.copyOf(caseTypes);
    personFields = List.copyOf(personFields);
    registerFields = List.copyOf(registerFields);
    documentTypes = Set.copyOf(documentTypes);
    roles = Set.copyOf(roles);
    visibleToStaff = List.copyOf(visibleToStaff);
  }

  public boolean mayBeUsedBy(Set<String> staffRoles) {
    return staffRoles.stream().anyMatch(roles::contains);
  }

  /** Every attribute that some alternative asks, each once, in the order of asking. */
  public List<PolicyAttribute> attributes() {
    Map<String, PolicyAttribute> byIdentifier = new LinkedHashMap<>();
    asked.stream()
        .flatMap(group -> group.alternatives().stream())
        .flatMap(List::stream)
        .forEach(attribute -> byIdentifier.putIfAbsent(attribute.identifier(), attribute));
    return List.copyOf(byIdentifier.values());
  }

  /** Keys of every field of the person that a panel may hold, wherever its value comes from. */
  public List<String> panelFields() {
    return Stream.concat(personFields.stream(), registerFields.stream().map(RegisterField::key))
        .distinct()
        .toList();
  }

  public Optional<PolicyAttribute> attribute(String key) {
    return attributes().stream().filter(attribute -> attribute.key().equals(key)).findFirst();
  }
}
