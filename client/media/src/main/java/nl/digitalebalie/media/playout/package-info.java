/**
 * Speakers, and the steady stream of samples they need.
 *
 * <p>Lives here: sound output by javax.sound, the stand-in that keeps time without a device, drift
 * correction. Must never live here: decoding, jitter buffers.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.media.playout;
