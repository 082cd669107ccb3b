package nl.digitalebalie.transport.signal;

/**
 * Takes what a connection has to say, in order, on the connection's own virtual thread. Being slow
 * here slows the server down, it loses nothing.
 */
public interface SignalListener {
  void stateChanged(SignalState state);

  void received(String text);
}
