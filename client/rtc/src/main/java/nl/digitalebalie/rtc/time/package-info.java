/**
 * The clocks of the engine as types: the monotonic one that inputs carry, the media one that RTP
 * carries, and the NTP one that sender reports carry. Nothing here asks what time it is.
 */
@org.jspecify.annotations.NullMarked
package nl.digitalebalie.rtc.time;
