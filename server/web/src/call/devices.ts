/** Camera and microphone of this device. Owns the tracks; everybody else borrows them. */
import type { OpenedMedia, PageEvent } from '../page/events';
import type { Device, DeviceState } from '../page/state';

interface Wish {
  readonly camera: boolean;
  readonly microphone: boolean;
  readonly cameraId: string;
  readonly microphoneId: string;
}

/** What getUserMedia's refusals mean to a person (W3C Media Capture 10.2). */
export function deviceStateOf(errorName: string): DeviceState {
  switch (errorName) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'refused';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return 'unsupported';
  }
}

const errorName = (error: unknown): string => (error instanceof DOMException ? error.name : '');

function videoConstraints(deviceId: string): MediaTrackConstraints {
  const size = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30, max: 30 } };
  return deviceId ? { ...size, deviceId: { exact: deviceId } } : { ...size, facingMode: 'user' };
}

function audioConstraints(deviceId: string): MediaTrackConstraints {
  const clean = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  return deviceId ? { ...clean, deviceId: { exact: deviceId } } : clean;
}

export interface Tracks {
  readonly camera: MediaStreamTrack | null;
  readonly microphone: MediaStreamTrack | null;
}

export class Devices {
  private camera: MediaStreamTrack | null = null;
  private microphone: MediaStreamTrack | null = null;
  private cameraId = '';
  /** Counts openings, so that an answer to an older question is thrown away. */
  private opening = 0;

  constructor(
    private readonly dispatch: (event: PageEvent) => void,
    private readonly tracksChanged: (tracks: Tracks) => void,
  ) {}

  get tracks(): Tracks {
    return { camera: this.camera, microphone: this.microphone };
  }

  async open(wish: Wish): Promise<void> {
    const opening = ++this.opening;
    this.release();
    if (!navigator.mediaDevices?.getUserMedia) {
      this.opened('unsupported', 'unsupported', [], wish);
      return;
    }
    const states = await this.take(wish, opening);
    const all = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    if (opening !== this.opening) return;
    this.cameraId = wish.cameraId;
    this.opened(states.camera, states.microphone, all, wish);
  }

  /** The light goes out when the camera is off: the track is stopped, not only muted. */
  async switchCamera(on: boolean): Promise<void> {
    const opening = this.opening;
    this.camera?.stop();
    this.camera = null;
    let state: DeviceState = 'off';
    if (on) state = await this.takeOne('camera', this.cameraId, opening);
    if (opening !== this.opening) return;
    this.tracksChanged(this.tracks);
    this.dispatch({ type: 'camera-changed', camera: state });
  }

  switchMicrophone(on: boolean): void {
    if (!this.microphone) return;
    this.microphone.enabled = on;
    this.dispatch({ type: 'microphone-changed', microphone: on ? 'on' : 'off' });
  }

  close(): void {
    this.opening++;
    this.release();
    this.tracksChanged(this.tracks);
  }

  private release(): void {
    this.camera?.stop();
    this.microphone?.stop();
    this.camera = null;
    this.microphone = null;
  }

  /** One question to the resident for both; each alone only when one of them is the obstacle. */
  private async take(wish: Wish, opening: number): Promise<{ camera: DeviceState; microphone: DeviceState }> {
    if (wish.camera && wish.microphone) {
      try {
        const stream = await navigator.mediaDevices.getUserMedia({
          video: videoConstraints(wish.cameraId),
          audio: audioConstraints(wish.microphoneId),
        });
        this.keep(stream, opening);
        return { camera: 'on', microphone: 'on' };
      } catch (error) {
        const state = deviceStateOf(errorName(error));
        if (state === 'unsupported') return { camera: state, microphone: state };
        if (state === 'refused') return this.takeGranted(wish, opening);
      }
    }
    const microphone = wish.microphone ? await this.takeOne('microphone', wish.microphoneId, opening) : 'off';
    const camera = wish.camera ? await this.takeOne('camera', wish.cameraId, opening) : 'off';
    return { camera, microphone: wish.microphone ? microphone : 'missing' };
  }

  /** After a "no" nothing is asked again; only what the browser had already allowed is used. */
  private async takeGranted(
    wish: Wish,
    opening: number,
  ): Promise<{ camera: DeviceState; microphone: DeviceState }> {
    const [cameraGranted, microphoneGranted] = await Promise.all([granted('camera'), granted('microphone')]);
    const camera = cameraGranted ? await this.takeOne('camera', wish.cameraId, opening) : 'refused';
    const microphone = microphoneGranted
      ? await this.takeOne('microphone', wish.microphoneId, opening)
      : 'refused';
    return { camera, microphone };
  }

  private async takeOne(kind: 'camera' | 'microphone', id: string, opening: number): Promise<DeviceState> {
    const constraints = kind === 'camera' ? { video: videoConstraints(id) } : { audio: audioConstraints(id) };
    try {
      this.keep(await navigator.mediaDevices.getUserMedia(constraints), opening);
      return 'on';
    } catch (error) {
      return deviceStateOf(errorName(error));
    }
  }

  private keep(stream: MediaStream, opening: number): void {
    for (const track of stream.getTracks()) {
      if (opening !== this.opening) track.stop();
      else this.own(track);
    }
  }

  private own(track: MediaStreamTrack): void {
    if (track.kind === 'video') {
      // EN 301 549 6.5: when bandwidth drops, resolution goes before frame rate.
      if ('contentHint' in track) track.contentHint = 'motion';
      this.camera = track;
    } else {
      this.microphone = track;
    }
    track.onended = () => this.unplugged(track);
  }

  private unplugged(track: MediaStreamTrack): void {
    if (track === this.camera) {
      this.camera = null;
      this.tracksChanged(this.tracks);
      this.dispatch({ type: 'camera-changed', camera: 'missing' });
    } else if (track === this.microphone) {
      this.microphone = null;
      this.tracksChanged(this.tracks);
      this.dispatch({ type: 'microphone-changed', microphone: 'missing' });
    }
  }

  private opened(
    camera: DeviceState,
    microphone: DeviceState,
    all: readonly MediaDeviceInfo[],
    wish: Wish,
  ): void {
    const media: OpenedMedia = {
      camera,
      microphone,
      cameras: devicesOf(all, 'videoinput'),
      microphones: devicesOf(all, 'audioinput'),
      cameraId: this.camera?.getSettings().deviceId ?? wish.cameraId,
      microphoneId: this.microphone?.getSettings().deviceId ?? wish.microphoneId,
    };
    this.tracksChanged(this.tracks);
    this.dispatch({ type: 'media-opened', media });
  }
}

function devicesOf(all: readonly MediaDeviceInfo[], kind: MediaDeviceKind): Device[] {
  return all
    .filter((device) => device.kind === kind)
    .map((device) => ({ id: device.deviceId, label: device.label }));
}

async function granted(name: string): Promise<boolean> {
  try {
    const status = await navigator.permissions.query({ name: name as PermissionName });
    return status.state === 'granted';
  } catch {
    return false; // this browser does not tell
  }
}
