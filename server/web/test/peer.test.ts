/** The media connection against a stand-in of the browser's own, which answers when a test says so. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Peer } from '../src/call/peer';
import type { PageEvent } from '../src/page/events';

const SDP = `v=0\r\na=fingerprint:sha-256 ${Array(32).fill('AB').join(':')}\r\n`;
const ANNOUNCED = 'A'.repeat(43);

class Sender {
  track: unknown = null;
  async replaceTrack(track: unknown): Promise<void> {
    this.track = track;
  }
}

const transceiver = (kind: string) => ({
  direction: 'recvonly',
  receiver: { track: { kind } },
  sender: new Sender(),
});

/** The last one made. */
let connection: Connection;

class Connection {
  readonly audio = transceiver('audio');
  readonly video = transceiver('video');
  localDescription: { sdp: string } | null = null;
  answerMade: () => void = () => undefined;

  static async generateCertificate(): Promise<never> {
    throw new Error('none');
  }
  constructor() {
    connection = this;
  }
  getTransceivers(): unknown[] {
    return [this.audio, this.video];
  }
  async setRemoteDescription(): Promise<void> {}
  createAnswer(): Promise<{ sdp: string }> {
    return new Promise((resolve) => {
      this.answerMade = () => resolve({ sdp: SDP });
    });
  }
  async setLocalDescription(answer: { sdp: string }): Promise<void> {
    this.localDescription = answer;
  }
  close(): void {}
}

beforeEach(() => {
  vi.stubGlobal('RTCPeerConnection', Connection);
  vi.stubGlobal('MediaStream', class {});
  vi.stubGlobal('window', { RTCPeerConnection: Connection, clearInterval: () => undefined });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const microphone = { kind: 'audio' } as unknown as MediaStreamTrack;
const camera = { kind: 'video' } as unknown as MediaStreamTrack;

it('a camera that is turned on while the answer is made is sent', async () => {
  const events: PageEvent[] = [];
  const peer = new Peer(
    (event) => events.push(event),
    () => undefined,
  );
  peer.useTracks({ camera: null, microphone });
  const answered = peer.answer(1, SDP, ANNOUNCED);
  await vi.waitFor(() => expect(connection.audio.sender.track).toBe(microphone));
  peer.useTracks({ camera, microphone });
  connection.answerMade();
  await answered;

  expect(events.map(({ type }) => type)).toEqual(['described']);
  await vi.waitFor(() => expect(connection.video.sender.track).toBe(camera));
  expect(connection.video.direction).toBe('sendrecv');
});
