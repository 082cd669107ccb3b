package nl.digitalebalie.media.codec;

/** Encodes sound for the other side; owned by one thread. */
public interface AudioEncoder extends AutoCloseable {
  /**
   * Encodes 20 ms of sound.
   *
   * @param samples exactly {@code Sound.FRAME_SAMPLES}
   * @return one Opus packet of 1 to 1275 bytes
   */
  byte[] encode(short[] samples);

  @Override
  void close();
}
