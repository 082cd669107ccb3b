/** The vectors that the Java tests read too, and everything that must be refused. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { announced, channelBinding, consent, epochBinding, lifeSign } from '../src/binding/binding';
import type { Announcement, Party } from '../src/binding/binding';
import {
  fromBase64url,
  randomBytes,
  same,
  toBase64url,
  transcript,
  utf8,
  utf8Text,
} from '../src/binding/bytes';
import type { Bytes } from '../src/binding/bytes';
import { commitment, committed, revealed, spokenCode } from '../src/binding/code';
import type { Run } from '../src/binding/code';
import {
  agree,
  holds,
  newAgreementKey,
  newSigningKey,
  parsePoint,
  pointOfJwk,
  sign,
} from '../src/binding/keys';
import type { PublicPoint } from '../src/binding/keys';
import { Line } from '../src/binding/line';
import { MAX_PLAINTEXT_BYTES, Opener, Sealer, directionKeys } from '../src/binding/seal';
import type { Frame } from '../src/binding/seal';
import { provenDisclosure, staffTicket } from '../src/binding/ticket';
import { CONVERSATION, Counter, Gate, MUNICIPALITY } from './kit/counter';

const GOLDEN = new URL('../../../protocol/golden/binding/', import.meta.url);
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, GOLDEN), 'utf8'));

interface Epoch {
  readonly municipality: string;
  readonly conversation: string;
  readonly residentKey: string;
  readonly counterKey: string;
  readonly b: string;
  readonly epoch: number;
  readonly residentFingerprint: string;
  readonly counterFingerprint: string;
  readonly residentEcdh: string;
  readonly counterEcdh: string;
  readonly residentSignature: string;
  readonly counterSignature: string;
  readonly c: string;
}
interface CodeVector extends Epoch {
  readonly residentNonce: string;
  readonly counterNonce: string;
  readonly commitment: string;
  readonly code: string;
}
interface SealedVector extends Epoch {
  readonly residentEcdhPrivate: string;
  readonly counterEcdhPrivate: string;
  readonly secret: string;
  readonly keys: { readonly [P in Party]: { readonly key: string; readonly iv: string } };
  readonly frames: ReadonlyArray<{
    readonly party: Party;
    readonly counter: number;
    readonly plaintext: string;
    readonly ciphertext: string;
  }>;
  readonly lifeSigns: ReadonlyArray<{
    readonly party: Party;
    readonly number: number;
    readonly signature: string;
  }>;
  readonly consent: { readonly disclosure: string; readonly device: string; readonly signature: string };
}

const { vectors, refusedPoints } = read('vectors.json') as {
  vectors: CodeVector[];
  refusedPoints: Array<{ why: string; point: string }>;
};
const { epochs } = read('sealed.json') as { epochs: SealedVector[] };
const all: Epoch[] = [...vectors, ...epochs];

const bytes = (text: string): Bytes => fromBase64url(text)!;
const point = (text: string): PublicPoint => parsePoint(text)!;

async function bindingOf(vector: Epoch): Promise<Bytes> {
  const { municipality, conversation, residentKey, counterKey } = vector;
  return channelBinding(municipality, conversation, point(residentKey), point(counterKey));
}

function announcement(vector: Epoch, party: Party): Announcement {
  const resident = party === 'R';
  return {
    party,
    epoch: vector.epoch,
    binding: bytes(vector.b),
    fingerprint: bytes(resident ? vector.residentFingerprint : vector.counterFingerprint),
    ecdhKey: point(resident ? vector.residentEcdh : vector.counterEcdh),
  };
}

describe('bytes', () => {
  it('base64url has one spelling for each value', () => {
    for (let length = 0; length < 70; length++) {
      const value = randomBytes(length);
      expect(same(fromBase64url(toBase64url(value))!, value)).toBe(true);
    }
    for (const wrong of ['A', 'AB', 'AA=', 'A+/A', 'A A', 'AAA\n', 'é']) {
      expect(fromBase64url(wrong), wrong).toBeNull();
    }
  });

  it('no two lists of fields have the same bytes', () => {
    const one = transcript('x', 'ab', 'c');
    expect(same(one, transcript('x', 'a', 'bc'))).toBe(false);
    expect(same(one, transcript('x', 'abc'))).toBe(false);
  });

  it('bytes of another length are never the same', () => {
    expect(same(new Uint8Array([1, 2]), new Uint8Array([1]))).toBe(false);
    expect(same(new Uint8Array([1]), new Uint8Array([1, 0]))).toBe(false);
  });
});

describe('points', () => {
  it.each(refusedPoints)('a point that is $why is no key', async ({ why, point: text }) => {
    expect(parsePoint(text)).toBeNull();
    const raw = fromBase64url(text)!;
    // WebCrypto refuses it as well, all but the forms that some libraries take beside the uncompressed one.
    if (!['compressed', 'hybrid form'].includes(why)) {
      await expect(
        crypto.subtle.importKey('raw', raw, { name: 'ECDH', namedCurve: 'P-256' }, false, []),
      ).rejects.toBeDefined();
    }
  });

  it.each([
    ['zero', 'A'.repeat(43), 'A'.repeat(43)],
    ['short', 'AAAA', 'AAAA'],
  ])('a JWK that is %s is no key', (_what, x, y) => {
    expect(pointOfJwk(x, y)).toBeNull();
  });

  it('our own keys are points, and their private half cannot be read out', async () => {
    const pair = await newSigningKey();
    expect(parsePoint(pair.point)).not.toBeNull();
    await expect(crypto.subtle.exportKey('jwk', pair.privateKey)).rejects.toBeDefined();
    await expect(crypto.subtle.exportKey('pkcs8', pair.privateKey)).rejects.toBeDefined();
  });
});

describe('the vectors', () => {
  it.each(all)('b and c of epoch $epoch of $municipality', async (vector) => {
    expect(toBase64url(await bindingOf(vector))).toBe(vector.b);
    const c = await epochBinding(announcement(vector, 'R'), announcement(vector, 'C'));
    expect(toBase64url(c)).toBe(vector.c);
  });

  it.each(all)('both announcements of epoch $epoch hold, and nothing like them', async (vector) => {
    for (const party of ['R', 'C'] as const) {
      const key = point(party === 'R' ? vector.residentKey : vector.counterKey);
      const other = point(party === 'R' ? vector.counterKey : vector.residentKey);
      const signature = bytes(party === 'R' ? vector.residentSignature : vector.counterSignature);
      const honest = announcement(vector, party);
      expect(await holds(key, announced(honest), signature)).toBe(true);
      const swapped: Array<Partial<Announcement>> = [
        { party: party === 'R' ? 'C' : 'R' },
        { epoch: vector.epoch + 1 },
        { binding: randomBytes(32) },
        { fingerprint: randomBytes(32) },
        { ecdhKey: point(vector.counterKey) },
      ];
      for (const change of swapped) {
        expect(await holds(key, announced({ ...honest, ...change }), signature)).toBe(false);
      }
      expect(await holds(other, announced(honest), signature)).toBe(false);
      expect(await holds(key, announced(honest), signature.slice(0, 63))).toBe(false);
      expect(await holds(key, announced(honest), new Uint8Array(64))).toBe(false);
      expect(await holds(key, announced(honest), null)).toBe(false);
    }
  });

  it.each(vectors)('commitment and code $code', async (vector) => {
    const b = bytes(vector.b);
    expect(toBase64url(await commitment(bytes(vector.counterNonce), b))).toBe(vector.commitment);
    expect(await spokenCode(bytes(vector.residentNonce), bytes(vector.counterNonce), b)).toBe(vector.code);
  });

  it.each(epochs)('secret and message keys of epoch $epoch', async (vector) => {
    const jwk = {
      kty: 'EC',
      crv: 'P-256',
      d: vector.residentEcdhPrivate,
      x: toBase64url(bytes(vector.residentEcdh).slice(1, 33)),
      y: toBase64url(bytes(vector.residentEcdh).slice(33)),
    };
    const own = await crypto.subtle.importKey('jwk', jwk, { name: 'ECDH', namedCurve: 'P-256' }, false, [
      'deriveBits',
    ]);
    const secret = await agree(own, point(vector.counterEcdh));
    expect(toBase64url(secret)).toBe(vector.secret);
    for (const party of ['R', 'C'] as const) {
      const keys = await directionKeys(bytes(vector.c), secret, party);
      expect(toBase64url(keys.key)).toBe(vector.keys[party].key);
      expect(toBase64url(keys.iv)).toBe(vector.keys[party].iv);
    }
  });

  it.each(epochs)('every frame of epoch $epoch', async (vector) => {
    for (const party of ['R', 'C'] as const) {
      const keys = await directionKeys(bytes(vector.c), bytes(vector.secret), party);
      const sealer = await Sealer.of(keys, vector.conversation, vector.epoch, party);
      const expected = vector.frames.filter((frame) => frame.party === party && frame.counter < 10);
      for (const { plaintext, ciphertext, counter } of expected) {
        const frame = await sealer.seal(utf8(plaintext));
        expect([frame.counter, toBase64url(frame.ciphertext)]).toEqual([counter, ciphertext]);
      }
      const opener = await Opener.of(keys, vector.conversation, vector.epoch, party);
      for (const { plaintext, ciphertext, counter } of expected) {
        const opened = await opener.open({ epoch: vector.epoch, counter, ciphertext: bytes(ciphertext) });
        expect(opened.kind === 'message' && utf8Text(opened.plaintext)).toBe(plaintext);
      }
    }
  });

  it.each(epochs)('frames far on in epoch $epoch have the nonce of their counter', async (vector) => {
    for (const { party, counter, ciphertext, plaintext } of vector.frames) {
      const keys = await directionKeys(bytes(vector.c), bytes(vector.secret), party);
      const opener = await Opener.of(keys, vector.conversation, vector.epoch, party);
      (opener as unknown as { last: number }).last = counter - 1;
      const opened = await opener.open({ epoch: vector.epoch, counter, ciphertext: bytes(ciphertext) });
      expect(opened.kind === 'message' && utf8Text(opened.plaintext)).toBe(plaintext);
    }
  });

  it.each(epochs)('signs of life and consent of epoch $epoch', async (vector) => {
    const b = bytes(vector.b);
    for (const { party, number, signature } of vector.lifeSigns) {
      const key = point(party === 'R' ? vector.residentKey : vector.counterKey);
      expect(await holds(key, lifeSign(party, b, vector.epoch, number), bytes(signature))).toBe(true);
      expect(await holds(key, lifeSign(party, b, vector.epoch, number + 1), bytes(signature))).toBe(false);
    }
    const { disclosure, device, signature } = vector.consent;
    const key = point(vector.residentKey);
    expect(await holds(key, consent(b, disclosure, device), bytes(signature))).toBe(true);
    expect(await holds(key, consent(b, disclosure, 'THIS_DEVICE'), bytes(signature))).toBe(false);
  });

  it('what we sign holds', async () => {
    const { privateKey, point: own } = await newSigningKey();
    const message = lifeSign('R', randomBytes(32), 3, 4);
    expect(await holds(own, message, bytes(await sign(privateKey, message)))).toBe(true);
  });
});

// ---- sealed messages ---------------------------------------------------------------------------------------------

async function pairOfLines(epoch = 1): Promise<{ page: Line; staff: Line }> {
  const c = randomBytes(32);
  const secret = randomBytes(32);
  const seal = async (party: Party) =>
    Sealer.of(await directionKeys(c, secret, party), CONVERSATION, epoch, party);
  const open = async (party: Party) =>
    Opener.of(await directionKeys(c, secret, party), CONVERSATION, epoch, party);
  return {
    page: new Line(epoch, await seal('R'), await open('C')),
    staff: new Line(epoch, await seal('C'), await open('R')),
  };
}

const chat = (text: string) => ({ type: 'chat', id: 'Y2hhdC1pZC0wMDAwMDAwMQ', text }) as const;

describe('frames', () => {
  async function sealed(): Promise<{ frame: Frame; opener: () => Promise<Opener> }> {
    const keys = await directionKeys(randomBytes(32), randomBytes(32), 'C');
    const sealer = await Sealer.of(keys, CONVERSATION, 2, 'C');
    return {
      frame: await sealer.seal(utf8('hallo')),
      opener: () => Opener.of(keys, CONVERSATION, 2, 'C'),
    };
  }

  it('are opened once, in order, in their epoch', async () => {
    const { frame, opener } = await sealed();
    const open = await opener();
    expect(await open.open({ ...frame, epoch: 1 })).toEqual({ kind: 'other-epoch' });
    expect(await open.open({ ...frame, counter: 2 })).toEqual({ kind: 'gap', expected: 1 });
    expect((await open.open(frame)).kind).toBe('message');
    expect(await open.open(frame)).toEqual({ kind: 'repeated' });
    expect(open.expected).toBe(2);
  });

  it.each([
    ['a flipped bit', (c: Bytes) => c.map((byte, at) => (at === 0 ? byte ^ 1 : byte))],
    ['a cut tail', (c: Bytes) => c.slice(0, -1)],
    ['a cut head', (c: Bytes) => c.slice(1)],
    ['nothing', () => new Uint8Array(0)],
    ['15 bytes', () => new Uint8Array(15)],
    ['a byte too many', () => new Uint8Array(MAX_PLAINTEXT_BYTES + 17)],
  ])('with %s are forged and move nothing', async (_what, change) => {
    const { frame, opener } = await sealed();
    const open = await opener();
    expect(await open.open({ ...frame, ciphertext: change(frame.ciphertext) })).toEqual({ kind: 'forged' });
    expect((await open.open(frame)).kind).toBe('message');
  });

  it('of our own direction, of another conversation, epoch or counter do not open', async () => {
    const c = randomBytes(32);
    const secret = randomBytes(32);
    const ours = await directionKeys(c, secret, 'R');
    const theirs = await directionKeys(c, secret, 'C');
    const frame = await (await Sealer.of(ours, CONVERSATION, 1, 'R')).seal(utf8('terug'));
    expect((await (await Opener.of(theirs, CONVERSATION, 1, 'C')).open(frame)).kind).toBe('forged');
    const honest = await (await Sealer.of(theirs, CONVERSATION, 1, 'C')).seal(utf8('hallo'));
    for (const opener of [
      Opener.of(theirs, 'YW5vdGhlci1jb252ZXJzYXRpb24', 1, 'C'),
      Opener.of(theirs, CONVERSATION, 1, 'R'),
    ]) {
      expect((await (await opener).open(honest)).kind).toBe('forged');
    }
    const later = await Opener.of(theirs, CONVERSATION, 2, 'C');
    expect((await later.open({ ...honest, epoch: 2 })).kind).toBe('forged');
  });

  it('take 40,000 bytes and not one more', async () => {
    const keys = await directionKeys(randomBytes(32), randomBytes(32), 'R');
    const sealer = await Sealer.of(keys, CONVERSATION, 1, 'R');
    expect((await sealer.seal(new Uint8Array(MAX_PLAINTEXT_BYTES))).ciphertext).toHaveLength(40_016);
    await expect(sealer.seal(new Uint8Array(MAX_PLAINTEXT_BYTES + 1))).rejects.toThrow();
  });
});

describe('the line', () => {
  it('asks once for what is missing and goes on when it comes', async () => {
    const { page, staff } = await pairOfLines();
    const [one, two, three] = [
      await staff.seal(chat('een')),
      await staff.seal(chat('twee')),
      await staff.seal(chat('drie')),
    ];
    expect((await page.hear(one)).kind).toBe('message');
    expect(await page.hear(three)).toEqual({ kind: 'missing', from: 2 });
    expect(await page.hear(three)).toEqual({ kind: 'nothing' });
    const again = staff.again(2)!;
    expect(again).toEqual([two, three]);
    for (const data of again) expect((await page.hear(data)).kind).toBe('message');
    expect(page.expected).toBe(4);
  });

  it('asks again when the relay has lost the question', async () => {
    const { page, staff } = await pairOfLines();
    await staff.seal(chat('weg'));
    const answers: string[] = [];
    for (let at = 0; at < 9; at++) answers.push((await page.hear(await staff.seal(chat('x')))).kind);
    expect(answers.filter((kind) => kind === 'missing')).toHaveLength(2);
  });

  it('three forged frames end it, two do not', async () => {
    const { page, staff } = await pairOfLines();
    const honest = await staff.seal(chat('echt'));
    const forged = { ...honest, ciphertext: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' };
    const notBase64 = { ...honest, ciphertext: '!!!' };
    expect((await page.hear(forged)).kind).toBe('nothing');
    expect((await page.hear(notBase64)).kind).toBe('nothing');
    expect((await page.hear(honest)).kind).toBe('message');
    expect((await page.hear({ ...forged, counter: 2 })).kind).toBe('broken');
  });

  it('sends the identical frame again, and never what was confirmed', async () => {
    const { page } = await pairOfLines();
    const first = await page.seal(chat('een'));
    const second = await page.seal(chat('twee'));
    expect(page.again(1)).toEqual([first, second]);
    expect(page.again(2)).toEqual([second]);
    expect(page.again(3)).toEqual([]);
  });

  it('forgets what is confirmed', async () => {
    const { page, staff } = await pairOfLines();
    await page.seal(chat('een'));
    const second = await page.seal(chat('twee'));
    const heard = await page.hear(await staff.seal({ type: 'received', counter: 1 }));
    expect(heard).toMatchObject({ kind: 'message', confirm: false });
    expect(page.again(1)).toEqual([second]);
  });

  it('says so when what is missed is not kept any more', async () => {
    const { page } = await pairOfLines();
    for (let at = 0; at < 70; at++) await page.seal(chat('x'));
    expect(page.full).toBe(true);
    expect(page.again(7)).toHaveLength(64);
    expect(page.again(6)).toBeNull();
  });

  it('lets confirmations go first, and they alone never fill it', async () => {
    const { page } = await pairOfLines();
    const first = await page.seal(chat('bewaar'));
    for (let counter = 1; counter <= 100; counter++) await page.seal({ type: 'received', counter });
    expect(page.full).toBe(false);
    expect(page.unconfirmed[0]).toEqual(first);
    expect(page.unconfirmed).toHaveLength(64);
  });

  it('confirms what came, and confirmations only in a long row', async () => {
    const { page, staff } = await pairOfLines();
    expect(page.confirmation()).toBeNull();
    expect(await page.hear(await staff.seal(chat('x')))).toMatchObject({ confirm: true });
    expect(page.confirmation()).toEqual({ type: 'received', counter: 1 });
    const confirms: boolean[] = [];
    for (let counter = 1; counter <= 16; counter++) {
      const heard = await page.hear(await staff.seal({ type: 'received', counter }));
      confirms.push(heard.kind === 'message' && heard.confirm);
    }
    expect(confirms.filter(Boolean)).toHaveLength(1);
  });

  it('a sealed text that is no message is counted, not shown', async () => {
    const { page, staff } = await pairOfLines();
    const odd = await staff.seal({ type: 'chat', id: 'kort', text: 'x' });
    expect(await page.hear(odd)).toEqual({ kind: 'malformed' });
    expect(page.expected).toBe(2);
  });
});

// ---- the spoken code ---------------------------------------------------------------------------------------------

describe('the run of the code', () => {
  const READY: Run = { at: 'ready' };

  it('shows the digits when the reveal is what was committed to', async () => {
    const vector = vectors[0]!;
    const answered = committed(READY, bytes(vector.commitment), bytes(vector.residentNonce));
    const shown = await revealed(answered, bytes(vector.counterNonce), bytes(vector.b));
    expect(shown).toMatchObject({ at: 'showing', code: vector.code });
  });

  it('a reveal of something else, of another length, under another b, or without a commitment is refused', async () => {
    const vector = vectors[0]!;
    const nonce = bytes(vector.counterNonce);
    const b = bytes(vector.b);
    const answered = committed(READY, bytes(vector.commitment), bytes(vector.residentNonce));
    expect(await revealed(answered, randomBytes(32), b)).toEqual({ at: 'refused' });
    expect(await revealed(answered, nonce.slice(0, 31), b)).toEqual({ at: 'refused' });
    expect(await revealed(answered, nonce, randomBytes(32))).toEqual({ at: 'refused' });
    expect(await revealed(READY, nonce, b)).toEqual({ at: 'refused' });
  });

  it('a second commitment is a guess; the same one again is answered with the same nonce', () => {
    const first = randomBytes(32);
    const nonce = randomBytes(32);
    const answered = committed(READY, first, nonce);
    expect(committed(answered, first.slice(), randomBytes(32))).toBe(answered);
    expect(committed(answered, randomBytes(32), randomBytes(32))).toEqual({ at: 'refused' });
    expect(committed({ at: 'refused' }, first, nonce)).toEqual({ at: 'refused' });
  });
});

// ---- the gate's words --------------------------------------------------------------------------------------------

describe('the staff ticket', () => {
  const gate = new Gate();
  const counter = new Counter(gate);
  const site = gate.site() as { gateKeys: Array<{ x: string; y: string }> };
  const keys = site.gateKeys.map(({ x, y }) => pointOfJwk(x, y)!);
  const now = Date.now();
  const judge = (jws: string, at = now, gateKeys = keys) =>
    staffTicket(jws, gateKeys, MUNICIPALITY, CONVERSATION, at);
  const ticket = (change: object = {}): string => gate.ticket(counter.key.point, change);

  it('names the staff member and their key', async () => {
    const judged = await judge(ticket());
    expect(judged).toMatchObject({ displayName: 'Fatma Yilmaz', role: { nl: 'medewerker Wmo' } });
    expect(typeof judged !== 'string' && toBase64url(judged.counterKey)).toBe(
      counter.key.point.toString('base64url'),
    );
  });

  it('bears a clock that is a day off, and not two', async () => {
    const day = 86_400_000;
    expect(typeof (await judge(ticket(), now + day))).toBe('object');
    expect(typeof (await judge(ticket(), now - day + 60_000))).toBe('object');
    expect(await judge(ticket(), now + 2 * day)).toBe('TICKET_EXPIRED');
    expect(await judge(ticket(), now - 2 * day)).toBe('TICKET_EXPIRED');
  });

  const other = new Gate();
  const [head, body, signature] = ticket().split('.') as [string, string, string];
  const none = Buffer.from(JSON.stringify({ typ: 'balie-counter+jwt', alg: 'none' })).toString('base64url');

  it.each([
    ['of another gate', other.ticket(counter.key.point), 'TICKET_REFUSED'],
    ['without a signature', `${head}.${body}.`, 'TICKET_REFUSED'],
    ['with the algorithm none', `${none}.${body}.`, 'TICKET_REFUSED'],
    [
      'with a changed claim',
      `${head}.${Buffer.from('{}').toString('base64url')}.${signature}`,
      'TICKET_REFUSED',
    ],
    ['of two parts', `${head}.${body}`, 'TICKET_REFUSED'],
    ['of four parts', `${ticket()}.x`, 'TICKET_REFUSED'],
    ['that is no ticket', 'nonsense', 'TICKET_REFUSED'],
    ['of another type', gate.jws('balie-disclosure+jwt', {}), 'TICKET_REFUSED'],
    [
      'with a parameter that changes its meaning',
      gate.jws('balie-counter+jwt', {}, { crit: ['b64'], b64: false }),
      'TICKET_REFUSED',
    ],
    ['without claims', gate.jws('balie-counter+jwt', {}), 'TICKET_REFUSED'],
    ['without Dutch', ticket({ role: { en: 'adviser' } }), 'TICKET_REFUSED'],
    ['of another municipality', ticket({ municipality: 'elders' }), 'OTHER_MUNICIPALITY'],
    ['of another conversation', ticket({ conversation: 'YW5vdGhlci1jb252' }), 'OTHER_CONVERSATION'],
    ['that is long over', ticket({ exp: 1_000_000 }), 'TICKET_EXPIRED'],
    [
      'with a key off the curve',
      ticket({ cnf: { jwk: { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) } } }),
      'KEY_REFUSED',
    ],
    [
      'with a key on another curve',
      ticket({ cnf: { jwk: { kty: 'EC', crv: 'secp256k1', x: 'A'.repeat(43), y: 'A'.repeat(43) } } }),
      'TICKET_REFUSED',
    ],
  ])('%s is refused', async (_what, jws, fault) => {
    expect(await judge(jws)).toBe(fault);
  });

  it('without a key of the gate nothing holds; with two the second may', async () => {
    expect(await judge(ticket(), now, [])).toBe('TICKET_REFUSED');
    const spare = (await newAgreementKey()).point;
    expect(typeof (await judge(ticket(), now, [spare, ...keys]))).toBe('object');
  });

  it('the proof of a wallet session holds for this very session only', async () => {
    const binding = randomBytes(32);
    const disclosure = 'ZGlzY2xvc3VyZS0wMDAx';
    const pointer = '{"u":"https://irma.example/x"}';
    const wallet = 'https://wallet.example/-/session#x';
    const jws = gate.proof(Buffer.from(binding), disclosure, pointer, wallet);
    const prove = (
      change: Partial<{ c: string; b: Bytes; d: string; p: string; w: string; jws: string }> = {},
    ) => {
      const {
        c = CONVERSATION,
        b = binding,
        d = disclosure,
        p = pointer,
        w = wallet,
        jws: word = jws,
      } = change;
      return provenDisclosure(word, keys, c, b, d, p, w);
    };
    expect(await prove()).toBe(true);
    expect(await prove({ b: randomBytes(32) })).toBe(false);
    expect(await prove({ p: `${pointer} ` })).toBe(false);
    expect(await prove({ w: 'https://wallet.example/-/session#y' })).toBe(false);
    expect(await prove({ d: 'YW5vdGhlci1xdWVzdGlvbg' })).toBe(false);
    expect(await prove({ c: 'YW5vdGhlci1jb252' })).toBe(false);
    expect(await prove({ jws: other.proof(Buffer.from(binding), disclosure, pointer, wallet) })).toBe(false);
    expect(await prove({ jws: gate.ticket(counter.key.point) })).toBe(false);
  });
});
