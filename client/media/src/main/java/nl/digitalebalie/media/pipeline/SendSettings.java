package nl.digitalebalie.media.pipeline;

import nl.digitalebalie.media.capture.CameraId;
import nl.digitalebalie.media.capture.CameraMode;
import nl.digitalebalie.media.capture.MicrophoneId;

/**
 * What we send at the beginning of a call.
 *
 * @param mode size and rate asked of the camera, and the largest picture sent
 * @param bitsPerSecond of the picture, until the network says otherwise
 */
public record SendSettings(
    CameraId camera, MicrophoneId microphone, CameraMode mode, long bitsPerSecond) {}
