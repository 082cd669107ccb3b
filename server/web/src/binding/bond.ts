/**
 * Everything that ties this page to one staff member: the conversation key, b, the epoch's keys, the sealed line, the
 * spoken code. Works through its tasks one by one, so that counters never overlap; each end is an event.
 */
import { fingerprintOf } from '../call/fingerprint';
import type { PageEvent, Refusal } from '../page/events';
import { Latest } from '../page/latest';
import type { MessageOf, SealedData, WalletDevice } from '../protocol/messages';
import type { CodeWord, PeerMessage } from '../protocol/peer';
import { NO_MEDIA, announced, channelBinding, consent, epochBinding, lifeSign } from './binding';
import type { Announcement } from './binding';
import { fromBase64url, randomBytes, same, toBase64url } from './bytes';
import type { Bytes } from './bytes';
import { NONCE_BYTES, committed, revealed } from './code';
import { LifeSigns } from './life';
import { agree, holds, newAgreementKey, parsePoint, pointOfJwk, sign } from './keys';
import type { KeyPair, PublicPoint } from './keys';
import { Line } from './line';
import { Pace } from './pace';
import { Opener, Sealer, directionKeys } from './seal';
import { provenDisclosure, staffTicket } from './ticket';
import { SEEN_EVERY_MS, Vault } from './vault';
import type { Kept } from './vault';

/** More than a reload and a change of colleague need; each is one more guess of the spoken code. */
const MAX_BINDINGS = 3;
/** What came is confirmed within a second (docs/protocol.md section 6); a little later than at once saves frames. */
const CONFIRM_AFTER_MS = 300;

/** What waits while the other side is away; a talk has far less. */
const MAX_WAITING = 256;

/**
 * The relay passes on 190 full parts of a file at once and 93 a second after them, small frames 1,000 and 500. Nobody
 * who talks comes near this; who floods is read no faster, and what was not read is asked for like a lost frame.
 */
export const HEARD_AT_ONCE = 512;
export const HEARD_PER_SECOND = 256;

/** For asking for frames again, and for sending them again: each question may cost 64 frames. */
const AGAIN_EVERY_MS = 1_000;

/** What says nothing any more a second later is not kept for somebody who does not listen. */
const passes = (message: PeerMessage): boolean =>
  message.type === 'typing' ||
  message.type === 'received' ||
  (message.type === 'live-text' && message.state === 'OPEN');

export interface Conversation {
  readonly id: string;
  readonly municipality: string;
  readonly gateKeys: ReadonlyArray<{ readonly x: string; readonly y: string }>;
}

interface Bound {
  readonly conversation: Conversation;
  readonly gateKeys: readonly PublicPoint[];
  lasting: boolean;
  kept: Kept;
}

/** The staff member's announcement that was verified and waits for ours. */
interface Offered {
  readonly theirs: Announcement;
  readonly verifiedAt: number;
}

export class Bond {
  private work: Promise<void> = Promise.resolve();
  private readonly vault = new Vault();
  private bound: Bound | null = null;
  private offered: Offered | null = null;
  private nextEcdh: Promise<KeyPair> | null = null;
  private line: Line | null = null;
  private life: LifeSigns | null = null;
  private confirming = 0;
  private seen = 0;
  /** Sealed as soon as earlier ones are confirmed: the other side is away for a while. */
  private waiting: Array<{ readonly message: PeerMessage; readonly ref: string }> = [];
  private readonly heard: Pace;
  private readonly asking = new Latest<'again'>(AGAIN_EVERY_MS, () => this.askNow());
  private readonly answering = new Latest<{ readonly epoch: number; readonly from: number }>(
    AGAIN_EVERY_MS,
    ({ epoch, from }) => this.againNow(epoch, from),
  );
  private readonly resuming = new Latest<'again'>(AGAIN_EVERY_MS, () => this.resumeNow());

  constructor(
    private readonly dispatch: (event: PageEvent) => void,
    private readonly now: () => number,
  ) {
    this.heard = new Pace(HEARD_AT_ONCE, HEARD_PER_SECOND, now());
  }

  /** What pages before this one left behind: a tab that was closed cannot clean up. */
  sweep(own: string): void {
    this.enqueue(() => this.vault.sweep(this.now(), own));
  }

  /** Takes this conversation's key out of the browser's keeping, or makes it. */
  begin(conversation: Conversation): void {
    this.enqueue(async () => {
      if (this.bound?.conversation.id !== conversation.id) {
        const { kept, lasting } = await this.vault.open(conversation.id, this.now());
        const gateKeys = conversation.gateKeys
          .map(({ x, y }) => pointOfJwk(x, y))
          .filter((key): key is PublicPoint => key !== null);
        this.bound = { conversation, gateKeys, kept, lasting };
      }
      const { kept, lasting } = this.bound;
      this.keepSeen();
      this.nextEcdh ??= newAgreementKey();
      this.dispatch({ type: 'key-ready', key: toBase64url(kept.pair.point), lasting });
    });
  }

  /** Nothing of an offer is used before this is through: ticket, b, signature and fingerprint. */
  verify(offer: MessageOf<'offer'>): void {
    this.enqueue(async () => {
      const refusal = await this.refusalOf(offer);
      if (refusal !== null) this.dispatch({ type: 'offer-refused', epoch: offer.epoch, refusal });
    });
  }

  private async refusalOf(offer: MessageOf<'offer'>): Promise<Refusal | null> {
    const { bound } = this;
    if (bound === null) return 'KEY_REFUSED';
    const { id, municipality } = bound.conversation;
    const ticket = await staffTicket(offer.ticket, bound.gateKeys, municipality, id, this.now());
    if (typeof ticket === 'string') return ticket;
    const fingerprint = offer.sdp === undefined ? NO_MEDIA : fingerprintOf(offer.sdp);
    if (fingerprint === null) return 'FINGERPRINT_REFUSED';
    const ecdhKey = parsePoint(offer.announcement.ecdhKey);
    if (ecdhKey === null) return 'KEY_REFUSED';
    const { point } = bound.kept.pair;
    const binding = await channelBinding(municipality, id, point, ticket.counterKey);
    const theirs: Announcement = { party: 'C', epoch: offer.epoch, binding, fingerprint, ecdhKey };
    const signature = fromBase64url(offer.announcement.signature);
    if (!(await holds(ticket.counterKey, announced(theirs), signature))) return 'SIGNATURE_REFUSED';
    const verifiedAt = this.now();
    const unwanted = await this.keepBinding(bound, binding, offer.epoch);
    if (unwanted !== null) return unwanted;
    this.closeLine(); // what must not be lost is sealed again under the new keys
    this.offered = { theirs, verifiedAt };
    const { displayName, role } = ticket;
    const fingerprintText = toBase64url(fingerprint);
    this.dispatch({
      type: 'offer-verified',
      epoch: offer.epoch,
      ...(offer.sdp === undefined ? {} : { sdp: offer.sdp }),
      fingerprint: fingerprintText,
      displayName,
      role,
      binding: toBase64url(binding),
    });
    return null;
  }

  /** The same b goes on, run of the code included; another one begins anew. An older epoch is a replay. */
  private async keepBinding(bound: Bound, binding: Bytes, epoch: number): Promise<Refusal | null> {
    const { bindings } = bound.kept;
    const present = bindings[bindings.length - 1];
    if (present !== undefined && same(present, binding)) {
      if (epoch <= bound.kept.epoch) return 'OLD_EPOCH';
      await this.keep(bound, { epoch });
      return null;
    }
    const known = bindings.some((earlier) => same(earlier, binding));
    if (known || bindings.length >= MAX_BINDINGS) return 'TOO_MANY_BINDINGS';
    await this.keep(bound, { bindings: [...bindings, binding], epoch, run: { at: 'ready' }, matched: false });
    return null;
  }

  private async keep(bound: Bound, change: Partial<Kept>): Promise<void> {
    bound.kept = { ...bound.kept, ...change, seenAt: this.now() };
    if (!bound.lasting || (await this.vault.save(bound.conversation.id, bound.kept))) return;
    // The browser keeps nothing any more; the talk goes on, and the resident is told what a reload costs now.
    bound.lasting = false;
    this.dispatch({ type: 'key-ready', key: toBase64url(bound.kept.pair.point), lasting: false });
  }

  private keepSeen(): void {
    if (this.seen !== 0) return;
    const seeNow = async (): Promise<void> => {
      if (this.bound) await this.keep(this.bound, {});
    };
    this.seen = setInterval(() => this.enqueue(seeNow), SEEN_EVERY_MS) as unknown as number;
  }

  /**
   * Announces our side of the verified epoch and opens the sealed line.
   *
   * @param fingerprint of the certificate that our media uses; empty without media
   */
  announce(epoch: number, sdp: string | undefined, fingerprint: Bytes): void {
    this.enqueue(async () => {
      const { bound, offered } = this;
      if (bound === null || offered === null || offered.theirs.epoch !== epoch) return;
      const { theirs, verifiedAt } = offered;
      const ecdh = await (this.nextEcdh ?? newAgreementKey());
      this.nextEcdh = newAgreementKey();
      const ours: Announcement = {
        party: 'R',
        epoch,
        binding: theirs.binding,
        fingerprint,
        ecdhKey: ecdh.point,
      };
      const signature = await sign(bound.kept.pair.privateKey, announced(ours));
      this.offered = null;
      this.line = await this.lineOf(bound.conversation.id, ours, theirs, ecdh.privateKey);
      this.life = new LifeSigns(verifiedAt);
      const announcement = { ecdhKey: toBase64url(ecdh.point), signature };
      this.dispatch({ type: 'epoch-announced', epoch, ...(sdp === undefined ? {} : { sdp }), announcement });
      const { run, matched } = bound.kept;
      if (run.at === 'showing') this.dispatch({ type: 'code-known', code: run.code, matched });
    });
  }

  private async lineOf(id: string, ours: Announcement, theirs: Announcement, own: CryptoKey): Promise<Line> {
    const c = await epochBinding(ours, theirs);
    const secret = await agree(own, theirs.ecdhKey);
    const sealer = await Sealer.of(await directionKeys(c, secret, 'R'), id, ours.epoch, 'R');
    const opener = await Opener.of(await directionKeys(c, secret, 'C'), id, ours.epoch, 'C');
    return new Line(ours.epoch, sealer, opener);
  }

  /** @param ref comes back with the counter, so that a confirmation finds its message */
  seal(message: PeerMessage, ref: string): void {
    this.enqueue(() => this.sealNow(message, ref));
  }

  private async sealNow(message: PeerMessage, ref: string): Promise<void> {
    if (this.line === null) return;
    if (this.line.full) {
      if (!passes(message) && this.waiting.length < MAX_WAITING) this.waiting.push({ message, ref });
      return;
    }
    const data = await this.line.seal(message);
    this.dispatch({ type: 'frame-sealed', data, ref });
  }

  hear(data: SealedData): void {
    if (!this.heard.take(this.now())) return this.asking.offer('again');
    this.enqueue(async () => {
      const { line } = this;
      if (line === null) return;
      const heard = await line.hear(data);
      switch (heard.kind) {
        case 'message':
          if (heard.confirm) this.confirmSoon();
          await this.take(heard.message, line.epoch);
          return this.sealWaiting();
        case 'malformed':
          return this.dispatch({ type: 'frame-ignored' });
        case 'missing':
          return this.asking.offer('again');
        case 'broken':
          return this.breakLine(line.epoch);
        case 'nothing':
          return;
      }
    });
  }

  private async sealWaiting(): Promise<void> {
    while (this.waiting.length > 0 && this.line?.full === false) {
      const { message, ref } = this.waiting.shift()!;
      await this.sealNow(message, ref);
    }
  }

  private breakLine(epoch: number): void {
    this.closeLine();
    this.dispatch({ type: 'line-broken', epoch });
  }

  private confirmSoon(): void {
    if (this.confirming !== 0) return;
    this.confirming = setTimeout(() => {
      this.confirming = 0;
      this.enqueue(async () => {
        const confirmation = this.line?.confirmation();
        if (confirmation) await this.sealNow(confirmation, '');
      });
    }, CONFIRM_AFTER_MS) as unknown as number;
  }

  /** Nothing goes under the keys of this epoch any more. */
  private closeLine(): void {
    this.line = null;
    this.life = null;
    this.waiting = [];
    this.asking.forget();
    this.answering.forget();
    this.resuming.forget();
  }

  private askNow(): void {
    this.enqueue(async () => {
      const { line } = this;
      if (line !== null) this.dispatch({ type: 'frames-missing', epoch: line.epoch, from: line.expected });
    });
  }

  /** The other side misses frames: the identical ones again. */
  again(epoch: number, from: number): void {
    this.answering.offer({ epoch, from });
  }

  private againNow(epoch: number, from: number): void {
    this.enqueue(async () => {
      if (this.line?.epoch !== epoch) return;
      const frames = this.line.again(from);
      if (frames === null) return this.breakLine(epoch);
      for (const data of frames) this.dispatch({ type: 'frame-again', data });
    });
  }

  /** The socket is back within the epoch: what we sent into the gap goes again, what we missed is asked for. */
  resume(): void {
    this.resuming.offer('again');
  }

  private resumeNow(): void {
    this.enqueue(async () => {
      for (const data of this.line?.unconfirmed ?? []) this.dispatch({ type: 'frame-again', data });
    });
    this.asking.offer('again');
  }

  // ---- the spoken code -----------------------------------------------------------------------------------------------

  private async take(message: PeerMessage, epoch: number): Promise<void> {
    switch (message.type) {
      case 'code-commitment':
        return this.commitmentCame(fromBase64url(message.commitment));
      case 'code-reveal':
        return this.revealCame(fromBase64url(message.nonce));
      case 'code-outcome':
        if (this.bound && message.outcome !== 'SAY_AGAIN')
          await this.keepMatched(this.bound, message.outcome);
        return this.dispatch({ type: 'peer-said', epoch, message });
      default:
        return this.dispatch({ type: 'peer-said', epoch, message });
    }
  }

  private async keepMatched(bound: Bound, outcome: CodeWord): Promise<void> {
    const matched = outcome === 'MATCHED';
    if (matched !== bound.kept.matched) await this.keep(bound, { matched });
  }

  /** The run is kept before the nonce leaves, so that a reload in between is no second guess. */
  private async commitmentCame(commitment: Bytes | null): Promise<void> {
    const { bound } = this;
    if (bound === null || commitment === null) return;
    const run = committed(bound.kept.run, commitment, randomBytes(NONCE_BYTES));
    if (run !== bound.kept.run) await this.keep(bound, { run });
    if (run.at === 'answered' || run.at === 'showing') {
      return this.sealNow({ type: 'code-nonce', nonce: toBase64url(run.nonce) }, '');
    }
    await this.refuseCode();
  }

  private async revealCame(nonce: Bytes | null): Promise<void> {
    const { bound } = this;
    const binding = this.binding();
    if (bound === null || binding === null || nonce === null) return;
    const run = await revealed(bound.kept.run, nonce, binding);
    await this.keep(bound, { run });
    if (run.at === 'showing') {
      return this.dispatch({ type: 'code-known', code: run.code, matched: bound.kept.matched });
    }
    await this.refuseCode();
  }

  private async refuseCode(): Promise<void> {
    await this.sealNow({ type: 'code-outcome', outcome: 'REFUSED' }, '');
    this.dispatch({ type: 'code-refused' });
  }

  // ---- what only this key can say --------------------------------------------------------------------------------------

  /** Asked often; signs when the next one is due. */
  signLife(epoch: number): void {
    this.enqueue(async () => {
      const { bound, line, life } = this;
      const binding = this.binding();
      if (bound === null || binding === null || life === null || line?.epoch !== epoch) return;
      const number = life.due(this.now());
      if (number === null) return;
      const signature = await sign(bound.kept.pair.privateKey, lifeSign('R', binding, epoch, number));
      this.dispatch({ type: 'life-signed', epoch, number, signature });
    });
  }

  signConsent(disclosure: string, device: WalletDevice): void {
    this.enqueue(async () => {
      const { bound } = this;
      const binding = this.binding();
      if (bound === null || binding === null)
        return this.dispatch({ type: 'consent-impossible', disclosure });
      const signature = await sign(bound.kept.pair.privateKey, consent(binding, disclosure, device));
      this.dispatch({ type: 'consent-signed', disclosure, device, signature });
    });
  }

  /** A wallet session is shown only when the gate says that it was started for this very conversation. */
  prove(started: MessageOf<'disclosure-started'>): void {
    this.enqueue(async () => {
      const { bound } = this;
      const binding = this.binding();
      const proven =
        bound !== null &&
        binding !== null &&
        (await provenDisclosure(
          started.proof,
          bound.gateKeys,
          bound.conversation.id,
          binding,
          started.disclosure,
          started.sessionPointer,
          started.walletLink,
        ));
      this.dispatch(
        proven ? { type: 'disclosure-proven', started } : { type: 'disclosure-unproven', started },
      );
    });
  }

  // ---- the end -----------------------------------------------------------------------------------------------------------

  /** Nothing more is said here; the conversation may go on in another window, or in this one after a reload. */
  rest(): void {
    clearTimeout(this.confirming);
    clearInterval(this.seen);
    this.confirming = this.seen = 0;
    this.enqueue(async () => {
      this.closeLine();
      this.offered = null;
      this.nextEcdh = null;
      // Another window may go further with what the browser keeps; what is kept here alone stays.
      if (this.bound?.lasting) this.bound = null;
    });
  }

  /** The conversation is over: its keys go, here and in the browser's keeping. */
  erase(conversation: string): void {
    this.rest();
    this.enqueue(async () => {
      this.bound = null;
      await this.vault.erase(conversation);
    });
  }

  /** Everything that was asked until now is done. */
  idle(): Promise<void> {
    return this.work;
  }

  /** The present b: of this connection, or, after a reload before the next offer, of the one before. */
  private binding(): Bytes | null {
    const { bindings } = this.bound?.kept ?? { bindings: [] };
    return bindings[bindings.length - 1] ?? null;
  }

  private enqueue(task: () => Promise<void>): void {
    // A fault of ours reaches the page's own handler; the tasks behind it still run.
    this.work = this.work.then(task).catch((fault: unknown) => void Promise.reject(fault));
  }
}
