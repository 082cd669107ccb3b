package nl.digitalebalie.media.capture;

/** An open microphone; owned by one thread. */
public interface Microphone extends AutoCloseable {
  /** Waits for the next 20 ms of sound. */
  Listened listen(short[] into);

  @Override
  void close();

  /** What came of one wait. */
  enum Listened {
    /** The samples are there. */
    SOUND,
    /** The thread was asked to end. */
    INTERRUPTED,
    /** The microphone is gone for good. */
    GONE
  }
}
