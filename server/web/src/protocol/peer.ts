/**
 * What the two say to each other inside sealed messages (docs/protocol.md section 6). It comes from the other
 * person's device and not from the server, and is checked all the same.
 */
import { decodeAs } from './decode';
import { VERSION } from './messages';
import { Malformed, list, oneOf, pattern, record, text, whole } from './shape';
import type { Check } from './shape';

export const MAX_CHAT_CHARS = 4_000;
/** Longer lines are broken by the sender. */
export const MAX_LINE_CHARS = 500;
export const MAX_FILE_NAME_CHARS = 120;
export const MAX_FILE_BYTES = 10 * 1024 * 1024;
export const PART_BYTES = 24 * 1024;
const MAX_PART_CHARS = 32_768;
/** So many parts may be under way before one is confirmed. */
export const PARTS_UNDER_WAY = 4;
const MAX_STATUS_LINES = 20;
const MAX_STATUS_CHARS = 200;
const MAX_INT = 2 ** 31 - 1;

/** What people photograph or print: nothing that runs, nothing with macros, no archive. */
export const FILE_KINDS = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'text/plain': 'txt',
} as const;
export type MediaType = keyof typeof FILE_KINDS;
export const MEDIA_TYPES = Object.keys(FILE_KINDS) as readonly MediaType[];

export type FileDecision = 'ACCEPTED' | 'DECLINED' | 'CANCELLED' | 'COMPLETE' | 'BROKEN';
export type CodeWord = 'MATCHED' | 'SAY_AGAIN' | 'FAILED' | 'ASKED_AGAIN' | 'REFUSED';

/** How far a case of the resident is, in the words of the case system. */
export interface StatusLine {
  readonly what: string;
  readonly status: string;
}

export type PeerMessage =
  | { readonly type: 'chat'; readonly id: string; readonly text: string }
  | { readonly type: 'typing'; readonly state: 'WRITING' | 'STOPPED' }
  | {
      readonly type: 'live-text';
      readonly line: number;
      readonly text: string;
      readonly state: 'OPEN' | 'DONE';
    }
  | { readonly type: 'received'; readonly counter: number }
  | { readonly type: 'phone-number'; readonly number: string }
  | {
      readonly type: 'file-offer';
      readonly file: string;
      readonly name: string;
      readonly bytes: number;
      readonly mediaType: MediaType;
      readonly sha256: string;
    }
  | { readonly type: 'file-answer'; readonly file: string; readonly decision: FileDecision }
  | { readonly type: 'file-part'; readonly file: string; readonly index: number; readonly data: string }
  | { readonly type: 'file-progress'; readonly file: string; readonly parts: number }
  | { readonly type: 'code-commitment'; readonly commitment: string }
  | { readonly type: 'code-nonce'; readonly nonce: string }
  | { readonly type: 'code-reveal'; readonly nonce: string }
  | { readonly type: 'code-outcome'; readonly outcome: CodeWord }
  | { readonly type: 'case-status'; readonly lines: readonly StatusLine[] };

export type PeerMessageOf<T extends PeerMessage['type']> = Extract<PeerMessage, { type: T }>;

const id = pattern(/^[A-Za-z0-9_-]{16,32}$/);
const bytes32 = pattern(/^[A-Za-z0-9_-]{43}$/);
/** No path, no control or direction character, no leading dot, no Windows specials. */
const FILE_NAME = /^[^\p{Cc}\p{Cf}/\\:*?"<>|.][^\p{Cc}\p{Cf}/\\:*?"<>|]*$/u;
export const PHONE_NUMBER = /^[+]?[0-9][0-9 -]{4,22}[0-9]$/;

const fileName: Check<string> = (value) => {
  const name = text(MAX_FILE_NAME_CHARS)(value);
  if (!FILE_NAME.test(name)) throw new Malformed('file name');
  return name;
};

type Checks = {
  readonly [T in PeerMessage['type']]: Check<Omit<PeerMessageOf<T>, 'type'>>;
};

const CHECKS: Checks = {
  chat: record({ id, text: text(MAX_CHAT_CHARS) }),
  typing: record({ state: oneOf('WRITING', 'STOPPED') }),
  'live-text': record({
    line: whole(1, MAX_INT),
    text: text(MAX_LINE_CHARS),
    state: oneOf('OPEN', 'DONE'),
  }),
  received: record({ counter: whole(1, Number.MAX_SAFE_INTEGER) }),
  'phone-number': record({ number: pattern(PHONE_NUMBER) }),
  'file-offer': record({
    file: id,
    name: fileName,
    bytes: whole(1, MAX_FILE_BYTES),
    mediaType: oneOf(...MEDIA_TYPES),
    sha256: bytes32,
  }),
  'file-answer': record({
    file: id,
    decision: oneOf('ACCEPTED', 'DECLINED', 'CANCELLED', 'COMPLETE', 'BROKEN'),
  }),
  'file-part': record({
    file: id,
    index: whole(0, Math.floor(MAX_FILE_BYTES / PART_BYTES)),
    data: text(MAX_PART_CHARS),
  }),
  'file-progress': record({ file: id, parts: whole(1, MAX_INT) }),
  'code-commitment': record({ commitment: bytes32 }),
  'code-nonce': record({ nonce: bytes32 }),
  'code-reveal': record({ nonce: bytes32 }),
  'case-status': record({
    lines: list(record({ what: text(MAX_STATUS_CHARS), status: text(MAX_STATUS_CHARS) }), MAX_STATUS_LINES),
  }),
  'code-outcome': record({ outcome: oneOf('MATCHED', 'SAY_AGAIN', 'FAILED', 'ASKED_AGAIN', 'REFUSED') }),
};

export function decodePeer(plaintext: string | null): PeerMessage | null {
  const decoded = decodeAs<PeerMessage>(plaintext, CHECKS);
  return decoded.kind === 'message' ? decoded.message : null;
}

export const encodePeer = (message: PeerMessage): string => JSON.stringify({ v: VERSION, ...message });

/** A name of ours in the form that the other side takes: people name files as they like. */
export function plainFileName(name: string): string {
  const plain = name
    .replace(/[\p{Cc}\p{Cf}/\\:*?"<>|]/gu, '_')
    .replace(/^[.\s]+/, '')
    .trim();
  return shortened(plain === '' ? 'document' : plain);
}

/** What a received file is saved as: whatever its name says, it ends in the name of its kind. */
export function savedName(name: string, mediaType: MediaType): string {
  const extension = FILE_KINDS[mediaType];
  const stem = plainFileName(name).replace(/\.[^.]*$/, '') || 'document';
  return `${stem}.${extension}`;
}

/** Keeps the end, where the extension is. */
function shortened(name: string): string {
  if (name.length <= MAX_FILE_NAME_CHARS) return name;
  const dot = name.lastIndexOf('.');
  const end = dot > 0 && name.length - dot <= 8 ? name.slice(dot) : '';
  return name.slice(0, MAX_FILE_NAME_CHARS - end.length) + end;
}
