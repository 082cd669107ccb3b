/**
 * Raw pictures and the place where two threads exchange them.
 *
 * <p>Lives here: picture formats, limits on their size, the three-buffer exchange. Must never live
 * here: codecs, devices, threads. {@link nl.digitalebalie.media.frame.PictureSource} is the seam
 * behind which decoding can move to a process of its own.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.media.frame;
