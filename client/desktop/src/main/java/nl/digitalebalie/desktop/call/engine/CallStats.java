package nl.digitalebalie.desktop.call.engine;

import java.time.Duration;
import java.util.Optional;
import nl.digitalebalie.media.sound.SoundLevel;

/**
 * How a call is doing; every value is measured.
 *
 * @param framesDecoded the resident's pictures decoded since the beginning
 * @param framesPerSecond of the resident's pictures, over the last second or so
 * @param freezes how often the resident's picture stood still, by the W3C webrtc-stats rule
 * @param width of the resident's picture, 0 before the first
 * @param height of the resident's picture, 0 before the first
 * @param remoteLevel what the speaker is fed now, for a meter
 * @param remoteLevelSeen the loudest the speaker was fed
 * @param microphoneLevel what the microphone hears now, for a meter; also while it is off
 * @param connectToFirstRemotePicture of the newest epoch
 * @param srtpProfile of the newest epoch
 * @param selectedPair kinds of the two candidates in use, such as {@code host/udp-host/udp},
 *     without addresses
 * @param roundTrip newest
 * @param lossIn share of the resident's packets lost, 0 to 1; the worse of picture and sound
 * @param lossOut share of our packets lost, as the resident reports, 0 to 1; the worse of both
 * @param bitsPerSecondIn received, pictures and sound
 * @param bitsPerSecondOut sent, pictures and sound
 * @param framesSent our pictures sent since the beginning
 */
public record CallStats(
    long framesDecoded,
    double framesPerSecond,
    long freezes,
    int width,
    int height,
    SoundLevel remoteLevel,
    SoundLevel remoteLevelSeen,
    SoundLevel microphoneLevel,
    Optional<Duration> connectToFirstRemotePicture,
    Optional<String> srtpProfile,
    Optional<String> selectedPair,
    Optional<Duration> roundTrip,
    double lossIn,
    double lossOut,
    long bitsPerSecondIn,
    long bitsPerSecondOut,
    long framesSent) {}
