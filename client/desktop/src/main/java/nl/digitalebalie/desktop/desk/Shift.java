package nl.digitalebalie.desktop.desk;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.signal.CounterToStaff.PurposeCard;
import nl.digitalebalie.protocol.signal.RelayToStaff.Invitation;
import nl.digitalebalie.protocol.signal.RelayToStaff.InvitationCreated;
import nl.digitalebalie.protocol.signal.RelayToStaff.MunicipalityCard;
import nl.digitalebalie.protocol.signal.RelayToStaff.Queue.Entry;
import nl.digitalebalie.protocol.signal.RelayToStaff.TopicCard;
import nl.digitalebalie.protocol.signal.StaffPresence;

/**
 * What the server last said about the work at hand.
 *
 * @param created the invitation just made, with its link, until the staff member is done with it
 */
public record Shift(
    StaffPresence presence,
    List<MunicipalityCard> municipalities,
    List<Entry> queue,
    List<Invitation> invitations,
    Optional<InvitationCreated> created,
    int lastRequest,
    List<PurposeCard> purposes,
    String policyHash,
    Callbacks callbacks) {

  public static final Shift EMPTY =
      new Shift(
          StaffPresence.BREAK,
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          0,
          List.of(),
          "",
          Callbacks.NONE);

  public Shift {
    Objects.requireNonNull(presence);
    municipalities = List.copyOf(municipalities);
    queue = List.copyOf(queue);
    invitations = List.copyOf(invitations);
    Objects.requireNonNull(created);
    purposes = List.copyOf(purposes);
    Objects.requireNonNull(policyHash);
    Objects.requireNonNull(callbacks);
  }

  public Optional<MunicipalityCard> municipality(MunicipalityId id) {
    return municipalities.stream().filter(card -> card.id().equals(id)).findFirst();
  }

  public Optional<TopicCard> topic(MunicipalityId municipality, TopicId topic) {
    return municipality(municipality).stream()
        .flatMap(card -> card.topics().stream())
        .filter(card -> card.id().equals(topic))
        .findFirst();
  }

  public Optional<PurposeCard> purpose(PurposeId id) {
    return purposes.stream().filter(card -> card.id().equals(id)).findFirst();
  }

  Shift with(StaffPresence other) {
    return new Shift(
        other,
        municipalities,
        queue,
        invitations,
        created,
        lastRequest,
        purposes,
        policyHash,
        callbacks);
  }

  Shift withMunicipalities(List<MunicipalityCard> cards) {
    return new Shift(
        presence, cards, queue, invitations, created, lastRequest, purposes, policyHash, callbacks);
  }

  Shift withQueue(List<Entry> entries) {
    return new Shift(
        presence,
        municipalities,
        entries,
        invitations,
        created,
        lastRequest,
        purposes,
        policyHash,
        callbacks);
  }

  Shift withInvitations(List<Invitation> open) {
    return new Shift(
        presence,
        municipalities,
        queue,
        open,
        created,
        lastRequest,
        purposes,
        policyHash,
        callbacks);
  }

  Shift withCreated(Optional<InvitationCreated> made) {
    return new Shift(
        presence,
        municipalities,
        queue,
        invitations,
        made,
        lastRequest,
        purposes,
        policyHash,
        callbacks);
  }

  Shift withRequest(int request) {
    return new Shift(
        presence,
        municipalities,
        queue,
        invitations,
        Optional.empty(),
        request,
        purposes,
        policyHash,
        callbacks);
  }

  Shift withPolicy(List<PurposeCard> cards, String hash) {
    return new Shift(
        presence, municipalities, queue, invitations, created, lastRequest, cards, hash, callbacks);
  }

  Shift with(Callbacks promises) {
    return new Shift(
        presence,
        municipalities,
        queue,
        invitations,
        created,
        lastRequest,
        purposes,
        policyHash,
        promises);
  }
}
