/** The answers of the HTTP interface (docs/protocol.md section 2), checked before anything is shown. */
import { CHANNELS, ERROR_CODES } from './messages';
import type { Channel, ErrorCode } from './messages';
import {
  Malformed,
  flag,
  instant,
  list,
  localText,
  oneOf,
  openRecord,
  optional,
  pattern,
  text,
  whole,
} from './shape';
import type { Check, LocalText } from './shape';

export interface Contact {
  readonly phone: string;
  readonly phoneHref: string;
  readonly visit: LocalText;
  readonly hours: LocalText;
  readonly website: string;
}

/** As the relay describes it. Name and contact are not taken from here, see Site. */
export interface Municipality {
  readonly id: string;
  readonly name: string;
  readonly theme: { readonly [token: string]: string };
}

export interface Topic {
  readonly id: string;
  readonly title: LocalText;
  readonly description: LocalText;
  readonly bring: LocalText;
  readonly minutes: number;
  readonly channels: readonly Channel[];
}

export interface Opening {
  readonly state: 'OPEN' | 'CLOSED';
  readonly opensAt?: number;
  readonly closesAt?: number;
}

/** What a link is about. */
export interface Office {
  readonly municipality: Municipality;
  readonly topic: Topic;
  readonly opening: Opening;
  readonly demo: boolean;
  /** By when who asks now is called back; left out where residents cannot ask. */
  readonly callbackBy?: number;
}

/** A municipality by id: its name, and how else to reach it. */
export interface SiteMunicipality {
  readonly id: string;
  readonly name: string;
  readonly contact: Contact;
}

/** What whoever serves this page says: the page believes it, and the relay cannot change it. */
export interface Site {
  readonly demo: boolean;
  /** Origin of the relay; empty where this page came from the relay itself. */
  readonly relay: string;
  readonly municipalities: readonly SiteMunicipality[];
  readonly gateKeys: ReadonlyArray<{ readonly x: string; readonly y: string }>;
}

export interface Joined {
  readonly office: Office;
  readonly conversation: string;
  readonly ticket: string;
}

export interface Problem {
  readonly code: ErrorCode | 'UNKNOWN';
  /** Tells which municipality it is about; what is shown is that municipality's contact in Site. */
  readonly contact?: Contact;
}

const MAX_TEXT_CHARS = 200;
const MAX_LINK_CHARS = 2_000;
const MAX_THEME_TOKENS = 40;
/** There are 342 in the country. */
const MAX_MUNICIPALITIES = 500;
/** The present one and those of a change of keys; each costs a check of a signature. */
const MAX_GATE_KEYS = 10;

const name = pattern(/^[a-z0-9][a-z0-9._-]{0,63}$/);
const token = pattern(/^[A-Za-z0-9_-]{16,128}$/);
// Only these two schemes become a link; a "javascript:" address never does.
const website = pattern(/^https?:\/\/[^\s"'<>]{1,1990}$/);
const phoneHref = pattern(/^tel:[0-9+*#,;-]{2,30}$/);

const theme: Check<{ readonly [token: string]: string }> = (value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Malformed('theme');
  const entries = Object.entries(value);
  if (entries.length > MAX_THEME_TOKENS) throw new Malformed('theme');
  const result: { [token: string]: string } = {};
  for (const [key, setting] of entries) result[key] = text(MAX_TEXT_CHARS)(setting);
  return result;
};

const contact = openRecord({
  phone: text(MAX_TEXT_CHARS),
  phoneHref,
  visit: localText,
  hours: localText,
  website,
});

/** A way to talk that this page does not know yet is not offered. */
const channels: Check<readonly Channel[]> = (value) =>
  CHANNELS.filter((known) => list(text(MAX_TEXT_CHARS), 10)(value).includes(known));

const officeFields = {
  municipality: openRecord({ id: name, name: text(MAX_TEXT_CHARS), theme }),
  topic: openRecord({
    id: name,
    title: localText,
    description: localText,
    bring: localText,
    minutes: whole(1, 1_000),
    channels,
  }),
  opening: openRecord({
    state: oneOf('OPEN', 'CLOSED'),
    opensAt: optional(instant),
    closesAt: optional(instant),
  }),
  demo: flag,
  callbackBy: optional(instant),
};

const office = openRecord(officeFields);
const joined = openRecord({ ...officeFields, conversation: token, ticket: token });
const origin = pattern(/^https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?$|^https?:\/\/\[[0-9a-fA-F:]+\](:\d{1,5})?$/);
const coordinate = pattern(/^[A-Za-z0-9_-]{43}$/);
const gateKey = openRecord({
  kty: pattern(/^EC$/),
  crv: pattern(/^P-256$/),
  x: coordinate,
  y: coordinate,
});
const site = openRecord({
  demo: flag,
  relay: optional(origin),
  municipalities: list(openRecord({ id: name, name: text(MAX_TEXT_CHARS), contact }), MAX_MUNICIPALITIES),
  gateKeys: list(gateKey, MAX_GATE_KEYS),
});
const problem = openRecord({ code: oneOf(...ERROR_CODES), contact: optional(contact) });

function checked<T>(check: Check<T>, value: unknown): T | null {
  try {
    return check(value);
  } catch (refusal) {
    if (refusal instanceof Malformed) return null;
    throw refusal;
  }
}

export function siteFrom(value: unknown): Site | null {
  const answer = checked(site, value);
  return answer && { ...answer, relay: answer.relay ?? '' };
}

export const officeFrom = (value: unknown): Office | null => checked(office, value);

export function joinedFrom(value: unknown): Joined | null {
  const answer = checked(joined, value);
  if (answer === null) return null;
  const { conversation, ticket, ...rest } = answer;
  return { office: rest, conversation, ticket };
}

const promised = openRecord({ promisedBy: instant });

/** By when the municipality calls back; null when the answer says nothing of it. */
export const promiseFrom = (value: unknown): number | null => checked(promised, value)?.promisedBy ?? null;

export const problemFrom = (value: unknown): Problem => checked(problem, value) ?? { code: 'UNKNOWN' };

export const MAX_FEEDBACK_CHARS = 500;
export const MAX_NAME_CHARS = 100;
export const MAX_PHONE_CHARS = 24;
export const MAX_WORDS_CHARS = 500;
export { MAX_LINK_CHARS };
