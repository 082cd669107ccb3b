package nl.digitalebalie.media.frame;

import java.util.Optional;

/**
 * Where a viewer finds the newest picture.
 *
 * <p>This is all that the interface of the application may know of decoding, so that decoding can
 * move to a worker process with shared memory without a change there. Owned by one reading thread.
 */
public interface PictureSource {
  /**
   * The newest picture if the reader has not had it yet. It stays untouched until this method
   * returns the next one.
   */
  Optional<Picture> latest();

  /** How many pictures were ever published; may be asked from any thread. */
  long published();
}
