/**
 * The staff member's side and the gate's, as docs/protocol.md 3.0 has them, with Node's crypto: written apart from
 * src/binding, so that a mistake there is not repeated here.
 */
import {
  createCipheriv,
  createDecipheriv,
  createECDH,
  createHash,
  createHmac,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  sign,
  verify,
  createPublicKey,
} from 'node:crypto';
import type { ECDH, KeyObject } from 'node:crypto';
import type { MessageOf, ResidentToRelay, SealedData } from '../../src/protocol/messages';
import type { PeerMessage, PeerMessageOf } from '../../src/protocol/peer';

export const CONVERSATION = 'Zm9vYmFyYmF6cXV4MTIzNA';
export const MUNICIPALITY = 'voorbeeld';
export const CONTACT = {
  phone: '14 024',
  phoneHref: 'tel:14024',
  visit: { nl: 'Raadhuisplein 1, Voorbeeld', en: 'Raadhuisplein 1, Voorbeeld' },
  hours: { nl: 'Maandag tot en met vrijdag, 9.00 tot 17.00 uur', en: 'Monday to Friday, 9 am to 5 pm' },
  website: 'https://www.gemeente-voorbeeld.example/',
};

const b64 = (bytes: Buffer): string => bytes.toString('base64url');
const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
const digest = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();

function fields(...list: Array<string | number | Buffer>): Buffer {
  return Buffer.concat(
    list.flatMap((field) => {
      const value = Buffer.alloc(8);
      if (typeof field === 'number') value.writeBigUInt64BE(BigInt(field));
      const content =
        typeof field === 'string' ? Buffer.from(field) : typeof field === 'number' ? value : field;
      const length = Buffer.alloc(4);
      length.writeUInt32BE(content.length);
      return [length, content];
    }),
  );
}

interface Pair {
  readonly privateKey: KeyObject;
  readonly point: Buffer;
}

function newPair(): Pair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const { x, y } = publicKey.export({ format: 'jwk' });
  return { privateKey, point: Buffer.concat([Buffer.from([4]), bytes(x!), bytes(y!)]) };
}

const jwkOf = (point: Buffer): object => ({
  kty: 'EC',
  crv: 'P-256',
  x: b64(point.subarray(1, 33)),
  y: b64(point.subarray(33)),
});

const signed = (key: Pair, message: Buffer): Buffer =>
  sign('sha256', message, { key: key.privateKey, dsaEncoding: 'ieee-p1363' });

export function holds(point: Buffer, message: Buffer, signature: string): boolean {
  const key = createPublicKey({ key: jwkOf(point) as never, format: 'jwk' });
  return verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, bytes(signature));
}

/** Whoever holds the gate's key signs tickets and proofs. */
export class Gate {
  private readonly key = newPair();

  site(change: object = {}): object {
    return {
      demo: true,
      municipalities: [{ id: MUNICIPALITY, name: 'Gemeente Voorbeeld', contact: CONTACT }],
      gateKeys: [jwkOf(this.key.point)],
      ...change,
    };
  }

  jws(typ: string, claims: object, header: object = {}): string {
    const part = (value: object): string => b64(Buffer.from(JSON.stringify(value)));
    const head = `${part({ typ, alg: 'ES256', ...header })}.${part(claims)}`;
    return `${head}.${b64(signed(this.key, Buffer.from(head)))}`;
  }

  ticket(counterKey: Buffer, change: object = {}): string {
    const now = Math.floor(Date.now() / 1000);
    return this.jws('balie-counter+jwt', {
      municipality: MUNICIPALITY,
      conversation: CONVERSATION,
      displayName: 'Fatma Yilmaz',
      role: { nl: 'medewerker Wmo', en: 'care adviser' },
      cnf: { jwk: jwkOf(counterKey) },
      iat: now,
      exp: now + 3_600,
      ...change,
    });
  }

  proof(
    binding: Buffer,
    disclosure: string,
    sessionPointer: string,
    walletLink: string,
    change: object = {},
  ): string {
    return this.jws('balie-disclosure+jwt', {
      conversation: CONVERSATION,
      channelBinding: b64(binding),
      disclosure,
      sessionHash: b64(digest(Buffer.from(`${sessionPointer}\n${walletLink}`))),
      ...change,
    });
  }
}

type Offer = Omit<MessageOf<'offer'>, 'sdp'> & { readonly sdp?: string };
type Answer = Extract<ResidentToRelay, { type: 'answer' }>;

const fingerprint = (sdp: string | undefined): Buffer =>
  sdp === undefined
    ? Buffer.alloc(0)
    : Buffer.from(/a=fingerprint:sha-256 (\S+)/i.exec(sdp)![1]!.replace(/:/g, ''), 'hex');

export class Counter {
  readonly key = newPair();
  residentKey: Buffer | null = null;
  private ecdh: ECDH = createECDH('prime256v1');
  private offered: { readonly epoch: number; readonly sdp: string | undefined } | null = null;
  private c: Buffer = Buffer.alloc(0);
  private secret: Buffer = Buffer.alloc(0);
  private epoch = 0;
  private sent = 0;
  private heard = 0;
  private readonly frames = new Map<number, SealedData>();
  private readonly nonce = randomBytes(32);
  private residentNonce: Buffer | null = null;

  constructor(readonly gate: Gate) {}

  get binding(): Buffer {
    if (this.residentKey === null) throw new Error('no key was announced');
    return digest(fields('digitale-balie/b/1', MUNICIPALITY, CONVERSATION, this.residentKey, this.key.point));
  }

  /** @param change what a hostile relay, or a hostile somebody else, puts in the place of the honest parts */
  offer(epoch: number, sdp?: string, change: Partial<Offer> = {}): Offer {
    this.ecdh = createECDH('prime256v1');
    this.ecdh.generateKeys();
    this.offered = { epoch, sdp };
    return {
      type: 'offer',
      epoch,
      ...(sdp === undefined ? {} : { sdp }),
      ticket: this.gate.ticket(this.key.point),
      announcement: { ecdhKey: b64(this.ecdh.getPublicKey()), signature: this.announced('C', epoch, sdp) },
      ...change,
    };
  }

  private announcement(party: string, epoch: number, sdp: string | undefined, ecdh: Buffer): Buffer {
    return fields('digitale-balie/epoch/1', party, epoch, this.binding, fingerprint(sdp), ecdh);
  }

  announced(party: 'C' | 'R', epoch: number, sdp: string | undefined): string {
    return b64(signed(this.key, this.announcement(party, epoch, sdp, this.ecdh.getPublicKey())));
  }

  /** Verifies the page's announcement and derives the keys of the epoch. */
  take(answer: Answer): void {
    const { epoch, sdp } = this.offered!;
    if (answer.epoch !== epoch) throw new Error(`an answer for epoch ${answer.epoch}`);
    if ((answer.sdp === undefined) !== (sdp === undefined)) throw new Error('an answer of another kind');
    const theirs = bytes(answer.announcement.ecdhKey);
    const message = this.announcement('R', epoch, answer.sdp, theirs);
    if (!holds(this.residentKey!, message, answer.announcement.signature)) {
      throw new Error("the page's announcement does not hold");
    }
    this.secret = this.ecdh.computeSecret(theirs);
    this.c = digest(
      fields(
        'digitale-balie/c/1',
        this.binding,
        epoch,
        fingerprint(answer.sdp),
        fingerprint(sdp),
        theirs,
        this.ecdh.getPublicKey(),
      ),
    );
    this.epoch = epoch;
    this.sent = this.heard = 0;
    this.frames.clear();
  }

  private place(from: string, counter: number): { key: Buffer; nonce: Buffer; aad: Buffer } {
    const expand = (use: string, length: number): Buffer =>
      Buffer.from(hkdfSync('sha256', this.secret, this.c, `digitale-balie/chat/1/${from}/${use}`, length));
    const nonce = expand('iv', 12);
    const count = Buffer.alloc(12);
    count.writeBigUInt64BE(BigInt(counter), 4);
    for (let at = 0; at < 12; at++) nonce[at]! ^= count[at]!;
    const aad = fields('digitale-balie/chat/1', CONVERSATION, this.epoch, from, counter, 'message');
    return { key: expand('key', 32), nonce, aad };
  }

  seal(message: PeerMessage | object): SealedData {
    return this.sealText(JSON.stringify({ v: 1, ...message }));
  }

  sealText(text: string, from: 'C' | 'R' = 'C'): SealedData {
    const counter = ++this.sent;
    const { key, nonce, aad } = this.place(from, counter);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad);
    const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    const data = { epoch: this.epoch, counter, ciphertext: b64(ciphertext) };
    this.frames.set(counter, data);
    return data;
  }

  frame(counter: number): SealedData {
    return this.frames.get(counter)!;
  }

  /** In order and each once, as the real client is; a repeat is null. */
  open({ epoch, counter, ciphertext }: SealedData): PeerMessage | null {
    if (epoch !== this.epoch) throw new Error('a frame of another epoch');
    if (counter <= this.heard) return null;
    if (counter !== this.heard + 1) throw new Error(`a gap before frame ${counter}`);
    const { key, nonce, aad } = this.place('R', counter);
    const sealed = bytes(ciphertext);
    const cipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(aad).setAuthTag(sealed.subarray(-16));
    const text = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]).toString('utf8');
    this.heard = counter;
    const { v, ...message } = JSON.parse(text) as { v: number } & PeerMessage;
    if (v !== 1) throw new Error('another version');
    return message as PeerMessage;
  }

  get heardUntil(): number {
    return this.heard;
  }

  lives(number: number, signature: string): boolean {
    const message = fields('digitale-balie/life/1', 'R', this.binding, this.epoch, number);
    return holds(this.residentKey!, message, signature);
  }

  consents(disclosure: string, device: string, signature: string): boolean {
    const message = fields('digitale-balie/disclose/1', this.binding, disclosure, device);
    return holds(this.residentKey!, message, signature);
  }

  // ---- the spoken code ------------------------------------------------------------------------------------------

  get commitment(): PeerMessageOf<'code-commitment'> {
    const commitment = b64(digest(Buffer.from('sas-commit/1'), this.nonce, this.binding));
    return { type: 'code-commitment', commitment };
  }

  reveal(residentNonce: string): PeerMessageOf<'code-reveal'> {
    this.residentNonce = bytes(residentNonce);
    return { type: 'code-reveal', nonce: b64(this.nonce) };
  }

  get code(): string {
    const key = Buffer.concat([this.residentNonce!, this.nonce]);
    const mac = createHmac('sha256', key)
      .update(Buffer.concat([Buffer.from('sas-code/1'), this.binding]))
      .digest();
    return String(mac.readBigUInt64BE() % BigInt(1_000_000)).padStart(6, '0');
  }
}
