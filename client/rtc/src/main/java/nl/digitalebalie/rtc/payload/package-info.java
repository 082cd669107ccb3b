/**
 * Encoded media as the engine carries it, and how each codec is cut into RTP payloads and put
 * together again: VP8 (RFC 7741) and Opus (RFC 7587). Nothing here decodes a picture or a sound.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.rtc.payload;
