package nl.digitalebalie.rtc.testkit;

import nl.digitalebalie.rtc.protect.PacketProtection;
import nl.digitalebalie.rtc.protect.Unprotected;

/** No protection at all: the engine's own behaviour is what the simulation looks at. */
public final class PlainProtection implements PacketProtection {
  @Override
  public byte[] protectRtp(byte[] packet) {
    return packet;
  }

  @Override
  public byte[] protectRtcp(byte[] packet) {
    return packet;
  }

  @Override
  public Unprotected unprotectRtp(byte[] packet) {
    return new Unprotected.Plain(packet);
  }

  @Override
  public Unprotected unprotectRtcp(byte[] packet) {
    return new Unprotected.Plain(packet);
  }
}
