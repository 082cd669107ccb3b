/**
 * The sealed messages of one epoch, in order and each once: keeps what may have to be sent again, asks for what is
 * missing, confirms what came. Owns its counters; calls must not overlap (bond.ts takes them one by one).
 */
import type { SealedData } from '../protocol/messages';
import { decodePeer, encodePeer } from '../protocol/peer';
import type { PeerMessage } from '../protocol/peer';
import { fromBase64url, toBase64url, utf8, utf8Text } from './bytes';
import type { Opener, Sealer } from './seal';

/** As docs/protocol.md 3.0 says: at most so many frames back. */
export const FRAMES_KEPT = 64;
const FORGED_FRAMES_BEAR = 2;
/** A confirmation needs none; but a long row of them must not stay unconfirmed for ever. */
const CONFIRM_EVERY = 16;

/** The relay may lose the question too: it is asked again when so many frames came behind the same gap. */
const ASK_AGAIN_AFTER = 8;

export type Heard =
  | { readonly kind: 'message'; readonly message: PeerMessage; readonly confirm: boolean }
  /** Sealed by the other side, and yet no message. */
  | { readonly kind: 'malformed' }
  | { readonly kind: 'missing'; readonly from: number }
  /** The epoch is over: too many frames that the other side did not seal. */
  | { readonly kind: 'broken' }
  | { readonly kind: 'nothing' };

interface Sent {
  readonly data: SealedData;
  readonly type: PeerMessage['type'];
}

const isReceipt = ({ type }: Sent): boolean => type === 'received';

const NOTHING: Heard = { kind: 'nothing' };

export class Line {
  private sent: Sent[] = [];
  private lastSent = 0;
  private confirmedUntil = 0;
  private forged = 0;
  private heardSinceConfirmed = 0;
  private askedFrom = 0;
  private heardBehindGap = 0;

  constructor(
    readonly epoch: number,
    private readonly sealer: Sealer,
    private readonly opener: Opener,
  ) {}

  async seal(message: PeerMessage): Promise<SealedData> {
    const { counter, ciphertext } = await this.sealer.seal(utf8(encodePeer(message)));
    const data: SealedData = { epoch: this.epoch, counter, ciphertext: toBase64url(ciphertext) };
    this.lastSent = counter;
    this.sent.push({ data, type: message.type });
    if (this.sent.length > FRAMES_KEPT) this.forgetOldest();
    return data;
  }

  /** So much is unconfirmed that one frame more could not be sent again. */
  get full(): boolean {
    return this.sent.filter((sent) => !isReceipt(sent)).length >= FRAMES_KEPT;
  }

  /** Confirmations need none, so they would pile up when only the other side speaks. */
  private forgetOldest(): void {
    const receipt = this.sent.findIndex(isReceipt);
    this.sent.splice(Math.max(0, receipt), 1);
  }

  async hear(data: SealedData): Promise<Heard> {
    const ciphertext = fromBase64url(data.ciphertext) ?? new Uint8Array(0);
    const opened = await this.opener.open({ epoch: data.epoch, counter: data.counter, ciphertext });
    switch (opened.kind) {
      case 'message':
        return this.take(decodePeer(utf8Text(opened.plaintext)));
      case 'gap':
        return this.missing(opened.expected);
      case 'forged':
        return ++this.forged > FORGED_FRAMES_BEAR ? { kind: 'broken' } : NOTHING;
      case 'repeated':
      case 'other-epoch':
        return NOTHING;
    }
  }

  /** What confirms everything that came until now; null while nothing came. */
  confirmation(): PeerMessage | null {
    this.heardSinceConfirmed = 0;
    const counter = this.opener.expected - 1;
    return counter > 0 ? { type: 'received', counter } : null;
  }

  /** The next frame that was not heard yet. */
  get expected(): number {
    return this.opener.expected;
  }

  /** The same frames again, from this counter on; null when they are needed and not kept any more. */
  again(from: number): readonly SealedData[] | null {
    const frames = this.unconfirmed.filter((data) => data.counter >= from);
    const whole = frames.length === Math.max(0, this.lastSent + 1 - from);
    return whole || from <= this.confirmedUntil ? frames : null;
  }

  get unconfirmed(): readonly SealedData[] {
    return this.sent.map(({ data }) => data);
  }

  private take(message: PeerMessage | null): Heard {
    this.heardSinceConfirmed++;
    this.askedFrom = 0;
    if (message === null) return { kind: 'malformed' };
    if (message.type !== 'received') return { kind: 'message', message, confirm: true };
    this.confirmedUntil = Math.max(this.confirmedUntil, message.counter);
    this.sent = this.sent.filter(({ data }) => data.counter > this.confirmedUntil);
    return { kind: 'message', message, confirm: this.heardSinceConfirmed >= CONFIRM_EVERY };
  }

  private missing(from: number): Heard {
    const asked = this.askedFrom === from && ++this.heardBehindGap % ASK_AGAIN_AFTER !== 0;
    if (asked) return NOTHING;
    if (this.askedFrom !== from) this.heardBehindGap = 0;
    this.askedFrom = from;
    return { kind: 'missing', from };
  }
}
