package nl.digitalebalie.desktop.desk;

import java.time.Instant;
import java.util.Optional;
import nl.digitalebalie.desktop.call.CallNews;
import nl.digitalebalie.desktop.call.DeviceChoice;
import nl.digitalebalie.desktop.cases.Viewing;
import nl.digitalebalie.desktop.channel.ChannelOutput;
import nl.digitalebalie.desktop.chat.Chat;
import nl.digitalebalie.desktop.chat.FileRules;
import nl.digitalebalie.desktop.viewer.ViewerNews;
import nl.digitalebalie.media.pipeline.Switch;
import nl.digitalebalie.protocol.id.CallbackId;
import nl.digitalebalie.protocol.id.ConversationId;
import nl.digitalebalie.protocol.id.InvitationId;
import nl.digitalebalie.protocol.id.MunicipalityId;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.id.TopicId;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.CallbackWish;
import nl.digitalebalie.protocol.signal.Channel;
import nl.digitalebalie.protocol.signal.CounterToStaff;
import nl.digitalebalie.protocol.signal.ErrorCode;
import nl.digitalebalie.protocol.signal.Hold;
import nl.digitalebalie.protocol.signal.RelayToStaff;
import nl.digitalebalie.protocol.signal.StaffPresence;
import nl.digitalebalie.protocol.signal.StaffToCounter.CallbackResult;
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

  record DocumentWanted(String handle) implements Wanted {}

  record DocumentClosed() implements Wanted {}

  record PageTurned(int page) implements Wanted {}

  record ZoomWanted(Viewing.Zoom zoom) implements Wanted {}

  /** The page that is on the screen is to go to the resident. */
  record ShowingWanted() implements Wanted {}

  record NotesWanted(String caseHandle) implements Wanted {}

  record NoteWritten(String caseHandle, Sensitive<String> subject, Sensitive<String> text)
      implements Wanted {}

  /** Something of the panel was missing. */
  record ReadAgainWanted() implements Wanted {}

  record RegistrationWanted(ContactOutcome outcome, Sensitive<String> note) implements Wanted {}

  record InvitationWanted(MunicipalityId municipality, TopicId topic, Optional<Instant> startsAt)
      implements Wanted {}

  record InvitationSeen() implements Wanted {}

  record InvitationWithdrawn(InvitationId invitation) implements Wanted {}

  record NoticeDismissed() implements Wanted {}

  /** This promise I keep. */
  record CallbackWanted(CallbackId callback) implements Wanted {}

  /** What came of a promise that was mine. */
  record CallbackOver(CallbackId callback, CallbackResult result, Sensitive<String> note)
      implements Wanted {}

  /** In the wrap-up: this resident is to be called back. */
  record CallbackPromised(CallbackWish wish) implements Wanted {}

  /** Six digits as the resident said, signed or showed them. */
  record CodeTyped(Sensitive<String> digits) implements Wanted {}

  /** Go on by video, telephone or chat. */
  record ChannelWanted(Channel channel) implements Wanted {}

  record ChatWanted(Sensitive<String> text) implements Wanted {}

  /** What stands in the chat's field now. */
  record ChatTyped(Sensitive<String> text) implements Wanted {}

  record SharingWanted(Chat.Sharing sharing) implements Wanted {}

  /** A file was chosen, read and hashed. */
  record FileChosen(FileRules.Chosen file) implements Wanted {}

  record FileRefused(FileRefusal why) implements Wanted {}

  record FileAccepted(String file) implements Wanted {}

  record FileDeclined(String file) implements Wanted {}

  record FileCancelled(String file) implements Wanted {}

  /** Written where the staff member chose. */
  record FileSaved(String file) implements Wanted {}

  /** Why a chosen file is not offered, or a received one not saved. */
  enum FileRefusal {
    TOO_LARGE,
    EMPTY,
    KIND_NOT_CARRIED,
    UNREADABLE,
    NOT_WRITTEN,
    /** The talk ended while a place to save it was chosen. */
    GONE
  }

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

  record ViewerSaid(ViewerNews news) implements DeskEvent {}

  /** A page became a file; empty when it could not. */
  record PageReady(int request, Optional<FileRules.Chosen> file) implements DeskEvent {}

  record EngineSaid(CallNews news) implements DeskEvent {}

  record ChannelSaid(ChannelOutput.News news) implements DeskEvent {}

  /** Time passes; several times a second is enough, twice in one second does no harm. */
  record Ticked() implements DeskEvent {}

  /** The operating system locked the screen or switched the user. */
  record ScreenLocked() implements DeskEvent {}
}
