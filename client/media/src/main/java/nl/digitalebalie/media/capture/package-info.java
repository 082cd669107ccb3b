/**
 * Cameras and microphones, and what stands in for them.
 *
 * <p>Lives here: the webcam-capture driver on FFmpeg's avdevice, sound input by javax.sound, file
 * and generated sources, the lists of devices. Must never live here: encoding, the pace of a call.
 * A device that fails or is unplugged is a value, never an exception.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.media.capture;
