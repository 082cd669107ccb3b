package nl.digitalebalie.server.relay;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import nl.digitalebalie.protocol.id.InvitationId;
import nl.digitalebalie.protocol.id.StaffId;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.signal.StaffToRelay;
import nl.digitalebalie.server.secret.Tokens;
import nl.digitalebalie.server.staff.StaffPrincipal;
import nl.digitalebalie.server.store.Store;

/** Makes, lists and withdraws invitations for staff. */
final class Invitations {
  /** Nobody plans further ahead at a counter, and a link must not live for ever. */
  private static final Duration FURTHEST = Duration.ofDays(180);

  /** An invitation for a moment can still be used this long after it. */
  private static final Duration LATE = Duration.ofHours(4);

  private static final int MAX_OPEN = 300;

  private final RelaySettings settings;
  private final Catalog catalog;
  private final Store store;
  private final InstantSource clock;
  private final Tokens tokens;
  private final Texts texts = Texts.dutch();

  Invitations(
      RelaySettings settings, Catalog catalog, Store store, InstantSource clock, Tokens tokens) {
    this.settings = settings;
    this.catalog = catalog;
    this.store = store;
    this.clock = clock;
    this.tokens = tokens;
  }

  /** The answers to a creation, in order. */
  List<RelayToStaff> create(StaffPrincipal staff, StaffToRelay.CreateInvitation wanted) {
    Instant now = clock.instant();
    Optional<Catalog.Offer> offer = catalog.offer(wanted.municipality(), wanted.topic());
    if (offer.isEmpty() || !staff.municipalities().contains(wanted.municipality())) {
      return refused(ErrorCode.LINK_UNKNOWN);
    }
    if (wanted.startsAt().filter(at -> !plausible(at, now)).isPresent()) {
      return refused(ErrorCode.MALFORMED_MESSAGE);
    }
    RelayToStaff.Invitation invitation =
        new RelayToStaff.Invitation(
            new InvitationId(tokens.id()),
            wanted.municipality(),
            wanted.topic(),
            wanted.startsAt(),
            wanted.startsAt().map(at -> at.plus(LATE)).orElse(now.plus(settings.invitationLife())));
    String token = tokens.secret();
    return store
        .write(sql -> {
          if (InvitationTable.open(sql, staff.id(), now).size() >= MAX_OPEN) {
            return refused(ErrorCode.TOO_MANY_MESSAGES);
          }
          InvitationTable.insert(sql, invitation, Tokens.hash(token), staff.id(), now);
          return List.<RelayToStaff>of(
              created(wanted.request(), invitation, offer.get(), token, now),
              new RelayToStaff.Invitations(InvitationTable.open(sql, staff.id(), now)));
        })
        .fold(done -> done, code -> refused(ErrorCode.INTERNAL));
  }

  private static boolean plausible(Instant at, Instant now) {
    return at.isAfter(now.minus(LATE)) && at.isBefore(now.plus(FURTHEST));
  }

  private static List<RelayToStaff> refused(ErrorCode code) {
    return List.of(
        new RelayToStaff.Refused(code, Optional.of("create-invitation"), Optional.empty()));
  }

  private RelayToStaff created(
      int request,
      RelayToStaff.Invitation invitation,
      Catalog.Offer offer,
      String token,
      Instant now) {
    String link = settings.publicUrl() + "/u#" + token;
    return new RelayToStaff.InvitationCreated(
        request,
        invitation,
        link,
        invitation
            .startsAt()
            .map(at ->
                CalendarFile.of(
                    invitation.id().value(),
                    texts.text("calendar.summary", offer.municipality().name()),
                    texts.text("calendar.description"),
                    link,
                    at,
                    Duration.ofMinutes(offer.topic().minutes()),
                    now))
            .orElse(""));
  }

  RelayToStaff withdraw(StaffPrincipal staff, StaffToRelay.WithdrawInvitation wanted) {
    Instant now = clock.instant();
    return store
        .write(sql ->
            InvitationTable.withdraw(sql, wanted.invitation(), staff.id(), now) == 1
                ? Optional.of(InvitationTable.open(sql, staff.id(), now))
                : Optional.<List<RelayToStaff.Invitation>>empty())
        .<RelayToStaff>fold(
            open ->
                open.<RelayToStaff>map(RelayToStaff.Invitations::new)
                    .orElseGet(() -> refusedWithdrawal(ErrorCode.LINK_UNKNOWN)),
            code -> refusedWithdrawal(ErrorCode.INTERNAL));
  }

  private static RelayToStaff refusedWithdrawal(ErrorCode code) {
    return new RelayToStaff.Refused(code, Optional.of("withdraw-invitation"), Optional.empty());
  }

  /** An empty list when the database does not answer: the rest of the desk works without it. */
  RelayToStaff open(StaffId staff) {
    Instant now = clock.instant();
    return store
        .read(sql -> InvitationTable.open(sql, staff, now))
        .<RelayToStaff>fold(
            RelayToStaff.Invitations::new, code -> new RelayToStaff.Invitations(List.of()));
  }
}
