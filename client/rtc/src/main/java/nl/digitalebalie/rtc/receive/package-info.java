/**
 * What is kept about packets that arrive: loss and jitter per source, gaps and when to ask for
 * them, retransmissions turned back into what they repeat, arrival times for the sender's bandwidth
 * estimate. {@link nl.digitalebalie.rtc.receive.VideoReceiver} and {@link
 * nl.digitalebalie.rtc.receive.AudioReceiver} draw the whole path, stage after stage. Nothing here
 * decodes, sends or reads a clock.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.rtc.receive;
