package nl.digitalebalie.media.codec;

/** Decodes sound of the other side; hostile bytes never throw. Owned by one thread. */
public interface AudioDecoder extends AutoCloseable {
  /** Decodes one Opus packet. */
  SoundResult decode(byte[] payload);

  /** Invents 20 ms of sound for a packet that is missing. */
  short[] conceal();

  @Override
  void close();

  /** What came of one packet. */
  sealed interface SoundResult {
    /** Its samples; 2.5 to 120 ms of them (RFC 6716 section 2.1.4). */
    record Heard(short[] samples) implements SoundResult {}

    /** The bytes are no Opus packet. */
    record Refused() implements SoundResult {}
  }
}
