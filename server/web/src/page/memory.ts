/**
 * What this tab keeps over a reload: sessionStorage, gone when the tab is closed, never sent anywhere, so there
 * is nothing to consent to. A browser that refuses storage only loses the reload.
 */
import { officeFrom } from '../protocol/http';
import { CHANNELS, END_REASONS } from '../protocol/messages';
import type { Remembered } from './events';
import type { DeviceState, Goodbye } from './state';

const SESSION = 'balie.session';
const GOODBYE = 'balie.goodbye';
const LANGUAGE = 'balie.language';

function write(key: string, value: unknown): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage is shut (private window, full): the page works, only a reload starts anew.
  }
}

function read(key: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

function remove(key: string): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // See write.
  }
}

const DEVICE_STATES: readonly string[] = ['on', 'off', 'refused', 'missing', 'busy', 'unsupported'];

const deviceState = (value: unknown): DeviceState =>
  typeof value === 'string' && DEVICE_STATES.includes(value) ? (value as DeviceState) : 'unknown';

export function rememberSession(session: Remembered): void {
  // Times were decoded; they are written as they came, so that reading checks them again.
  const { opening } = session.office;
  const text = (millis?: number) => (millis === undefined ? undefined : new Date(millis).toISOString());
  const office = {
    ...session.office,
    opening: { state: opening.state, opensAt: text(opening.opensAt), closesAt: text(opening.closesAt) },
    callbackBy: text(session.office.callbackBy),
  };
  write(SESSION, { ...session, office });
}

export function rememberedSession(): Remembered | null {
  const kept = read(SESSION) as { [name: string]: unknown } | null;
  if (typeof kept !== 'object' || kept === null) return null;
  const office = officeFrom(kept['office']);
  const { ticket, conversation, line } = kept;
  const named = (value: unknown): value is string =>
    typeof value === 'string' && /^[A-Za-z0-9_-]{16,128}$/.test(value);
  if (office === null || !named(ticket) || !named(conversation)) return null;
  return {
    office,
    ticket,
    conversation,
    channel: CHANNELS.find((channel) => channel === kept['channel']) ?? 'VIDEO',
    line: typeof line === 'number' && Number.isInteger(line) && line > 0 ? line : 1,
    camera: deviceState(kept['camera']),
    microphone: deviceState(kept['microphone']),
  };
}

export function forgetSession(): void {
  remove(SESSION);
}

export function rememberGoodbye(goodbye: Goodbye): void {
  write(GOODBYE, goodbye);
}

/** Only our own writing is read back; anything else is thrown away. */
export function rememberedGoodbye(): Goodbye | null {
  const kept = read(GOODBYE) as Partial<Goodbye> | null;
  if (typeof kept !== 'object' || kept === null || typeof kept.reference !== 'string') return null;
  return {
    reason: END_REASONS.find((reason) => reason === kept.reason) ?? 'STAFF_HUNG_UP',
    reference: kept.reference,
    municipality: typeof kept.municipality === 'string' ? kept.municipality : '',
    feedbackTicket: typeof kept.feedbackTicket === 'string' ? kept.feedbackTicket : null,
    feedback: kept.feedback === 'sent' ? 'sent' : 'open',
    score: 0,
    codeFailed: kept.codeFailed === true,
    receipt: typeof kept.receipt === 'string' ? kept.receipt : null,
  };
}

export function forgetGoodbye(): void {
  remove(GOODBYE);
}

export function rememberLanguage(tag: string): void {
  write(LANGUAGE, tag);
}

export function rememberedLanguage(): string[] {
  const tag = read(LANGUAGE);
  return typeof tag === 'string' ? [tag] : [];
}
