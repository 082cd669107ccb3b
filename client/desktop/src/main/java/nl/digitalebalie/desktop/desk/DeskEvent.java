package nl.digitalebalie.desktop.desk;

import java.time.Instant;
import java.util.Optional;
import nl.digitalebalie.desktop.call.CallNews;
import nl.digitalebalie.desktop.call.DeviceChoice;
import nl.digitalebalie.media.pipeline.Switch;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.InvitationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.Hold;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.signal.StaffPresence;
import nl.digitalebalie.protocol.signal.StaffToCounter.ContactOutcome;

/** What happens at a desk: the staff member wants something, the server or the engine says it. */
public sealed interface DeskEvent {

  /** What the staff member does. */
  sealed interface Wanted extends DeskEvent {}

  record SignInWanted(String name, Sensitive<String> password) implements Wanted {}

  record SignOutWanted() implements Wanted {}

  record PresenceWanted(StaffPresence presence) implements Wanted {}

  record AcceptWanted(ConversationId conversation) implements Wanted {}

  record HangUpWanted() implements Wanted {}

  record MicrophoneWanted(Switch wanted) implements Wanted {}

  record CameraWanted(Switch wanted) implements Wanted {}

  record HoldWanted(Hold wanted) implements Wanted {}

  record DevicesWanted(DeviceChoice devices) implements Wanted {}

  /** A new epoch after the connection failed for good. */
  record ReconnectWanted() implements Wanted {}

  record DisclosureWanted(PurposeId purpose) implements Wanted {}

  record DisclosureCancelled() implements Wanted {}

  record LockWanted() implements Wanted {}

  record PanelWanted() implements Wanted {}

  record ExtensionWanted(Sensitive<String> reason) implements Wanted {}

  record RegistrationWanted(ContactOutcome outcome, Sensitive<String> note) implements Wanted {}

  record InvitationWanted(MunicipalityId municipality, TopicId topic, Optional<Instant> startsAt)
      implements Wanted {}

  record InvitationSeen() implements Wanted {}

  record InvitationWithdrawn(InvitationId invitation) implements Wanted {}

  record NoticeDismissed() implements Wanted {}

  /** The answer to a sign-in. */
  sealed interface SignInAnswer extends DeskEvent {}

  record SignedIn(Access.SignedIn session) implements SignInAnswer {}

  record SignInFailed(Access.SignInFault fault) implements SignInAnswer {}

  /** From the sockets. */
  sealed interface FromServer extends DeskEvent {}

  record RelaySaid(RelayToStaff message) implements FromServer {}

  record CounterSaid(CounterToStaff message) implements FromServer {}

  /** A frame that breaks the protocol; it changes nothing. */
  record Unreadable(Line.Which line, ErrorCode code) implements FromServer {}

  record LineClosed(Line.Which line, Line.End end) implements FromServer {}

  record EngineSaid(CallNews news) implements DeskEvent {}

  /** Time passes; several times a second is enough, twice in one second does no harm. */
  record Ticked() implements DeskEvent {}

  /** The operating system locked the screen or switched the user. */
  record ScreenLocked() implements DeskEvent {}
}
