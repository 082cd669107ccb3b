package nl.digitalebalie.transport.signal;

import java.time.Duration;

/** How a connection stands. Refused, Ended and Closed are final. */
public sealed interface SignalState {
  /** The first attempt is under way. */
  record Connecting() implements SignalState {}

  /** Texts flow. */
  record Connected() implements SignalState {}

  /**
   * The connection was lost or the server cannot be reached; it is tried again.
   *
   * @param attempt counts from 1 since the last lasting connection
   * @param in how long until that attempt
   */
  record Reconnecting(int attempt, Duration in) implements SignalState {}

  /**
   * The server answered the request with a status that trying again does not change.
   *
   * @param status HTTP status, such as 401 for a ticket that is not valid
   */
  record Refused(int status) implements SignalState {}

  /**
   * The server ended the connection for good, or broke the protocol.
   *
   * @param closeCode WebSocket close code, such as 4409 when a newer connection took over
   */
  record Ended(int closeCode) implements SignalState {}

  /** We closed it. */
  record Closed() implements SignalState {}
}
