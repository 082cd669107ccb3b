package nl.digitalebalie.server.counter;

import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.EndReason;
import nl.digitalebalie.protocol.signal.Presence;
import nl.digitalebalie.protocol.signal.ResidentToRelay;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.server.cases.CaseDocuments;
import nl.digitalebalie.server.cases.CaseNotes;
import nl.digitalebalie.server.cases.CaseSystem;
import nl.digitalebalie.server.http.SignalSocket;
import nl.digitalebalie.server.identity.Conclusion;
import nl.digitalebalie.server.identity.Disclosures.Attempt;
import nl.digitalebalie.server.identity.StartedSession;
import nl.digitalebalie.server.identity.WalletStatus;
import nl.digitalebalie.server.staff.StaffPrincipal;

/** What can happen to a conversation. */
sealed interface Event {
  /** First event of every conversation. */
  record Began() implements Event {}

  /** The staff member's client connected; it waits for its welcome on {@code socket}. */
  record StaffConnected(StaffPrincipal staff, SignalSocket socket) implements Event {}

  record StaffDisconnected() implements Event {}

  /** {@code staff} is who the connection belongs to, which need not be the one who took this. */
  record StaffSaid(StaffPrincipal staff, StaffToCounter message) implements Event {}

  record EpochBegan(int epoch) implements Event {}

  record KeyAnnounced(String residentKey) implements Event {}

  record ChannelChanged(Channel channel) implements Event {}

  record ResidentPresenceChanged(Presence presence) implements Event {}

  record StaffRelayPresenceChanged(Presence presence) implements Event {}

  record ResidentSaid(ResidentToRelay message) implements Event {}

  record Ended(EndReason reason) implements Event {}

  record SessionStarted(Attempt attempt, StartedSession session) implements Event {}

  record WalletProgressed(Attempt attempt, WalletStatus status) implements Event {}

  record Concluded(Attempt attempt, Conclusion conclusion) implements Event {}

  record RowDurable(long ticket) implements Event {}

  record RowFailed(long ticket) implements Event {}

  record CasesArrived(long ticket, CaseSystem.Answer answer) implements Event {}

  /** Some of the cases; the answer of the whole reading follows. */
  record CasesFound(long ticket, CaseSystem.Answer.Found some) implements Event {}

  record DocumentBegan(long ticket, String mediaType, long bytes) implements Event {}

  record DocumentPart(long ticket, Sensitive<String> base64) implements Event {}

  record DocumentEnded(long ticket, CaseDocuments.Delivery delivery) implements Event {}

  record NotesArrived(long ticket, CaseNotes.NotesAnswer answer) implements Event {}

  record NoteWritten(long ticket, CaseNotes.WriteAnswer answer) implements Event {}

  /** The case system says that the case at this address changed. */
  record CaseChanged(String address) implements Event {}

  /** The cases were read, and the record of that is not confirmed: they are not shown. */
  record ReadingUnrecorded(long ticket, String code) implements Event {}

  record ContactStored(String reference) implements Event {}

  record ContactNotStored() implements Event {}

  /** Nothing happened but time. */
  record TimePassed() implements Event {}
}
