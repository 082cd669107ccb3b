package nl.digitalebalie.server.callback;

/** Where the relay hands over what residents asked. */
public interface CallbackDoor {
  /**
   * Takes a request. Never blocks. The same one may come again, because the relay keeps it until
   * {@code kept} was run: it was stored durably, and the relay forgets it.
   */
  void asked(CallbackRequest request, Runnable kept);
}
