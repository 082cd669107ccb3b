/**
 * The messages between this page and the server, as docs/protocol.md and the Java records define them.
 * protocol/golden holds one example of each; the tests read them all.
 */
import type { LocalText } from './shape';

export const VERSION = 1;

export const CHANNELS = ['VIDEO', 'CHAT', 'PHONE'] as const;
export type Channel = (typeof CHANNELS)[number];
export type SignallingLanguage = 'NL' | 'EN';
export type DeviceOnWire = 'ON' | 'OFF' | 'NONE';
export type Hold = 'TALKING' | 'ON_HOLD';
export type Presence = 'HERE' | 'AWAY';
export type WalletDevice = 'THIS_DEVICE' | 'OTHER_DEVICE';
export type DeclineReason = 'NOT_NOW' | 'NO_WALLET';
export type Stage = 'ARRIVED' | 'WAITING' | 'IN_CALL' | 'ENDED';
export type Availability = 'AVAILABLE' | 'BUSY' | 'NOBODY' | 'CLOSED';
export type Pairing = 'NOT_NEEDED' | 'REQUIRED';
export type DisclosureStep = 'WAITING_FOR_WALLET' | 'PAIRING_CODE_NEEDED' | 'PAIRING_CODE_WRONG' | 'SHARING';
export type DisclosureOutcome =
  'VERIFIED' | 'REJECTED' | 'CANCELLED' | 'TIMED_OUT' | 'DECLINED' | 'NO_WALLET' | 'UNAVAILABLE';
export const END_REASONS = [
  'STAFF_HUNG_UP',
  'RESIDENT_LEFT',
  'RESIDENT_LEFT_QUIETLY',
  'RESIDENT_LOST',
  'STAFF_LOST',
  'CLOSED_FOR_TODAY',
  'SERVER_STOPPING',
  'FAULT',
] as const;
export type EndReason = (typeof END_REASONS)[number];

export const ERROR_CODES = [
  'MALFORMED_JSON',
  'MALFORMED_MESSAGE',
  'UNKNOWN_TYPE',
  'UNSUPPORTED_VERSION',
  'TOO_LARGE',
  'TOO_MANY_MESSAGES',
  'LINK_UNKNOWN',
  'LINK_EXPIRED',
  'LINK_USED',
  'TICKET_INVALID',
  'ALREADY_CONNECTED',
  'SIGN_IN_FAILED',
  'CLOSED',
  'CHANNEL_NOT_OFFERED',
  'WAITING_ROOM_FULL',
  'ALREADY_TAKEN',
  'ALREADY_IN_CONVERSATION',
  'NOT_AVAILABLE',
  'UNKNOWN_CONVERSATION',
  'NOT_YOUR_CONVERSATION',
  'NOT_IN_THIS_STATE',
  'STALE_EPOCH',
  'ANSWER_WITHOUT_OFFER',
  'SDP_REFUSED',
  'PEER_TOO_SLOW',
  'KEY_REFUSED',
  'BINDING_MISMATCH',
  'TOO_MANY_BINDINGS',
  'SIGNATURE_REFUSED',
  'PURPOSE_NOT_ALLOWED',
  'NO_DISCLOSURE_ASKED',
  'PAIRING_CODE_WRONG',
  'PAIRING_TRIES_EXHAUSTED',
  'IDENTITY_PROVIDER_UNAVAILABLE',
  'GATE_CLOSED',
  'AUDIT_UNAVAILABLE',
  'CASE_SYSTEM_UNAVAILABLE',
  'INTERNAL',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export interface MediaState {
  readonly microphone: DeviceOnWire;
  readonly camera: DeviceOnWire;
}

/** A trickled ICE candidate (RFC 8840); {@code line} is the attribute without "a=". */
export interface Candidate {
  readonly line: string;
  readonly mid: string;
}

export interface IceServer {
  readonly urls: readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

export interface StaffCard {
  readonly displayName: string;
  readonly role: LocalText;
  readonly municipality: string;
}

export interface AskedAttribute {
  readonly identifier: string;
  readonly label: LocalText;
}

/** The ECDH key of one epoch, and the conversation key's signature over all of the epoch; base64url. */
export interface SignedAnnouncement {
  readonly ecdhKey: string;
  readonly signature: string;
}

/** One message of the two to each other, encrypted; base64url. */
export interface SealedData {
  readonly epoch: number;
  readonly counter: number;
  readonly ciphertext: string;
}

export type ResidentToRelay =
  | { readonly type: 'announce-key'; readonly key: string }
  | {
      readonly type: 'join-queue';
      readonly channel: Channel;
      readonly language: SignallingLanguage;
      readonly media: MediaState;
    }
  | {
      readonly type: 'answer';
      readonly epoch: number;
      /** There if, and only if, the offer had one. */
      readonly sdp?: string;
      readonly announcement: SignedAnnouncement;
    }
  | { readonly type: 'candidate'; readonly epoch: number; readonly candidate: Candidate }
  | { readonly type: 'candidates-done'; readonly epoch: number }
  | { readonly type: 'want-new-connection'; readonly epoch: number }
  | { readonly type: 'sealed'; readonly data: SealedData }
  | { readonly type: 'sealed-resend'; readonly epoch: number; readonly from: number }
  | { readonly type: 'switch-channel'; readonly channel: Channel }
  | {
      readonly type: 'heartbeat';
      readonly epoch: number;
      readonly number: number;
      readonly signature: string;
    }
  | { readonly type: 'media-state'; readonly media: MediaState }
  | {
      readonly type: 'start-disclosure';
      readonly disclosure: string;
      readonly device: WalletDevice;
      readonly signature: string;
    }
  | { readonly type: 'pairing-code'; readonly disclosure: string; readonly code: string }
  | { readonly type: 'decline-disclosure'; readonly disclosure: string; readonly reason: DeclineReason }
  | { readonly type: 'leave'; readonly manner: 'OPENLY' | 'QUIETLY' };

/** Times are milliseconds since 1970 once decoded. */
export type RelayToResident =
  | {
      readonly type: 'welcome';
      readonly conversation: string;
      readonly municipality: string;
      readonly topic: string;
      readonly stage: Stage;
      readonly serverTime: number;
    }
  | {
      readonly type: 'waiting';
      readonly availability: Availability;
      readonly position?: number;
      readonly expectedWaitSeconds?: number;
      readonly opensAt?: number;
    }
  | {
      readonly type: 'accepted';
      readonly staff: StaffCard;
      readonly channel: Channel;
      readonly iceServers: readonly IceServer[];
    }
  | {
      readonly type: 'offer';
      readonly epoch: number;
      readonly sdp?: string;
      readonly ticket: string;
      readonly announcement: SignedAnnouncement;
    }
  | { readonly type: 'sealed'; readonly data: SealedData }
  | { readonly type: 'sealed-resend'; readonly epoch: number; readonly from: number }
  | { readonly type: 'channel-changed'; readonly channel: Channel }
  | { readonly type: 'candidate'; readonly epoch: number; readonly candidate: Candidate }
  | { readonly type: 'candidates-done'; readonly epoch: number }
  | { readonly type: 'media-state'; readonly media: MediaState; readonly hold: Hold }
  | { readonly type: 'staff-presence'; readonly presence: Presence }
  | {
      readonly type: 'disclosure-asked';
      readonly disclosure: string;
      readonly purpose: string;
      readonly purposeTitle: LocalText;
      readonly why: LocalText;
      readonly attributes: readonly AskedAttribute[];
      readonly visibleToStaff: readonly LocalText[];
      readonly visibleForMinutes: number;
      readonly expiresAt: number;
    }
  | {
      readonly type: 'disclosure-started';
      readonly disclosure: string;
      readonly device: WalletDevice;
      readonly sessionPointer: string;
      readonly walletLink: string;
      readonly pairing: Pairing;
      readonly expiresAt: number;
      /** The gate's word that this wallet session belongs to this conversation. */
      readonly proof: string;
    }
  | {
      readonly type: 'disclosure-progress';
      readonly disclosure: string;
      readonly step: DisclosureStep;
      readonly triesLeft?: number;
    }
  | { readonly type: 'disclosure-finished'; readonly disclosure: string; readonly outcome: DisclosureOutcome }
  | { readonly type: 'panel-visibility'; readonly categories: readonly LocalText[]; readonly until?: number }
  | {
      readonly type: 'ended';
      readonly reason: EndReason;
      readonly reference: string;
      readonly feedbackTicket?: string;
    }
  | { readonly type: 'refused'; readonly code: ErrorCode; readonly about?: string }
  /** What can be kept of the talk so far, see receipt.ts; the last one counts. */
  | { readonly type: 'receipt'; readonly file: string };

export type MessageOf<T extends RelayToResident['type']> = Extract<RelayToResident, { type: T }>;
