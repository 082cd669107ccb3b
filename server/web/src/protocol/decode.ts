/** From a text frame of the server to a typed message or a counted refusal; never an exception. */
import { hasDuplicateKeys } from './duplicates';
import { END_REASONS, ERROR_CODES, VERSION } from './messages';
import type { MessageOf, RelayToResident } from './messages';
import { Malformed, instant, list, localText, oneOf, optional, pattern, record, text, whole } from './shape';
import type { Check } from './shape';

// The same bounds as the Java records (protocol/signal/Shape).
const MAX_FRAME_CHARS = 256 * 1024;
const MAX_SDP_CHARS = 32_768;
const MAX_CANDIDATE_CHARS = 512;
const MAX_MID_CHARS = 16;
const MAX_TEXT_CHARS = 200;
const MAX_LINK_CHARS = 2_000;
const MAX_EPOCH = 10_000;
const MAX_LIST = 100;
const MAX_ICE_SERVERS = 20;
const MAX_ICE_URLS = 8;
const MAX_DAYS_IN_SECONDS = 31 * 86_400;

const MAX_RECEIPT_CHARS = 60_000;
const MAX_TOKEN_CHARS = 2_000;
const MAX_SEALED_CHARS = 53_355;
const MAX_COUNTER = 1_000_000_000;

const token = pattern(/^[A-Za-z0-9_-]{16,64}$/);
const name = pattern(/^[a-z0-9][a-z0-9._-]{0,63}$/);
const word = text(MAX_TEXT_CHARS);
const epoch = whole(1, MAX_EPOCH);
const device = oneOf('ON', 'OFF', 'NONE');
const media = record({ microphone: device, camera: device });
const candidate = record({ line: text(MAX_CANDIDATE_CHARS), mid: text(MAX_MID_CHARS) });
const iceServer = record({
  urls: list(text(MAX_LINK_CHARS), MAX_ICE_URLS),
  username: optional(text(MAX_CANDIDATE_CHARS)),
  credential: optional(text(MAX_CANDIDATE_CHARS)),
});
/** An uncompressed point by its form; whether it lies on the curve is checked where it becomes a key. */
const point = pattern(/^B[A-Za-z0-9_-]{86}$/);
const signature = pattern(/^[A-Za-z0-9_-]{86}$/);
const announcement = record({ ecdhKey: point, signature });
const counter = whole(1, MAX_COUNTER);
const channel = oneOf('VIDEO', 'CHAT', 'PHONE');
const staff = record({ displayName: word, role: localText, municipality: word });
const attribute = record({ identifier: word, label: localText });

type Checks = { readonly [T in RelayToResident['type']]: Check<Omit<MessageOf<T>, 'type'>> };

const CHECKS: Checks = {
  welcome: record({
    conversation: token,
    municipality: name,
    topic: name,
    stage: oneOf('ARRIVED', 'WAITING', 'IN_CALL', 'ENDED'),
    serverTime: instant,
  }),
  waiting: record({
    availability: oneOf('AVAILABLE', 'BUSY', 'NOBODY', 'CLOSED'),
    position: optional(whole(1, 100_000)),
    expectedWaitSeconds: optional(whole(0, MAX_DAYS_IN_SECONDS)),
    opensAt: optional(instant),
  }),
  accepted: record({ staff, channel, iceServers: list(iceServer, MAX_ICE_SERVERS) }),
  offer: record({ epoch, sdp: optional(text(MAX_SDP_CHARS)), ticket: text(MAX_TOKEN_CHARS), announcement }),
  candidate: record({ epoch, candidate }),
  'candidates-done': record({ epoch }),
  sealed: record({ data: record({ epoch, counter, ciphertext: text(MAX_SEALED_CHARS) }) }),
  'sealed-resend': record({ epoch, from: counter }),
  'channel-changed': record({ channel }),
  'media-state': record({ media, hold: oneOf('TALKING', 'ON_HOLD') }),
  'staff-presence': record({ presence: oneOf('HERE', 'AWAY') }),
  'disclosure-asked': record({
    disclosure: token,
    purpose: name,
    purposeTitle: localText,
    why: localText,
    attributes: list(attribute, MAX_LIST),
    visibleToStaff: list(localText, MAX_LIST),
    visibleForMinutes: whole(1, 100_000),
    expiresAt: instant,
  }),
  'disclosure-started': record({
    disclosure: token,
    device: oneOf('THIS_DEVICE', 'OTHER_DEVICE'),
    sessionPointer: text(MAX_LINK_CHARS),
    walletLink: text(MAX_LINK_CHARS),
    pairing: oneOf('NOT_NEEDED', 'REQUIRED'),
    expiresAt: instant,
    proof: text(MAX_TOKEN_CHARS),
  }),
  'disclosure-progress': record({
    disclosure: token,
    step: oneOf('WAITING_FOR_WALLET', 'PAIRING_CODE_NEEDED', 'PAIRING_CODE_WRONG', 'SHARING'),
    triesLeft: optional(whole(0, 100)),
  }),
  'disclosure-finished': record({
    disclosure: token,
    outcome: oneOf('VERIFIED', 'REJECTED', 'CANCELLED', 'TIMED_OUT', 'DECLINED', 'NO_WALLET', 'UNAVAILABLE'),
  }),
  'panel-visibility': record({ categories: list(localText, MAX_LIST), until: optional(instant) }),
  ended: record({
    reason: oneOf(...END_REASONS),
    reference: word,
    feedbackTicket: optional(text(MAX_TEXT_CHARS)),
  }),
  refused: record({ code: oneOf(...ERROR_CODES), about: optional(text(MAX_TEXT_CHARS)) }),
  receipt: record({ file: text(MAX_RECEIPT_CHARS) }),
};

export type Decoded<M = RelayToResident> =
  | { readonly kind: 'message'; readonly message: M }
  /** A newer server may say more than this page knows; that is no fault. */
  | { readonly kind: 'unknown-type' }
  | { readonly kind: 'malformed' };

const MALFORMED: Decoded<never> = { kind: 'malformed' };

export const decode = (frame: unknown): Decoded => decodeAs<RelayToResident>(frame, CHECKS);

/** One message by its type, each type with its check. */
export function decodeAs<M>(frame: unknown, checks: { readonly [type: string]: Check<object> }): Decoded<M> {
  if (typeof frame !== 'string' || frame.length > MAX_FRAME_CHARS) return MALFORMED;
  let parsed: unknown;
  try {
    parsed = JSON.parse(frame);
  } catch {
    return MALFORMED;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return MALFORMED;
  const { v, type, ...fields } = parsed as { v?: unknown; type?: unknown };
  if (v !== VERSION || typeof type !== 'string' || hasDuplicateKeys(frame)) return MALFORMED;
  if (!Object.prototype.hasOwnProperty.call(checks, type)) return { kind: 'unknown-type' };
  try {
    return { kind: 'message', message: { type, ...checks[type]!(fields) } as unknown as M };
  } catch (refusal) {
    if (refusal instanceof Malformed) return MALFORMED;
    throw refusal;
  }
}
