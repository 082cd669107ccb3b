package nl.digitalebalie.rtc.jitter;

import nl.digitalebalie.rtc.payload.EncodedVideo;
import nl.digitalebalie.rtc.time.MonoTime;

/**
 * A picture with every packet there.
 *
 * @param first unwrapped sequence number of its first packet
 * @param last unwrapped sequence number of its last packet
 * @param at when the last missing packet came
 */
public record CompletePicture(long first, long last, EncodedVideo video, MonoTime at) {}
