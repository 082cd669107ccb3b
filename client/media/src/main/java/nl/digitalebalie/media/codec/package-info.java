/**
 * Encoders and decoders behind ports: VP8 by FFmpeg, Opus by FFmpeg's libopus and by Concentus.
 *
 * <p>Lives here: the ports, their implementations, the shaping of encoder targets. Must never live
 * here: devices, threads, queues, RTP. What decoders are fed comes from the other side of a call
 * and is hostile: a decoder answers with a value, whatever the bytes are.
 *
 * <p>Received sound is decoded by Concentus, which is plain Java: it conceals lost frames, which
 * FFmpeg's wrapper of libopus cannot be asked for, and hostile sound never reaches native code. It
 * costs 0.2 ms per 20 ms.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.media.codec;
