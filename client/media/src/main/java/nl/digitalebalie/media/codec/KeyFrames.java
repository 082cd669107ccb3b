package nl.digitalebalie.media.codec;

/** Whether the next encoded picture must stand on its own. */
public enum KeyFrames {
  /** The encoder decides. */
  AUTO,
  /** This picture becomes a key frame: the other side cannot go on without one. */
  KEY
}
