/**
 * A sans-IO WebRTC engine: fed values and times, it answers with values. No threads, no IO, no
 * clock.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.rtc;
