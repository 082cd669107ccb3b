/** Messages of one epoch that the relay cannot read: keys, sealing, opening (docs/protocol.md 3.0). */
import type { Party } from './binding';
import { eightBytes, join, transcript, utf8 } from './bytes';
import type { Bytes } from './bytes';

const LABEL = 'digitale-balie/chat/1';
const KEY_BITS = 256;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A part of a file with its words around it; base64url of it fits into a frame. */
export const MAX_PLAINTEXT_BYTES = 40_000;

/** Of one direction. */
export interface DirectionKeys {
  readonly key: Bytes;
  readonly iv: Bytes;
}

/** HKDF with SHA-256 (RFC 5869): salt c_n, input the ECDH secret. */
export async function directionKeys(c: Bytes, secret: Bytes, from: Party): Promise<DirectionKeys> {
  const input = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
  const expand = async (use: string, bits: number): Promise<Bytes> => {
    const info = utf8(`${LABEL}/${from}/${use}`);
    const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: c, info };
    return new Uint8Array(await crypto.subtle.deriveBits(hkdf, input, bits));
  };
  return { key: await expand('key', KEY_BITS), iv: await expand('iv', IV_BYTES * 8) };
}

class Cipher {
  private constructor(
    private readonly key: CryptoKey,
    private readonly iv: Bytes,
    readonly conversation: string,
    readonly epoch: number,
    private readonly from: Party,
  ) {}

  static async of(keys: DirectionKeys, conversation: string, epoch: number, from: Party): Promise<Cipher> {
    const key = await crypto.subtle.importKey('raw', keys.key, 'AES-GCM', false, ['encrypt', 'decrypt']);
    return new Cipher(key, keys.iv, conversation, epoch, from);
  }

  async encrypt(counter: number, plaintext: Bytes): Promise<Bytes> {
    return new Uint8Array(await crypto.subtle.encrypt(this.parameters(counter), this.key, plaintext));
  }

  /** Null when it was not made with this key for exactly this place. */
  async decrypt(counter: number, ciphertext: Bytes): Promise<Bytes | null> {
    try {
      return new Uint8Array(await crypto.subtle.decrypt(this.parameters(counter), this.key, ciphertext));
    } catch {
      return null;
    }
  }

  /** The nonce is IV xor counter (as in RFC 8446 5.3); what is authenticated beside the text names the place. */
  private parameters(counter: number): AesGcmParams {
    const place = join(new Uint8Array(IV_BYTES - 8), eightBytes(counter));
    return {
      name: 'AES-GCM',
      iv: this.iv.map((byte, at) => byte ^ place[at]!),
      additionalData: transcript(LABEL, this.conversation, this.epoch, this.from, counter, 'message'),
      tagLength: TAG_BYTES * 8,
    };
  }
}

export interface Frame {
  readonly epoch: number;
  readonly counter: number;
  readonly ciphertext: Bytes;
}

/** Counts what it seals; whoever must send a frame again sends the same frame. Not for two calls at once. */
export class Sealer {
  private counter = 0;

  private constructor(private readonly cipher: Cipher) {}

  static async of(keys: DirectionKeys, conversation: string, epoch: number, from: Party): Promise<Sealer> {
    return new Sealer(await Cipher.of(keys, conversation, epoch, from));
  }

  async seal(plaintext: Bytes): Promise<Frame> {
    if (plaintext.length > MAX_PLAINTEXT_BYTES) throw new Error('a sealed message has at most 40,000 bytes');
    const counter = ++this.counter;
    return { epoch: this.cipher.epoch, counter, ciphertext: await this.cipher.encrypt(counter, plaintext) };
  }
}

/** What came of a frame; only a message moves the counter. */
export type Opened =
  | { readonly kind: 'message'; readonly counter: number; readonly plaintext: Bytes }
  /** Seen before: a resend that crossed, or a replay. */
  | { readonly kind: 'repeated' }
  | { readonly kind: 'gap'; readonly expected: number }
  | { readonly kind: 'forged' }
  | { readonly kind: 'other-epoch' };

/** Opens in order and each frame once. Not for two calls at once. */
export class Opener {
  private last = 0;

  private constructor(private readonly cipher: Cipher) {}

  static async of(keys: DirectionKeys, conversation: string, epoch: number, from: Party): Promise<Opener> {
    return new Opener(await Cipher.of(keys, conversation, epoch, from));
  }

  get expected(): number {
    return this.last + 1;
  }

  async open(frame: Frame): Promise<Opened> {
    if (frame.epoch !== this.cipher.epoch) return { kind: 'other-epoch' };
    if (frame.counter <= this.last) return { kind: 'repeated' };
    if (frame.counter > this.expected) return { kind: 'gap', expected: this.expected };
    const short = frame.ciphertext.length < TAG_BYTES;
    const long = frame.ciphertext.length > MAX_PLAINTEXT_BYTES + TAG_BYTES;
    const plaintext = short || long ? null : await this.cipher.decrypt(frame.counter, frame.ciphertext);
    if (plaintext === null) return { kind: 'forged' };
    this.last = frame.counter;
    return { kind: 'message', counter: frame.counter, plaintext };
  }
}
