/**
 * The device and codec edges of the client: camera, microphone, speaker, FFmpeg.
 *
 * <p>Lives here: everything that touches a device or native code on behalf of a call. Must never
 * live here: anything that knows of the network, of a conversation or of a person; the transport
 * module is out of sight, and the call engine of the desktop joins the two.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.media;
