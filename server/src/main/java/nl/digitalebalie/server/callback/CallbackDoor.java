package nl.digitalebalie.server.callback;

import java.util.function.Consumer;

/** Where the relay hands over what residents asked. */
public interface CallbackDoor {
  /** The counter part's last word on a request; after either the relay forgets it. */
  enum Answer {
    /** It is stored durably. */
    KEPT,
    /** It will never be: the counter part does not know the municipality. */
    REFUSED
  }

  /**
   * Takes a request. Never blocks. The same one may come again, because the relay keeps it until
   * there is an answer.
   */
  void asked(CallbackRequest request, Consumer<Answer> answer);
}
