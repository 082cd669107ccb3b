/** What can happen to the page, and what the page can do about it. */
import type { Joined, Office, Problem } from '../protocol/http';
import type {
  Candidate,
  IceServer,
  RelayToResident,
  ResidentToRelay,
  WalletDevice,
} from '../protocol/messages';
import type { ConnectionQuality } from '../call/quality';
import type { Language } from '../texts/texts';
import type { Device, DeviceState, Goodbye, Link, LocalMedia } from './state';

export interface OpenedMedia {
  readonly camera: DeviceState;
  readonly microphone: DeviceState;
  readonly cameras: readonly Device[];
  readonly microphones: readonly Device[];
  readonly cameraId: string;
  readonly microphoneId: string;
}

/** What survives a reload in sessionStorage: this tab, until it is closed. */
export interface Remembered {
  readonly office: Office;
  readonly ticket: string;
  readonly camera: DeviceState;
  readonly microphone: DeviceState;
}

export type PageEvent =
  // From the resident
  | { readonly type: 'language-chosen'; readonly language: Language }
  | { readonly type: 'start-clicked' }
  | { readonly type: 'media-wanted'; readonly camera: boolean; readonly microphone: boolean }
  | { readonly type: 'device-chosen'; readonly cameraId: string; readonly microphoneId: string }
  | { readonly type: 'test-sound-clicked' }
  | { readonly type: 'ready-clicked' }
  | { readonly type: 'microphone-clicked' }
  | { readonly type: 'camera-clicked' }
  | { readonly type: 'sound-clicked' }
  | { readonly type: 'leave-clicked' }
  | { readonly type: 'leave-cancelled' }
  | { readonly type: 'leave-confirmed' }
  | { readonly type: 'wallet-chosen'; readonly device: WalletDevice }
  | { readonly type: 'no-app-clicked' }
  | { readonly type: 'identity-back-clicked' }
  | { readonly type: 'declined'; readonly reason: 'NOT_NOW' | 'NO_WALLET' }
  | { readonly type: 'pairing-code-typed'; readonly code: string }
  | { readonly type: 'back-to-call-clicked' }
  | { readonly type: 'notice-read' }
  | { readonly type: 'score-chosen'; readonly score: number }
  | { readonly type: 'feedback-sent-clicked'; readonly sentence: string }
  | { readonly type: 'retry-clicked' }
  // From the page's own surroundings
  | { readonly type: 'tick'; readonly now: number }
  | { readonly type: 'resumed'; readonly remembered: Remembered }
  | { readonly type: 'goodbye-resumed'; readonly goodbye: Goodbye }
  | { readonly type: 'browser-too-old' }
  | { readonly type: 'crashed' }
  // From HTTP
  | { readonly type: 'site-loaded'; readonly demo: boolean }
  | { readonly type: 'office-loaded'; readonly office: Office }
  | { readonly type: 'joined'; readonly joined: Joined }
  | { readonly type: 'http-refused'; readonly problem: Problem }
  | { readonly type: 'http-failed' }
  | { readonly type: 'feedback-stored' }
  | { readonly type: 'feedback-failed' }
  // From the signalling connection
  /** claimedEpoch: of which the server was told that its media still flows; 0 for none. */
  | { readonly type: 'signalling-open'; readonly claimedEpoch: number }
  | { readonly type: 'signalling-lost' }
  | { readonly type: 'signalling-replaced' }
  | { readonly type: 'ticket-refused' }
  | { readonly type: 'frame-ignored' }
  | { readonly type: 'message'; readonly message: RelayToResident }
  // From camera and microphone
  | { readonly type: 'media-opened'; readonly media: OpenedMedia }
  | { readonly type: 'camera-changed'; readonly camera: DeviceState }
  | { readonly type: 'microphone-changed'; readonly microphone: DeviceState }
  | { readonly type: 'voice-heard' }
  // From the connection to the staff member
  | { readonly type: 'answered'; readonly epoch: number; readonly sdp: string }
  | { readonly type: 'candidate-found'; readonly epoch: number; readonly candidate: Candidate }
  | { readonly type: 'candidates-done'; readonly epoch: number }
  | {
      readonly type: 'peer-changed';
      readonly epoch: number;
      readonly peer: 'connecting' | 'connected' | 'interrupted' | 'failed';
    }
  | { readonly type: 'offer-unusable'; readonly epoch: number }
  | { readonly type: 'quality-changed'; readonly quality: ConnectionQuality }
  | { readonly type: 'sound-blocked' };

export type Effect =
  | { readonly do: 'load-site' }
  | { readonly do: 'load-office'; readonly municipality: string; readonly topic: string }
  | { readonly do: 'redeem'; readonly link: Link }
  | { readonly do: 'connect'; readonly ticket: string }
  | { readonly do: 'disconnect' }
  | { readonly do: 'send'; readonly message: ResidentToRelay }
  | {
      readonly do: 'open-media';
      readonly camera: boolean;
      readonly microphone: boolean;
      readonly cameraId: string;
      readonly microphoneId: string;
    }
  | { readonly do: 'switch-microphone'; readonly on: boolean }
  | { readonly do: 'switch-camera'; readonly on: boolean }
  | { readonly do: 'close-media' }
  | { readonly do: 'test-sound' }
  | { readonly do: 'call-attention' }
  | { readonly do: 'prepare-peer'; readonly iceServers: readonly IceServer[] }
  | { readonly do: 'answer'; readonly epoch: number; readonly sdp: string }
  | { readonly do: 'add-candidate'; readonly epoch: number; readonly candidate: Candidate }
  | { readonly do: 'no-more-candidates'; readonly epoch: number }
  | { readonly do: 'close-peer' }
  | { readonly do: 'play-sound' }
  | { readonly do: 'remember'; readonly office: Office; readonly ticket: string; readonly media: LocalMedia }
  | { readonly do: 'remember-goodbye'; readonly goodbye: Goodbye }
  | { readonly do: 'forget' }
  | { readonly do: 'remember-language'; readonly language: Language }
  | {
      readonly do: 'send-feedback';
      readonly ticket: string;
      readonly score: number;
      readonly sentence: string;
    }
  | { readonly do: 'reload' };
