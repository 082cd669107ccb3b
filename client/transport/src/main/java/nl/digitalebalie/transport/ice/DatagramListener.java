package nl.digitalebalie.transport.ice;

import nl.digitalebalie.rtc.time.MonoTime;

/** Takes datagrams from addresses that ICE has validated. */
@FunctionalInterface
public interface DatagramListener {
  /**
   * Called on the connection's receiving thread; must not block, or arrival stamps lie.
   *
   * @param at taken straight after the socket returned
   * @param datagram the listener's to keep
   */
  void arrived(MonoTime at, byte[] datagram);
}
