/** Everything the page knows. Values only: reducer.ts decides, view/ shows, app.ts acts. */
import type { Contact, Office, Site, SiteMunicipality } from '../protocol/http';
import type {
  Availability,
  Channel,
  DeviceOnWire,
  DisclosureOutcome,
  EndReason,
  Hold,
  MediaState,
  MessageOf,
  Presence,
  WalletDevice,
} from '../protocol/messages';
import type { MediaType, StatusLine } from '../protocol/peer';
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
  /** An appointment whose link opens later; it stays good. */
  | 'too-early'
  /** The relay takes nothing from where this page stands. */
  | 'not-here'
  | 'closed'
  | 'full'
  | 'too-many'
  | 'not-offered'
  | 'server-gone'
  /** The resident chose the quiet exit; in the same words as server-gone. */
  | 'slipped-away'
  | 'conversation-gone'
  | 'elsewhere'
  | 'unsafe'
  | 'old-browser'
  | 'crash';

export type PeerState = 'none' | 'connecting' | 'connected' | 'interrupted' | 'failed';

/** Whether we know with whom we are connected: nothing is sent to the other side before it is 'secure'. */
export type Security = 'none' | 'checking' | 'secure';

/** As the gate's ticket names them; nothing that the relay says. */
export interface StaffMember {
  readonly displayName: string;
  readonly role: LocalText;
}

/** The spoken code: shown until the staff member has found it right. */
export type Code =
  | { readonly at: 'none' }
  | { readonly at: 'showing'; readonly digits: string; readonly ask: 'first' | 'again' | 'by-phone' }
  | { readonly at: 'matched'; readonly digits: string }
  | { readonly at: 'failed' };

export type Delivery = 'sending' | 'delivered' | 'resent' | 'failed';

/** One message of the talk in writing. */
export interface Entry {
  readonly id: string;
  readonly from: 'me' | 'them';
  readonly text: string;
  readonly at: number;
  /** Number of the line of live text, 0 for a message that was sent as a whole. */
  readonly line: number;
  readonly delivery: Delivery;
  /** Under which epoch and counter it was sealed last; 0 before. */
  readonly epoch: number;
  readonly counter: number;
  readonly sentAt: number;
}

export type TransferState = 'offered' | 'moving' | 'complete' | 'declined' | 'cancelled' | 'broken';

/** A file on its way; its bytes live in files.ts. */
export interface Transfer {
  readonly id: string;
  readonly from: 'me' | 'them';
  readonly name: string;
  readonly bytes: number;
  readonly mediaType: MediaType;
  readonly sha256: string;
  readonly state: TransferState;
  /** Parts that arrived. */
  readonly parts: number;
}

export interface PhoneNumber {
  readonly number: string;
  readonly delivered: boolean;
  readonly counter: number;
}

/** What the two write, send and tell each other in sealed messages. Lives only here; a reload begins an empty sheet. */
export interface Exchange {
  readonly open: boolean;
  readonly unread: number;
  readonly entries: readonly Entry[];
  readonly draft: string;
  /** The other side reads along while we type. */
  readonly live: boolean;
  /** The line that we write now. */
  readonly line: number;
  readonly toldTypingAt: number;
  readonly typedAt: number;
  readonly theirLine: { readonly line: number; readonly text: string } | null;
  readonly theirLinesDone: number;
  readonly theyTypeUntil: number;
  readonly files: readonly Transfer[];
  readonly fileTrouble: 'none' | 'kind' | 'too-large' | 'empty';
  readonly phone: PhoneNumber | null;
  readonly phoneWrong: boolean;
}

export interface Call {
  readonly channel: Channel;
  /** The channel that was asked for and not confirmed yet. */
  readonly switching: Channel | null;
  readonly security: Security;
  readonly staff: StaffMember | null;
  /** b of the verified offer; a change means that everything begins anew. */
  readonly binding: string;
  readonly epoch: number;
  readonly peer: PeerState;
  /** The epoch for which a new connection was asked; asked once for each. */
  readonly askedNewAfter: number;
  /** This page came in after the beginning: the first offer may have been made before our key arrived there. */
  readonly midway: boolean;
  readonly staffMedia: MediaState;
  readonly hold: Hold;
  readonly staffPresence: Presence;
  readonly quality: ConnectionQuality;
  readonly soundBlocked: boolean;
  readonly visible: readonly LocalText[];
  readonly visibleUntil: number | null;
  /** What can be kept of the talk so far, as it came. */
  readonly receipt: string | null;
  readonly code: Code;
  readonly exchange: Exchange;
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
  /** The wallet session does not belong to this conversation; it is not shown. */
  | { readonly at: 'unproven' }
  | { readonly at: 'finished'; readonly outcome: DisclosureOutcome };

export interface Identity {
  readonly ask: MessageOf<'disclosure-asked'>;
  readonly step: IdentityStep;
  /** The connection was away and the server did not say yet that it still asks. */
  readonly unconfirmed: boolean;
  /** Came while the proof of the wallet session was still checked. */
  readonly progress: MessageOf<'disclosure-progress'> | null;
}

export interface Goodbye {
  readonly reason: EndReason;
  readonly reference: string;
  /** Id, so that the telephone number outlives a reload. */
  readonly municipality: string;
  readonly feedbackTicket: string | null;
  readonly feedback: 'open' | 'sending' | 'sent' | 'failed';
  readonly score: number;
  /** The spoken code was wrong twice; that is why. */
  readonly codeFailed: boolean;
  /** What can be kept of the talk, as it came; null where nothing was opened. */
  readonly receipt: string | null;
}

/** The wish to be called back, beside whatever screen is shown. What is typed lives in the form alone. */
export type Callback =
  | { readonly at: 'closed' }
  | { readonly at: 'open'; readonly wrong: 'none' | 'name' | 'phone' }
  | { readonly at: 'sending' }
  | { readonly at: 'failed'; readonly why: 'too-many' | 'trouble' }
  | { readonly at: 'promised'; readonly by: number };

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
  readonly site: Site | null;
  readonly office: Office | null;
  /** Id of the municipality that this is about; empty while nobody named one. */
  readonly municipality: string;
  readonly demo: boolean;
  readonly ticket: string | null;
  readonly conversation: string;
  /** How the resident wants to talk. */
  readonly channel: Channel;
  readonly key: 'none' | 'lasting' | 'fleeting';
  /** The server knows our key since this connection was opened. */
  readonly announced: boolean;
  /** Joining waits until the key was announced. */
  readonly wantsToJoin: boolean;
  /** Of live text; goes on over a reload. */
  readonly firstLine: number;
  readonly screen: Screen;
  readonly signalling: Signalling;
  readonly lostSince: number | null;
  readonly joined: boolean;
  readonly media: LocalMedia;
  readonly waiting: WaitingRoom;
  readonly call: Call | null;
  readonly identity: Identity | null;
  readonly goodbye: Goodbye | null;
  readonly callback: Callback;
  readonly confirming: boolean;
  readonly notice: Notice | null;
  /** What to name on the telephone when something was not safe; stable. */
  readonly reference: string;
  /** Frames of the server that were not understood; shown nowhere, read by tests. */
  readonly ignoredFrames: number;
  /** How far my cases are, as the staff member's panel said it; in memory only. */
  readonly statuses: readonly StatusLine[];
}

/** One quiet line about what just happened. */
export type Notice =
  | 'your-turn'
  | 'declined'
  | 'not-identified'
  | 'identified'
  | 'question-over'
  | 'code-matched'
  | 'now-video'
  | 'now-chat'
  | 'now-phone'
  | 'switch-refused';

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

export const NO_EXCHANGE: Exchange = {
  open: false,
  unread: 0,
  entries: [],
  draft: '',
  live: false,
  line: 1,
  toldTypingAt: 0,
  typedAt: 0,
  theirLine: null,
  theirLinesDone: 0,
  theyTypeUntil: 0,
  files: [],
  fileTrouble: 'none',
  phone: null,
  phoneWrong: false,
};

export const NEW_CALL: Call = {
  channel: 'VIDEO',
  switching: null,
  security: 'none',
  staff: null,
  binding: '',
  epoch: 0,
  peer: 'none',
  askedNewAfter: 0,
  midway: false,
  staffMedia: { microphone: 'ON', camera: 'ON' },
  hold: 'TALKING',
  staffPresence: 'HERE',
  quality: 'good',
  soundBlocked: false,
  visible: [],
  visibleUntil: null,
  receipt: null,
  code: { at: 'none' },
  exchange: NO_EXCHANGE,
};

export function initialState(link: Link, language: Language, now: number): PageState {
  return {
    now,
    clockOffset: 0,
    language,
    link,
    site: null,
    office: null,
    municipality: link.kind === 'walk-in' ? link.municipality : '',
    demo: false,
    ticket: null,
    conversation: '',
    channel: 'VIDEO',
    key: 'none',
    announced: false,
    wantsToJoin: false,
    firstLine: 1,
    screen: { name: 'loading' },
    signalling: 'none',
    lostSince: null,
    joined: false,
    media: NO_MEDIA,
    waiting: NO_WAITING,
    call: null,
    identity: null,
    goodbye: null,
    callback: { at: 'closed' },
    confirming: false,
    notice: null,
    reference: '',
    ignoredFrames: 0,
    statuses: [],
  };
}

function onWire(device: DeviceState): DeviceOnWire {
  if (device === 'on') return 'ON';
  return device === 'off' ? 'OFF' : 'NONE';
}

export function mediaOnWire(media: LocalMedia): MediaState {
  return { microphone: onWire(media.microphone), camera: onWire(media.camera) };
}

const ownMunicipality = (state: PageState): SiteMunicipality | undefined =>
  state.site?.municipalities.find((known) => known.id === state.municipality);

/** The municipality's name as whoever serves this page gave it; what the relay calls itself is never shown. */
export const municipalityName = (state: PageState): string => ownMunicipality(state)?.name ?? '';

/**
 * How else to reach the municipality, as whoever serves this page gave it: a relay that could name a number of its own
 * would sit in the telephone call. Where the page serves one municipality only, that one also before it was named.
 */
export function contactOf(state: PageState): Contact | null {
  const served = state.site?.municipalities ?? [];
  const own = ownMunicipality(state) ?? (served.length === 1 ? served[0] : undefined);
  return own?.contact ?? null;
}
