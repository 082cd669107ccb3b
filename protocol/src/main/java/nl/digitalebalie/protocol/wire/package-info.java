/**
 * JSON on the wire: codec, size limits, version. Every decoding ends in a message or a coded
 * refusal, never in an exception.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.protocol.wire;
