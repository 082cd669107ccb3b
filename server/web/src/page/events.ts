/** What can happen to the page, and what the page can do about it. */
import type { TicketFault } from '../binding/ticket';
import type { Joined, Office, Problem, Site } from '../protocol/http';
import type {
  Candidate,
  Channel,
  IceServer,
  MessageOf,
  RelayToResident,
  ResidentToRelay,
  SealedData,
  SignedAnnouncement,
  WalletDevice,
} from '../protocol/messages';
import type { ConnectionQuality } from '../call/quality';
import type { PeerMessage, PeerMessageOf } from '../protocol/peer';
import type { LocalText } from '../protocol/shape';
import type { Language } from '../texts/texts';
import type { Device, DeviceState, Goodbye, Link, Transfer } from './state';

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
  readonly conversation: string;
  readonly channel: Channel;
  /** The next line of live text: the other side tells lines apart by their number. */
  readonly line: number;
  readonly camera: DeviceState;
  readonly microphone: DeviceState;
}

/** Why the page does not trust what it was sent. Stable: people read it out to the help desk. */
export type Refusal =
  | TicketFault
  | 'FINGERPRINT_REFUSED'
  | 'SIGNATURE_REFUSED'
  | 'TOO_MANY_BINDINGS'
  | 'OLD_EPOCH'
  | 'CERTIFICATE_MISMATCH'
  | 'CODE_REFUSED'
  | 'MUNICIPALITY_UNKNOWN';

export type PageEvent =
  // From the resident
  | { readonly type: 'language-chosen'; readonly language: Language }
  | { readonly type: 'channel-chosen'; readonly channel: Channel }
  | { readonly type: 'start-clicked' }
  | { readonly type: 'go-on-without-picture'; readonly channel: 'CHAT' | 'PHONE' }
  | { readonly type: 'switch-clicked'; readonly channel: Channel }
  | { readonly type: 'chat-opened'; readonly open: boolean }
  | { readonly type: 'draft-typed'; readonly text: string }
  | { readonly type: 'live-switched' }
  | { readonly type: 'chat-sent'; readonly id: string }
  | { readonly type: 'chat-again'; readonly id: string }
  | { readonly type: 'phone-number-given'; readonly number: string }
  | { readonly type: 'file-picked'; readonly id: string; readonly file: File }
  | {
      readonly type: 'file-answered';
      readonly id: string;
      readonly decision: 'ACCEPTED' | 'DECLINED' | 'CANCELLED';
    }
  | { readonly type: 'file-saved'; readonly id: string }
  | { readonly type: 'receipt-saved'; readonly name: string }
  | { readonly type: 'receipt-printed' }
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
  | { readonly type: 'slipped-away' }
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
  | { readonly type: 'callback-toggled'; readonly open: boolean }
  | { readonly type: 'callback-asked'; readonly name: string; readonly phone: string; readonly words: string }
  // From the page's own surroundings
  | { readonly type: 'tick'; readonly now: number }
  | { readonly type: 'resumed'; readonly remembered: Remembered }
  | { readonly type: 'goodbye-resumed'; readonly goodbye: Goodbye }
  | { readonly type: 'browser-too-old' }
  | { readonly type: 'crashed' }
  // From HTTP
  | { readonly type: 'site-loaded'; readonly site: Site }
  | { readonly type: 'office-loaded'; readonly office: Office }
  | { readonly type: 'joined'; readonly joined: Joined }
  | { readonly type: 'http-refused'; readonly problem: Problem }
  | { readonly type: 'http-failed' }
  | { readonly type: 'feedback-stored' }
  | { readonly type: 'feedback-failed' }
  | { readonly type: 'callback-promised'; readonly by: number }
  | { readonly type: 'callback-failed'; readonly why: 'too-many' | 'trouble' }
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
  /** Our description stands; the fingerprint is that of the certificate it will use. */
  | {
      readonly type: 'described';
      readonly epoch: number;
      readonly sdp: string;
      readonly fingerprint: Uint8Array<ArrayBuffer>;
    }
  | { readonly type: 'candidate-found'; readonly epoch: number; readonly candidate: Candidate }
  | { readonly type: 'candidates-done'; readonly epoch: number }
  | {
      readonly type: 'peer-changed';
      readonly epoch: number;
      readonly peer: 'connecting' | 'connected' | 'interrupted' | 'failed';
    }
  | { readonly type: 'offer-unusable'; readonly epoch: number }
  | { readonly type: 'quality-changed'; readonly quality: ConnectionQuality }
  | { readonly type: 'sound-blocked' }
  | { readonly type: 'certificate-mismatch'; readonly epoch: number }
  // From the keys of the two (src/binding)
  | { readonly type: 'key-ready'; readonly key: string; readonly lasting: boolean }
  | { readonly type: 'offer-refused'; readonly epoch: number; readonly refusal: Refusal }
  | {
      readonly type: 'offer-verified';
      readonly epoch: number;
      readonly sdp?: string;
      readonly fingerprint: string;
      readonly displayName: string;
      readonly role: LocalText;
      readonly binding: string;
    }
  | {
      readonly type: 'epoch-announced';
      readonly epoch: number;
      readonly sdp?: string;
      readonly announcement: SignedAnnouncement;
    }
  | { readonly type: 'frame-sealed'; readonly data: SealedData; readonly ref: string }
  | { readonly type: 'frame-again'; readonly data: SealedData }
  | { readonly type: 'frames-missing'; readonly epoch: number; readonly from: number }
  | { readonly type: 'line-broken'; readonly epoch: number }
  | { readonly type: 'peer-said'; readonly epoch: number; readonly message: PeerMessage }
  | { readonly type: 'code-known'; readonly code: string; readonly matched: boolean }
  | { readonly type: 'code-refused' }
  | {
      readonly type: 'life-signed';
      readonly epoch: number;
      readonly number: number;
      readonly signature: string;
    }
  | {
      readonly type: 'consent-signed';
      readonly disclosure: string;
      readonly device: WalletDevice;
      readonly signature: string;
    }
  | { readonly type: 'consent-impossible'; readonly disclosure: string }
  | { readonly type: 'disclosure-proven'; readonly started: MessageOf<'disclosure-started'> }
  | { readonly type: 'disclosure-unproven'; readonly started: MessageOf<'disclosure-started'> }
  // From the files of the two
  | { readonly type: 'file-ready'; readonly offer: PeerMessageOf<'file-offer'> }
  | { readonly type: 'file-unfit'; readonly why: 'kind' | 'too-large' | 'empty' }
  | { readonly type: 'file-part-read'; readonly message: PeerMessageOf<'file-part'> }
  | { readonly type: 'file-part-kept'; readonly id: string; readonly parts: number }
  | { readonly type: 'file-whole'; readonly id: string }
  | { readonly type: 'file-spoiled'; readonly id: string };

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
  | {
      readonly do: 'load-key';
      readonly conversation: string;
      readonly municipality: string;
      readonly site: Site;
    }
  | { readonly do: 'verify-offer'; readonly offer: MessageOf<'offer'> }
  | {
      readonly do: 'announce-epoch';
      readonly epoch: number;
      readonly sdp?: string;
      readonly fingerprint: Uint8Array<ArrayBuffer>;
    }
  | { readonly do: 'seal'; readonly message: PeerMessage; readonly ref: string }
  /** Like seal, at most every 100 ms; only the latest counts. */
  | { readonly do: 'seal-live'; readonly message: PeerMessageOf<'live-text'> }
  | { readonly do: 'hear'; readonly data: SealedData }
  | { readonly do: 'frames-again'; readonly epoch: number; readonly from: number }
  | { readonly do: 'resume-line' }
  /** A sign of life, if one is due. */
  | { readonly do: 'sign-life'; readonly epoch: number }
  | { readonly do: 'sign-consent'; readonly disclosure: string; readonly device: WalletDevice }
  | { readonly do: 'prove-disclosure'; readonly started: MessageOf<'disclosure-started'> }
  | { readonly do: 'offer-file'; readonly id: string; readonly file: File }
  | { readonly do: 'send-parts'; readonly id: string; readonly arrived: number }
  | { readonly do: 'expect-file'; readonly transfer: Transfer }
  | { readonly do: 'keep-part'; readonly message: PeerMessageOf<'file-part'> }
  | { readonly do: 'save-file'; readonly id: string }
  | { readonly do: 'save-text'; readonly content: string; readonly name: string }
  | { readonly do: 'print' }
  | { readonly do: 'drop-file'; readonly id: string }
  | { readonly do: 'keep-ice'; readonly iceServers: readonly IceServer[] }
  | { readonly do: 'prepare-peer' }
  | {
      readonly do: 'answer';
      readonly epoch: number;
      readonly sdp: string;
      /** The certificate that the other side announced, base64url of its SHA-256. */
      readonly fingerprint: string;
    }
  | { readonly do: 'answered'; readonly epoch: number }
  | { readonly do: 'add-candidate'; readonly epoch: number; readonly candidate: Candidate }
  | { readonly do: 'no-more-candidates'; readonly epoch: number }
  | { readonly do: 'close-peer' }
  | { readonly do: 'play-sound' }
  | { readonly do: 'remember'; readonly session: Remembered }
  | { readonly do: 'remember-goodbye'; readonly goodbye: Goodbye }
  /** The conversation does not go on on this screen: nothing that was said or sent stays. */
  | { readonly do: 'let-go' }
  /** It does not go on at all: its keys go as well. */
  | { readonly do: 'forget'; readonly conversation: string }
  | { readonly do: 'remember-language'; readonly language: Language }
  | {
      readonly do: 'send-feedback';
      readonly ticket: string;
      readonly score: number;
      readonly sentence: string;
    }
  | {
      readonly do: 'ask-callback';
      readonly municipality: string;
      readonly topic: string;
      readonly name: string;
      readonly phone: string;
      readonly words: string;
    }
  | { readonly do: 'reload' };
