package nl.digitalebalie.media.playout;

/** An open speaker; owned by one thread. */
public interface Speaker extends AutoCloseable {
  /**
   * Plays these samples after those given before; waits while the speaker holds enough, which gives
   * the playout its pace.
   */
  Played play(short[] samples);

  /** Samples given and not yet heard. */
  int waitingSamples();

  @Override
  void close();

  /** What came of it. */
  enum Played {
    /** They will be heard. */
    ACCEPTED,
    /** The speaker is gone for good. */
    GONE
  }
}
