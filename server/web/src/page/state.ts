/** Everything the page knows. Values only: reducer.ts decides, view/ shows, app.ts acts. */
import type { Office, Contact } from '../protocol/http';
import type {
  Availability,
  DeviceOnWire,
  DisclosureOutcome,
  EndReason,
  Hold,
  MediaState,
  MessageOf,
  Presence,
  StaffCard,
  WalletDevice,
} from '../protocol/messages';
import type { LocalText } from '../protocol/shape';
import type { Language } from '../texts/texts';
import type { ConnectionQuality } from '../call/quality';

/** What the address of the page says; the token of an invitation stays in the fragment (RFC 3986 3.5). */
export type Link =
  | { readonly kind: 'walk-in'; readonly municipality: string; readonly topic: string }
  | { readonly kind: 'invitation'; readonly token: string }
  | { readonly kind: 'none' };

export type DeviceState = 'unknown' | 'on' | 'off' | 'refused' | 'missing' | 'busy' | 'unsupported';

export interface Device {
  readonly id: string;
  readonly label: string;
}

export interface LocalMedia {
  readonly asking: boolean;
  readonly camera: DeviceState;
  readonly microphone: DeviceState;
  readonly cameras: readonly Device[];
  readonly microphones: readonly Device[];
  readonly cameraId: string;
  readonly microphoneId: string;
  /** The microphone has heard something: it works. */
  readonly heard: boolean;
}

export type ProblemKind =
  | 'link-unknown'
  | 'link-expired'
  | 'link-used'
  | 'closed'
  | 'full'
  | 'not-offered'
  | 'server-gone'
  | 'conversation-gone'
  | 'elsewhere'
  | 'unsafe'
  | 'old-browser'
  | 'crash';

export type PeerState = 'none' | 'connecting' | 'connected' | 'interrupted' | 'failed';

export interface Call {
  readonly staff: StaffCard | null;
  readonly epoch: number;
  readonly peer: PeerState;
  /** The epoch for which a new connection was asked; asked once for each. */
  readonly askedNewAfter: number;
  readonly staffMedia: MediaState;
  readonly hold: Hold;
  readonly staffPresence: Presence;
  readonly quality: ConnectionQuality;
  readonly soundBlocked: boolean;
  readonly visible: readonly LocalText[];
  readonly visibleUntil: number | null;
}

export type IdentityStep =
  | { readonly at: 'asked' }
  | { readonly at: 'no-app' }
  | { readonly at: 'starting'; readonly device: WalletDevice }
  | { readonly at: 'wallet'; readonly started: MessageOf<'disclosure-started'> }
  | {
      readonly at: 'pairing';
      readonly started: MessageOf<'disclosure-started'>;
      readonly wrong: boolean;
      readonly sent: boolean;
      readonly triesLeft: number | null;
    }
  | { readonly at: 'sharing' }
  | { readonly at: 'finished'; readonly outcome: DisclosureOutcome };

export interface Identity {
  readonly ask: MessageOf<'disclosure-asked'>;
  readonly step: IdentityStep;
  /** The connection was away and the server did not say yet that it still asks. */
  readonly unconfirmed: boolean;
}

export interface Goodbye {
  readonly reason: EndReason;
  readonly reference: string;
  readonly feedbackTicket: string | null;
  readonly feedback: 'open' | 'sending' | 'sent' | 'failed';
  readonly score: number;
}

export type Screen =
  | { readonly name: 'loading' }
  | { readonly name: 'welcome'; readonly busy: boolean }
  | { readonly name: 'devices' }
  | { readonly name: 'waiting' }
  | { readonly name: 'call' }
  | { readonly name: 'identity' }
  | { readonly name: 'goodbye' }
  | { readonly name: 'problem'; readonly kind: ProblemKind };

export interface WaitingRoom {
  readonly availability: Availability | 'UNKNOWN';
  readonly position: number | null;
  readonly expectedWaitSeconds: number | null;
  readonly opensAt: number | null;
}

export type Signalling = 'none' | 'connecting' | 'open' | 'lost';

export interface PageState {
  readonly now: number;
  /** Server's clock minus ours, in milliseconds, so that countdowns are right on a phone whose clock is wrong. */
  readonly clockOffset: number;
  readonly language: Language;
  readonly link: Link;
  readonly office: Office | null;
  /** Known from the office, or from the answer to a refused link. */
  readonly contact: Contact | null;
  readonly demo: boolean;
  readonly ticket: string | null;
  readonly screen: Screen;
  readonly signalling: Signalling;
  readonly lostSince: number | null;
  readonly joined: boolean;
  readonly media: LocalMedia;
  readonly waiting: WaitingRoom;
  readonly call: Call | null;
  readonly identity: Identity | null;
  readonly goodbye: Goodbye | null;
  readonly confirming: boolean;
  readonly notice: Notice | null;
  /** Frames of the server that were not understood; shown nowhere, read by tests. */
  readonly ignoredFrames: number;
}

/** One quiet line about what just happened. */
export type Notice = 'your-turn' | 'declined' | 'not-identified' | 'identified' | 'question-over';

export const NO_MEDIA: LocalMedia = {
  asking: false,
  camera: 'unknown',
  microphone: 'unknown',
  cameras: [],
  microphones: [],
  cameraId: '',
  microphoneId: '',
  heard: false,
};

export const NO_WAITING: WaitingRoom = {
  availability: 'UNKNOWN',
  position: null,
  expectedWaitSeconds: null,
  opensAt: null,
};

export const NEW_CALL: Call = {
  staff: null,
  epoch: 0,
  peer: 'none',
  askedNewAfter: 0,
  staffMedia: { microphone: 'ON', camera: 'ON' },
  hold: 'TALKING',
  staffPresence: 'HERE',
  quality: 'good',
  soundBlocked: false,
  visible: [],
  visibleUntil: null,
};

export function initialState(link: Link, language: Language, now: number): PageState {
  return {
    now,
    clockOffset: 0,
    language,
    link,
    office: null,
    contact: null,
    demo: false,
    ticket: null,
    screen: { name: 'loading' },
    signalling: 'none',
    lostSince: null,
    joined: false,
    media: NO_MEDIA,
    waiting: NO_WAITING,
    call: null,
    identity: null,
    goodbye: null,
    confirming: false,
    notice: null,
    ignoredFrames: 0,
  };
}

function onWire(device: DeviceState): DeviceOnWire {
  if (device === 'on') return 'ON';
  return device === 'off' ? 'OFF' : 'NONE';
}

export function mediaOnWire(media: LocalMedia): MediaState {
  return { microphone: onWire(media.microphone), camera: onWire(media.camera) };
}
