package nl.digitalebalie.desktop.desk;

import java.util.List;
import nl.digitalebalie.desktop.call.DeviceChoice;
import nl.digitalebalie.desktop.channel.ChannelInput;
import nl.digitalebalie.desktop.viewer.DocumentBytes;
import nl.digitalebalie.desktop.viewer.PagePicture;
import nl.digitalebalie.media.pipeline.Switch;
import nl.digitalebalie.protocol.id.PurposeId;
import nl.digitalebalie.protocol.privacy.Sensitive;
import nl.digitalebalie.protocol.signal.Candidate;
import nl.digitalebalie.protocol.signal.IceServer;
import nl.digitalebalie.protocol.signal.StaffToCounter;
import nl.digitalebalie.protocol.signal.StaffToRelay;

/** What must be done because of an event, in order. */
public sealed interface DeskEffect {

  record SignIn(String name, Sensitive<String> password) implements DeskEffect {}

  record SignOut(Sensitive<String> counterTicket) implements DeskEffect {}

  record OpenLine(Line.Which line, Sensitive<String> ticket) implements DeskEffect {}

  record CloseLine(Line.Which line) implements DeskEffect {}

  record ToRelay(StaffToRelay message) implements DeskEffect {}

  record ToCounter(StaffToCounter message) implements DeskEffect {}

  /** For the keys of the conversation. */
  record ToChannel(ChannelInput input) implements DeskEffect {}

  /** Somebody new waits: sound, unless muted. */
  record Chime() implements DeskEffect {}

  /** The counter part told more than the purpose allows, and none of it was taken in. */
  record NoteBeyondPurpose(PurposeId purpose, int dropped) implements DeskEffect {}

  /** For the media engine. */
  sealed interface Media extends DeskEffect {}

  record BeginCall(int epoch, List<IceServer> servers) implements Media {
    public BeginCall {
      servers = List.copyOf(servers);
    }
  }

  record ConnectAgain(int epoch) implements Media {}

  record FeedAnswer(int epoch, String sdp) implements Media {
    @Override
    public String toString() {
      return "FeedAnswer[" + epoch + "]"; // holds addresses
    }
  }

  record FeedCandidate(int epoch, Candidate candidate) implements Media {}

  record FeedCandidatesDone(int epoch) implements Media {}

  record SetMicrophone(Switch wanted) implements Media {}

  record SetCamera(Switch wanted) implements Media {}

  record UseDevices(DeviceChoice devices) implements Media {}

  record EndCall() implements Media {}

  /** For the drawing of a document. */
  sealed interface Look extends DeskEffect {}

  record PrepareViewer(int request) implements Look {}

  record ReadDocument(int request, String mediaType, DocumentBytes bytes) implements Look {}

  record DrawPage(int request, int page, int width) implements Look {}

  /** The process that draws ends, and nothing of it reaches the desk any more. */
  record StopViewing() implements Look {}

  /** Makes a file of the page, for the resident; answered by {@link DeskEvent.PageReady}. */
  record PackPage(int request, String name, PagePicture picture) implements Look {}
}
