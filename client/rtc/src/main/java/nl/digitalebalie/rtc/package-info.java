/**
 * A sans-IO WebRTC engine: fed values and times, it answers with values.
 *
 * <p>Begin with {@link nl.digitalebalie.rtc.RtcSession}: one method, sealed {@link
 * nl.digitalebalie.rtc.Input} in, sealed {@link nl.digitalebalie.rtc.Output} out, and the moment to
 * come back. Behind it, each package is one concept of the RFCs:
 *
 * <pre>
 *            offer, answer ── negotiate ──► Agreement
 *
 *  datagram ── net ── protect ── packet ──► receive ──► jitter ──► PlayVideo, PlayAudio, Conceal
 *              demux  (a port)   parse      route       assemble
 *              hold              refuse     statistics  order
 *                                           NACK, RTX   wait
 *                                           transport-cc, PLI
 *
 *  frame ── payload ── send ──────────────► protect ──► Send
 *           cut        number, pace         (a port)
 *                      repeat on NACK
 *                      congestion ◄── what the peer reports ──► VideoTarget
 * </pre>
 *
 * <p>{@code Inbound} and {@code Outbound} are these two lines as code, {@code Call} joins them,
 * {@code Reports} composes RTCP, {@code StatsSampler} counts.
 *
 * <p>Never here: threads, sockets, files, clocks, dice, logs, codecs, and any library.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.rtc;
