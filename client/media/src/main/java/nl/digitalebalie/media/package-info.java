/** The device and codec edges of the client: camera, microphone, speaker, FFmpeg. */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.media;
