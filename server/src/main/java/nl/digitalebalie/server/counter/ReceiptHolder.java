package nl.digitalebalie.server.counter;

import nl.digitalebalie.protocol.binding.ChannelBinding;
import nl.digitalebalie.server.subject.DataSubject;

/** To whom a receipt belongs: whoever else comes before the same page gets none of it. */
sealed interface ReceiptHolder {
  record Subject(DataSubject subject) implements ReceiptHolder {}

  /** Where only a name was shown: the page that showed it. */
  record Keys(ChannelBinding binding) implements ReceiptHolder {}
}
