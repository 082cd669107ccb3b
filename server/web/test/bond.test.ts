/**
 * The page in a real browser with a staff member's side that has real keys: what the two say stays between them, and
 * whoever stands in the middle gets nothing.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PART_BYTES } from '../src/protocol/peer';
import { atStep, click, onScreen, openPage, startBrowser } from './kit/browser';
import type { Watched } from './kit/browser';
import { CONTACT, CONVERSATION, Counter, Gate } from './kit/counter';
import { StaffPeer } from './kit/staff-peer';
import { StandIn } from './kit/stand-in';
import {
  DISCLOSURE,
  POINTER,
  WALLET_LINK,
  WALK_IN,
  accepted,
  asked,
  secured,
  started,
  toBound,
  toCall,
  toDevices,
  toTalkBy,
  toWaiting,
} from './kit/talk';

let browser: Browser;
let server: StandIn;
let base: string;
let watched: Watched;
let page: Page;

beforeAll(async () => {
  browser = await startBrowser('fake');
});

afterAll(async () => {
  await browser.close();
});

beforeEach(async () => {
  server = new StandIn();
  base = await server.start();
  watched = await openPage(browser, base);
  page = watched.page;
});

afterEach(async () => {
  await watched.context.close();
  await server.stop();
  expect(watched.complaints).toEqual([]);
});

const write = async (text: string): Promise<void> => {
  await page.fill('#draft', text);
  await click(page, 'send-chat');
};
const digits = (): Promise<string | null> =>
  page.locator('[data-role="spoken-code"] [aria-hidden]').textContent();
const spaced = (code: string): string => `${code.slice(0, 3)} ${code.slice(3)}`;
const sees = (text: string): Promise<unknown> => page.waitForSelector(`text=${text}`);
const id = (): string => randomBytes(16).toString('base64url');

async function isUnsafe(reference: string): Promise<void> {
  await page.waitForSelector(`body[data-problem="unsafe"][data-reference="${reference}"]`);
  expect(await page.textContent('[data-role="reference"]')).toBe(reference);
}

describe('whom the page believes', () => {
  it('shows the municipality of the site before the camera, and the name of the ticket before anything is sent', async () => {
    server.site = {
      status: 200,
      body: server.gate.site({
        municipalities: [{ id: 'voorbeeld', name: 'Gemeente Echt', contact: CONTACT }],
      }),
    };
    await toCall(page, base, server);
    expect(await page.textContent('.brand__of')).toBe('Gemeente Echt');
    expect(await page.textContent('h1')).toBe('Uw gesprek');
    await server.bind(1);
    await secured(page);
    expect(await page.textContent('h1')).toBe('U praat met Fatma Yilmaz');
    expect(await page.textContent('.call-role')).toBe('medewerker Wmo, Gemeente Echt');
  });

  it('without a site, or with a municipality that it does not name, nothing begins', async () => {
    server.site = { status: 404, body: null };
    await page.goto(base + WALK_IN);
    await page.waitForSelector('body[data-problem="server-gone"]');
    server.site = { status: 200, body: server.gate.site({ municipalities: [] }) };
    await page.reload();
    await isUnsafe('MUNICIPALITY_UNKNOWN');
  });

  const other = new Gate();
  const stranger = new Counter(other);
  const short = (sdp: string): string => sdp.replace(/^a=fingerprint:.*$/m, 'a=x:1');
  type Attack = (honest: Counter, sdp: string) => object;
  const attacks: Array<[string, string, Attack]> = [
    [
      "a stranger's certificate in the description",
      'SIGNATURE_REFUSED',
      (honest, sdp) => ({
        ...honest.offer(1, sdp),
        sdp: sdp.replace(/(a=fingerprint:sha-256) \S+/g, `$1 ${Array(32).fill('AB').join(':')}`),
      }),
    ],
    [
      'a second certificate',
      'FINGERPRINT_REFUSED',
      (honest, sdp) => ({
        ...honest.offer(1, sdp),
        sdp: `${sdp}a=fingerprint:sha-256 ${Array(32).fill('AB').join(':')}\r\n`,
      }),
    ],
    [
      'no certificate at all',
      'FINGERPRINT_REFUSED',
      (honest, sdp) => ({ ...honest.offer(1, sdp), sdp: short(short(sdp)) }),
    ],
    [
      'a description taken away',
      'SIGNATURE_REFUSED',
      (honest, sdp) => ({ ...honest.offer(1, sdp), sdp: undefined }),
    ],
    [
      "a stranger's message key",
      'SIGNATURE_REFUSED',
      (honest, sdp) => {
        const { announcement } = honest.offer(1, sdp);
        const ecdhKey = stranger.key.point.toString('base64url');
        return { ...honest.offer(1, sdp), announcement: { ...announcement, ecdhKey } };
      },
    ],
    [
      'a message key off the curve',
      'KEY_REFUSED',
      (honest, sdp) => {
        const { announcement } = honest.offer(1, sdp);
        return { ...honest.offer(1, sdp), announcement: { ...announcement, ecdhKey: `BA${'A'.repeat(85)}` } };
      },
    ],
    [
      'another epoch than was signed',
      'SIGNATURE_REFUSED',
      (honest, sdp) => ({ ...honest.offer(1, sdp), epoch: 2 }),
    ],
    [
      "the page's own announcement, reflected",
      'SIGNATURE_REFUSED',
      (honest, sdp) => {
        const offer = honest.offer(1, sdp);
        const signature = honest.announced('R', 1, sdp);
        return { ...offer, announcement: { ...offer.announcement, signature } };
      },
    ],
    [
      "a stranger's whole endpoint without the gate",
      'TICKET_REFUSED',
      (honest, sdp) => {
        stranger.residentKey = honest.residentKey;
        return stranger.offer(1, sdp);
      },
    ],
    [
      "a stranger's endpoint with the honest ticket",
      'SIGNATURE_REFUSED',
      (honest, sdp) => {
        stranger.residentKey = honest.residentKey;
        return stranger.offer(1, sdp, { ticket: honest.gate.ticket(honest.key.point) });
      },
    ],
    [
      'a ticket of another conversation',
      'OTHER_CONVERSATION',
      (honest, sdp) =>
        honest.offer(1, sdp, {
          ticket: honest.gate.ticket(honest.key.point, { conversation: 'YW5vdGhlci1jb252ZXJzYXRpb24' }),
        }),
    ],
    [
      'a ticket of another municipality',
      'OTHER_MUNICIPALITY',
      (honest, sdp) =>
        honest.offer(1, sdp, { ticket: honest.gate.ticket(honest.key.point, { municipality: 'elders' }) }),
    ],
    [
      'a ticket that is long over',
      'TICKET_EXPIRED',
      (honest, sdp) =>
        honest.offer(1, sdp, { ticket: honest.gate.ticket(honest.key.point, { iat: 1_000, exp: 2_000 }) }),
    ],
    [
      "a binding with another resident's key",
      'SIGNATURE_REFUSED',
      (honest, sdp) => {
        const twin = new Counter(honest.gate);
        twin.residentKey = stranger.key.point;
        return twin.offer(1, sdp);
      },
    ],
  ];

  it.each(attacks)('%s ends the talk before anything leaves', async (_what, reference, attack) => {
    await toCall(page, base, server);
    const staff = await StaffPeer.open(watched.context, base, server);
    const sdp = await staff.describe(1);
    server.opens = false;
    server.received.length = 0;
    server.send(attack(server.counter, sdp));
    await isUnsafe(reference);
    await server.expect('leave');
    const sent = server.received.map((message) => message.type);
    expect(sent.filter((type) => !['media-state', 'join-queue'].includes(type))).toEqual([]);
    expect(await page.evaluate(() => document.querySelectorAll('video').length)).toBe(0);
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain(CONVERSATION);
  });

  it('a fourth staff key in one conversation is one guess too many', async () => {
    await toCall(page, base, server);
    for (let epoch = 1; epoch <= 4; epoch++) {
      const { residentKey } = server.counter;
      server.counter = new Counter(server.gate);
      server.counter.residentKey = residentKey;
      if (epoch === 4) server.send(server.counter.offer(4));
      else await server.bind(epoch);
    }
    await isUnsafe('TOO_MANY_BINDINGS');
  });

  it('an offer of an earlier epoch is passed over, after a reload as well', async () => {
    await toBound(page, base, server);
    const replay = server.counter.offer(1);
    server.send(replay);
    await page.waitForSelector('body[data-ignored="1"]');
    server.stage = 'IN_CALL';
    await page.reload();
    await onScreen(page, 'call');
    server.send(accepted());
    server.send(replay);
    await page.waitForSelector('body[data-ignored="1"][data-security="checking"]');
    await server.bind(2);
    await secured(page);
  });

  it('a conversation or municipality that the relay swaps is noticed', async () => {
    await toWaiting(page, base, server);
    server.send({
      type: 'welcome',
      conversation: 'YW5vdGhlci1jb252ZXJzYXRpb24',
      municipality: 'voorbeeld',
      topic: 'wmo',
      stage: 'WAITING',
      serverTime: new Date().toISOString(),
    });
    await isUnsafe('OTHER_CONVERSATION');
  });
});

describe('the key', () => {
  it('outlives a reload with b, cannot be read out, and is erased at the end', async () => {
    await toBound(page, base, server);
    const before = server.counter.binding.toString('hex');
    server.stage = 'IN_CALL';
    await page.reload();
    await onScreen(page, 'call');
    server.send(accepted());
    await server.bind(2);
    await secured(page);
    expect(server.counter.binding.toString('hex')).toBe(before);
    expect(await kept()).toEqual([[CONVERSATION, false]]);
    server.send({ type: 'ended', reason: 'STAFF_HUNG_UP', reference: 'V-1' });
    await onScreen(page, 'goodbye');
    await expect.poll(kept).toEqual([]);
  });

  /** Which conversations the browser keeps a key of, and whether it could be read out. */
  const kept = (): Promise<Array<[string, boolean]>> =>
    page.evaluate(async () => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open('balie', 1);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(new Error('no database'));
      });
      const store = database.transaction('conversations').objectStore('conversations');
      const answer = <T>(request: IDBRequest<T>): Promise<T> =>
        new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
      const names = await answer(store.getAllKeys());
      const values = (await answer(store.getAll())) as Array<{ pair: { privateKey: CryptoKey } }>;
      database.close();
      return names.map((name, at): [string, boolean] => [
        String(name),
        values[at]!.pair.privateKey.extractable,
      ]);
    });

  it('that another page left behind is erased when the page is opened; one that is in use stays', async () => {
    await page.goto(base + WALK_IN);
    await onScreen(page, 'welcome');
    await page.evaluate(
      () =>
        new Promise<void>((resolve, reject) => {
          const opening = indexedDB.open('balie', 1);
          opening.onupgradeneeded = () => opening.result.createObjectStore('conversations');
          opening.onsuccess = async () => {
            const pair = {
              privateKey: (
                await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
              ).privateKey,
            };
            const transaction = opening.result.transaction('conversations', 'readwrite');
            const store = transaction.objectStore('conversations');
            const minutes = (count: number): number => Date.now() - count * 60_000;
            store.put({ pair, seenAt: minutes(90) }, 'left-behind');
            store.put({ pair, seenAt: minutes(-90) }, 'of-a-wrong-clock');
            store.put({ pair }, 'of-another-form');
            store.put({ pair, seenAt: minutes(20) }, 'in-another-window');
            transaction.oncomplete = () => {
              opening.result.close();
              resolve();
            };
            transaction.onabort = () => reject(new Error('not stored'));
          };
        }),
    );
    await page.reload();
    await onScreen(page, 'welcome');
    await expect.poll(kept).toEqual([['in-another-window', false]]);
  });

  it('is erased after every end that leads nowhere', async () => {
    await toBound(page, base, server);
    expect(await kept()).toEqual([[CONVERSATION, false]]);
    server.send({ type: 'refused', code: 'WAITING_ROOM_FULL', about: 'join-queue' });
    await onScreen(page, 'problem');
    await expect.poll(kept).toEqual([]);
  });

  it('in a browser that keeps nothing any more, the talk goes on, and the resident is told what a reload costs', async () => {
    await toBound(page, base, server);
    expect(await page.getAttribute('body', 'data-key')).toBe('lasting');
    await page.evaluate(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('shut', 'InvalidStateError');
      };
    });
    const code = await server.tellCode();
    await page.waitForSelector('body[data-key="fleeting"]', { state: 'attached' });
    await sees('Ververs deze pagina liever niet');
    expect(await digits()).toBe(spaced(code));
    server.received.length = 0;
    await server.bind(2);
    await secured(page);
    expect(server.received.some((message) => message.type === 'announce-key')).toBe(false);
  });

  it('an offer for the key of before a reload is not used, and the talk goes on with the new one', async () => {
    await toBound(page, base, server);
    await page.evaluate(() => indexedDB.deleteDatabase('balie'));
    const late = server.counter.offer(2);
    server.stage = 'IN_CALL';
    await page.reload();
    await onScreen(page, 'call');
    await page.waitForSelector('body[data-key="lasting"]', { state: 'attached' });
    server.received.length = 0;
    server.send(accepted());
    server.send(late);
    expect(await server.expect('want-new-connection')).toMatchObject({ epoch: 2 });
    expect(server.received.some((message) => message.type === 'answer')).toBe(false);
    await server.bind(3);
    await secured(page);
  });

  it('a storage that is cleared in mid-call costs nothing until the reload, and then a new b', async () => {
    await toBound(page, base, server);
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          const gone = indexedDB.deleteDatabase('balie');
          gone.onsuccess = gone.onerror = gone.onblocked = resolve;
        }),
    );
    expect(await server.tellCode()).toMatch(/^\d{6}$/);
    await page.waitForSelector('[data-role="spoken-code"]');
    await page.evaluate(() => indexedDB.deleteDatabase('balie'));
    const before = server.counter.binding.toString('hex');
    server.stage = 'IN_CALL';
    await page.reload();
    await server.expect('announce-key');
    await server.expect('announce-key');
    expect(server.counter.binding.toString('hex')).not.toBe(before);
    server.send(accepted());
    await server.bind(2);
    await secured(page);
    expect(await page.$('[data-role="spoken-code"]')).toBeNull();
  });

  it('in a window that keeps nothing it lives in memory, and the resident is told what a reload costs', async () => {
    await page.addInitScript(() => Object.defineProperty(window, 'indexedDB', { value: undefined }));
    await toBound(page, base, server);
    expect(await page.getAttribute('body', 'data-key')).toBe('fleeting');
    await sees('Ververs deze pagina liever niet');
    await server.tellCode();
    await page.waitForSelector('[data-role="spoken-code"]');
  });

  it('signs of life come at once and every five seconds, and hold', async () => {
    server.clock = () => Date.now() + 3_600_000; // what the relay says of the time makes none of them worth more
    const begun = Date.now();
    await toBound(page, base, server);
    let last = 0;
    for (let heard = 0; heard < 2; heard++) {
      const sign = await server.expect('heartbeat');
      expect(sign.epoch).toBe(1);
      expect(sign.number).toBeGreaterThan(last);
      expect(sign.number).toBeLessThanOrEqual(1 + (Date.now() - begun) / 5_000);
      expect(server.counter.lives(sign.number, sign.signature)).toBe(true);
      expect(server.counter.lives(sign.number + 1, sign.signature)).toBe(false);
      last = sign.number;
    }
  });
});

describe('the spoken code', () => {
  it('is the same on both sides, is asked again, found right, and put away', async () => {
    await toBound(page, base, server);
    const code = await server.tellCode();
    await page.waitForSelector('body[data-code="showing"]');
    expect(await digits()).toBe(spaced(code));
    expect(await page.textContent('[data-role="spoken-code"] .visually-hidden')).toBe(
      code.split('').join(' '),
    );
    server.say({ type: 'code-outcome', outcome: 'SAY_AGAIN' });
    await sees('De medewerker verstond andere cijfers');
    server.say({ type: 'code-outcome', outcome: 'MATCHED' });
    await sees('De code klopt.');
    expect(await page.$('[data-role="spoken-code"]')).toBeNull();
  });

  it('twice wrong stops the talk with the reason', async () => {
    await toBound(page, base, server);
    await server.tellCode();
    server.say({ type: 'code-outcome', outcome: 'SAY_AGAIN' });
    server.say({ type: 'code-outcome', outcome: 'FAILED' });
    await sees('De code klopte twee keer niet. Voor uw veiligheid stopt dit gesprek.');
    server.send({ type: 'ended', reason: 'STAFF_HUNG_UP', reference: 'V-1' });
    await onScreen(page, 'goodbye');
    await sees('Voor uw veiligheid is het gesprek gestopt.');
  });

  it('stays the same over a reload, without a second run', async () => {
    await toBound(page, base, server);
    const code = await server.tellCode();
    await page.waitForSelector('body[data-code="showing"]');
    server.stage = 'IN_CALL';
    await page.reload();
    await onScreen(page, 'call');
    server.send(accepted());
    await server.bind(2);
    await page.waitForSelector('body[data-code="showing"]');
    expect(await digits()).toBe(spaced(code));
  });

  it('a reload in the middle of the run is no second guess: the same commitment gets the same nonce', async () => {
    await toBound(page, base, server);
    server.say(server.counter.commitment);
    const { nonce } = await server.hears('code-nonce');
    server.stage = 'IN_CALL';
    await page.reload();
    await onScreen(page, 'call');
    server.send(accepted());
    await server.bind(2);
    server.say(server.counter.commitment);
    expect((await server.hears('code-nonce')).nonce).toBe(nonce);
    server.say(server.counter.reveal(nonce));
    await page.waitForSelector('body[data-code="showing"]');
    expect(await digits()).toBe(spaced(server.counter.code));
  });

  it('a reveal that was not committed to is refused, told, and ends the talk', async () => {
    await toBound(page, base, server);
    server.say(server.counter.commitment);
    await server.hears('code-nonce');
    server.say({ type: 'code-reveal', nonce: randomBytes(32).toString('base64url') });
    expect(await server.hears('code-outcome')).toMatchObject({ outcome: 'REFUSED' });
    await server.expect('leave');
    await isUnsafe('CODE_REFUSED');
  });

  it('a second commitment is a guess and ends the talk', async () => {
    await toBound(page, base, server);
    await server.tellCode();
    const commitment = randomBytes(32).toString('base64url');
    server.say({ type: 'code-commitment', commitment });
    expect(await server.hears('code-outcome')).toMatchObject({ outcome: 'REFUSED' });
    await isUnsafe('CODE_REFUSED');
  });

  it("waits while the wallet's digits are in sight", async () => {
    await toBound(page, base, server);
    await server.tellCode();
    server.send(asked());
    await atStep(page, 'asked');
    await page.waitForSelector('[data-role="spoken-code"]');
    await click(page, 'wallet-other');
    await server.expect('start-disclosure');
    server.send(started(server, 'OTHER_DEVICE'));
    await atStep(page, 'wallet');
    expect(await page.$('[data-role="spoken-code"]')).toBeNull();
    const progress = { type: 'disclosure-progress', disclosure: DISCLOSURE, triesLeft: 3 };
    server.send({ ...progress, step: 'PAIRING_CODE_NEEDED' });
    await atStep(page, 'pairing');
    expect(await page.$('[data-role="spoken-code"]')).toBeNull();
    server.send({ type: 'disclosure-finished', disclosure: DISCLOSURE, outcome: 'VERIFIED' });
    await page.waitForSelector('[data-role="spoken-code"]');
  });
});

describe('the question who I am', () => {
  it.each([
    [
      'of another conversation',
      (_proof: string, gate: Gate) => gate.proof(randomBytes(32), DISCLOSURE, POINTER, WALLET_LINK),
    ],
    [
      'of another session',
      (_proof: string, gate: Gate) => gate.proof(server.counter.binding, DISCLOSURE, '{}', WALLET_LINK),
    ],
    [
      'of another wallet link',
      (_proof: string, gate: Gate) =>
        gate.proof(server.counter.binding, DISCLOSURE, POINTER, 'https://wallet.example/#x'),
    ],
    ['of nobody', () => 'x.y.z'],
  ])('a wallet session with the proof %s is not shown', async (_what, swap) => {
    await toBound(page, base, server);
    server.send(asked());
    await atStep(page, 'asked');
    await click(page, 'wallet-other');
    await server.expect('start-disclosure');
    const honest = started(server, 'OTHER_DEVICE') as { proof: string };
    server.send({ ...honest, proof: swap(honest.proof, server.gate) });
    await atStep(page, 'unproven');
    expect(await page.$('.qr__code')).toBeNull();
    expect(await page.$('[data-action="open-wallet"]')).toBeNull();
  });
});

describe('chat', () => {
  it('goes both ways, arrives, and is read by nobody between', async () => {
    await toTalkBy('CHAT', page, base, server);
    const secret = 'Mijn vraag gaat over mijn bijstand ✓';
    await write(secret);
    expect(await server.hears('chat')).toMatchObject({ text: secret });
    await page.waitForSelector('[data-delivery="sending"]');
    server.confirm();
    await page.waitForSelector('[data-delivery="delivered"]');
    server.say({ type: 'typing', state: 'WRITING' });
    await sees('Fatma Yilmaz typt …');
    server.say({ type: 'chat', id: id(), text: 'Dag!\n<b>Welkom</b>' });
    await page.waitForSelector('.bubble--them .bubble__text');
    expect(await page.textContent('.bubble--them .bubble__text')).toBe('Dag!\n<b>Welkom</b>');
    expect((await server.hears('received')).counter).toBeGreaterThan(0);
    const everything = server.heardRaw.join('\n');
    for (const word of ['bijstand', 'Mijn vraag', 'chat"']) expect(everything).not.toContain(word);
    expect(server.received.find((message) => message.type === 'heartbeat')).toBeDefined();
  });

  it('what was written before the keys were agreed leaves after it', async () => {
    server.offersChannels('VIDEO', 'CHAT');
    await toCall(page, base, server);
    await click(page, 'chat');
    await write('Bent u daar?');
    await sees('Wij controleren nog met wie u praat.');
    await server.bind(1);
    expect(await server.hears('chat')).toMatchObject({ text: 'Bent u daar?' });
  });

  it('a lost frame is asked for and comes in its place; a repeated one is shown once', async () => {
    await toTalkBy('CHAT', page, base, server);
    const message = (text: string) => server.counter.seal({ type: 'chat', id: id(), text });
    const [one, two, three] = [message('een'), message('twee'), message('drie')];
    server.send({ type: 'sealed', data: one });
    server.send({ type: 'sealed', data: three });
    expect(await server.expect('sealed-resend')).toMatchObject({ epoch: 1, from: 2 });
    for (const data of [two, three, one, two]) server.send({ type: 'sealed', data });
    await page.waitForFunction(() => document.querySelectorAll('.bubble--them').length === 3);
    expect(await page.locator('.bubble--them .bubble__text').allTextContents()).toEqual([
      'een',
      'twee',
      'drie',
    ]);
  });

  it('the identical frame goes again when the other side misses it', async () => {
    await toTalkBy('CHAT', page, base, server);
    server.opens = false;
    await write('een');
    const frames = [await server.expect('sealed'), await server.expect('sealed')]; // typing, and the message
    server.send({ type: 'sealed-resend', epoch: 1, from: 1 });
    expect([await server.expect('sealed'), await server.expect('sealed')]).toEqual(frames);
  });

  it('what is said to somebody who does not listen waits, and comes in order', async () => {
    await toTalkBy('CHAT', page, base, server);
    server.opens = false;
    for (let at = 1; at <= 70; at++) await write(`regel ${at}`);
    const sealed = () => server.received.filter((message) => message.type === 'sealed');
    await expect.poll(() => sealed().length).toBe(64);
    await page.waitForFunction(() => document.querySelectorAll('.bubble--me').length === 70);
    expect(sealed()).toHaveLength(64);
    server.opens = true;
    for (const { data } of sealed()) server.counter.open(data);
    server.confirm();
    while ((await server.hears('chat')).text !== 'regel 70');
    server.confirm();
    await page.waitForFunction(() => document.querySelectorAll('[data-delivery="delivered"]').length === 70);
  });

  it('three forged frames end the epoch, and the talk goes on in the next one', async () => {
    await toTalkBy('CHAT', page, base, server);
    await write('onderweg');
    await server.hears('chat');
    const honest = server.counter.seal({ type: 'chat', id: id(), text: 'x' });
    const forged = [
      { ...honest, ciphertext: honest.ciphertext.replace(/^.../, 'AAA') },
      { ...honest, ciphertext: honest.ciphertext.slice(0, 20) },
      { ...honest, ciphertext: '' },
    ];
    for (const data of forged) server.send({ type: 'sealed', data });
    expect(await server.expect('want-new-connection')).toMatchObject({ epoch: 1 });
    await server.bind(2);
    expect(await server.hears('chat')).toMatchObject({ text: 'onderweg' });
    await page.waitForSelector('[data-delivery="resent"]');
    server.confirm();
    await page.waitForSelector('[data-delivery="delivered"]');
  });

  it('a frame of the page itself, reflected, is no message', async () => {
    await toTalkBy('CHAT', page, base, server);
    server.opens = false;
    await write('terug');
    const { data } = await server.expect('sealed');
    server.send({ type: 'sealed', data: { ...data, counter: 1 } });
    server.say({ type: 'chat', id: id(), text: 'echt' });
    await sees('echt');
    expect(await page.locator('.bubble--them').count()).toBe(1);
  });

  it('a lost socket within the epoch loses nothing and changes no key', async () => {
    await toTalkBy('CHAT', page, base, server);
    server.stage = 'IN_CALL';
    server.down = true;
    server.cut();
    await page.waitForSelector('body[data-signalling="lost"]');
    await write('in het gat');
    const missed = server.counter.seal({ type: 'chat', id: id(), text: 'ook in het gat' });
    server.down = false;
    await page.waitForSelector('body[data-signalling="open"]', { timeout: 90_000 });
    server.send(accepted('CHAT'));
    expect(await server.hears('chat')).toMatchObject({ text: 'in het gat' });
    expect(await server.expect('sealed-resend')).toMatchObject({ epoch: 1, from: 1 });
    server.send({ type: 'sealed', data: missed });
    await sees('ook in het gat');
    expect(server.claimedEpochs).toEqual(['', '1']);
  });

  it('who has no camera goes on by chat', async () => {
    server.offersChannels('VIDEO', 'CHAT');
    await toDevices(page, base);
    await page.waitForSelector('body[data-signalling="open"]');
    await watched.context.clearPermissions();
    await click(page, 'ask-both');
    await click(page, 'instead-chat');
    expect(await server.expect('join-queue')).toMatchObject({
      channel: 'CHAT',
      media: { microphone: 'NONE', camera: 'NONE' },
    });
  });
});

describe('live text', () => {
  it('is read along within half a second, letter by letter', async () => {
    await toTalkBy('CHAT', page, base, server);
    await page.check('[data-action="live"]');
    await page.focus('#draft');
    const waits: number[] = [];
    let text = '';
    for (const letter of 'goedemiddag') {
      text += letter;
      const pressed = Date.now();
      await page.keyboard.type(letter);
      while ((await server.hears('live-text')).text !== text);
      waits.push(Date.now() - pressed);
    }
    expect(Math.max(...waits)).toBeLessThan(500);
    await page.keyboard.press('Enter');
    expect(await server.hears('live-text')).toMatchObject({ line: 1, text: 'goedemiddag', state: 'DONE' });
    await page.keyboard.type('b');
    expect(await server.hears('live-text')).toMatchObject({ line: 2, text: 'b', state: 'OPEN' });
  });

  it('of the other side grows in sight, is read out only when it is done, and names the speaker', async () => {
    await toTalkBy('CHAT', page, base, server);
    const line = (text: string, state: 'OPEN' | 'DONE'): void =>
      server.say({ type: 'live-text', line: 1, text, state });
    line('Da', 'OPEN');
    await page.waitForSelector('[data-role="live"]:has-text("Da")');
    line('Dag', 'OPEN');
    await page.waitForSelector('[data-role="live"]:has-text("Dag")');
    expect(await page.textContent('[data-role="live"]')).toContain('Fatma Yilmaz');
    expect(await page.getAttribute('[data-role="live"]', 'aria-live')).toBe('off');
    expect(await page.textContent('[role="log"]')).toBe('');
    line('Dag mevrouw', 'DONE');
    await page.waitForSelector('[role="log"] .bubble--them:has-text("Dag mevrouw")');
    expect(await page.$('[data-role="live"]')).toBeNull();
    expect(await page.textContent('[role="log"]')).toContain('Fatma Yilmaz');
  });

  it('counts its lines on over a reload', async () => {
    await toTalkBy('CHAT', page, base, server);
    await page.check('[data-action="live"]');
    await write('een');
    server.stage = 'IN_CALL';
    await page.reload();
    await onScreen(page, 'call');
    server.send(accepted('CHAT'));
    await server.bind(2);
    await secured(page);
    await page.check('[data-action="live"]');
    await page.focus('#draft');
    await page.keyboard.type('t');
    for (;;) {
      const heard = await server.hears('live-text');
      if (heard.text !== 't') continue;
      expect(heard.line).toBe(2);
      break;
    }
  });
});

describe('files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'balie-files-'));
  const hash = (content: Buffer): string => createHash('sha256').update(content).digest('base64url');

  function fileOf(name: string, content: Buffer): string {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  }

  async function receive(offer: { file: string; bytes: number }, wanted: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    while (parts.length < wanted) {
      const part = await server.hears('file-part');
      expect(part.index).toBe(parts.length);
      parts.push(Buffer.from(part.data, 'base64url'));
      server.say({ type: 'file-progress', file: offer.file, parts: parts.length });
    }
    return Buffer.concat(parts);
  }

  it('the largest one leaves after the yes, no faster than it is confirmed, and arrives whole', async () => {
    await toTalkBy('CHAT', page, base, server);
    const content = randomBytes(10 * 1024 * 1024);
    await page.setInputFiles('[data-action="pick-file"]', fileOf('grote foto.jpg', content));
    const offer = await server.hears('file-offer');
    expect(offer).toMatchObject({ name: 'grote foto.jpg', bytes: content.length, mediaType: 'image/jpeg' });
    await page.waitForSelector('[data-file="offered"]');
    server.say({ type: 'file-answer', file: offer.file, decision: 'ACCEPTED' });
    const got = await receive(offer, Math.ceil(content.length / PART_BYTES));
    expect(hash(got)).toBe(offer.sha256);
    expect(hash(content)).toBe(offer.sha256);
    server.say({ type: 'file-answer', file: offer.file, decision: 'COMPLETE' });
    await page.waitForSelector('[data-file="complete"]');
    expect(server.heardRaw.join('')).not.toContain('grote foto');
  }, 120_000);

  async function offer(name: string, content: Buffer, change: object = {}): Promise<string> {
    const file = id();
    server.say({
      type: 'file-offer',
      file,
      name,
      bytes: content.length,
      mediaType: 'application/pdf',
      sha256: hash(content),
      ...change,
    });
    await page.waitForSelector('[data-action="accept-file"]');
    await click(page, 'accept-file');
    expect(await server.hears('file-answer')).toMatchObject({ file, decision: 'ACCEPTED' });
    return file;
  }

  async function deliver(file: string, content: Buffer): Promise<void> {
    const total = Math.ceil(content.length / PART_BYTES);
    for (let index = 0; index < total; index++) {
      const data = content.subarray(index * PART_BYTES, (index + 1) * PART_BYTES).toString('base64url');
      server.say({ type: 'file-part', file, index, data });
      if (index >= 3) await server.hears('file-progress');
    }
  }

  it('of the other side comes after the yes and is only saved by a click, under a plain name of its kind', async () => {
    await toTalkBy('CHAT', page, base, server);
    const content = randomBytes(10 * 1024 * 1024);
    const file = await offer('beschikking.html', content);
    await deliver(file, content);
    expect(await server.hears('file-answer')).toMatchObject({ decision: 'COMPLETE' });
    const [download] = await Promise.all([page.waitForEvent('download'), click(page, 'save-file')]);
    expect(download.suggestedFilename()).toBe('beschikking.pdf');
    expect(hash(readFileSync(await download.path()))).toBe(hash(content));
  }, 120_000);

  it('with another content than announced is thrown away', async () => {
    await toTalkBy('CHAT', page, base, server);
    const content = randomBytes(1_000);
    const file = await offer('brief.pdf', content, { sha256: hash(Buffer.from('anders')) });
    await deliver(file, content);
    expect(await server.hears('file-answer')).toMatchObject({ decision: 'BROKEN' });
    await page.waitForSelector('[data-file="broken"]');
    expect(await page.$('[data-action="save-file"]')).toBeNull();
  });

  it('with a part out of turn, or longer than announced, is thrown away', async () => {
    await toTalkBy('CHAT', page, base, server);
    for (const part of [
      { index: 1, data: 'AAAA' },
      { index: 0, data: Buffer.alloc(PART_BYTES).toString('base64url') },
    ]) {
      const file = await offer('brief.pdf', randomBytes(100));
      server.say({ type: 'file-part', file, ...part });
      expect(await server.hears('file-answer')).toMatchObject({ file, decision: 'BROKEN' });
    }
  });

  it('parts of a file that nobody accepted are dropped', async () => {
    await toTalkBy('CHAT', page, base, server);
    server.say({ type: 'file-part', file: id(), index: 0, data: 'AAAA' });
    server.say({ type: 'chat', id: id(), text: 'verder' });
    await sees('verder');
    expect(await page.$('.file')).toBeNull();
  });

  it.each([
    ['../../etc/passwd', {}],
    ['brief.pdf', { bytes: 10 * 1024 * 1024 + 1 }],
    ['brief.pdf', { mediaType: 'text/html' }],
    ['loon\u202efdp.exe', {}],
  ])('an offer named %s with %o is no offer', async (name, change) => {
    await toTalkBy('CHAT', page, base, server);
    const sha256 = hash(Buffer.from('x'));
    const whole = { type: 'file-offer', file: id(), name, bytes: 100, mediaType: 'application/pdf', sha256 };
    server.send({ type: 'sealed', data: server.counter.seal({ ...whole, ...change }) });
    await page.waitForSelector('body[data-ignored="1"]');
    expect(await page.$('.file')).toBeNull();
  });

  it('that came is nowhere any more when the talk is over', async () => {
    await page.addInitScript(() => {
      const taken = URL.revokeObjectURL.bind(URL);
      URL.revokeObjectURL = (address) => {
        document.documentElement.dataset['revoked'] = address;
        taken(address);
      };
    });
    await toTalkBy('CHAT', page, base, server);
    const content = randomBytes(1_000);
    const file = await offer('brief.pdf', content);
    await deliver(file, content);
    await Promise.all([page.waitForEvent('download'), click(page, 'save-file')]);
    expect(await page.getAttribute('html', 'data-revoked')).toBeNull();
    server.send({ type: 'ended', reason: 'STAFF_HUNG_UP', reference: 'V-1' });
    await onScreen(page, 'goodbye');
    expect(await page.getAttribute('html', 'data-revoked')).toMatch(/^blob:/);
  });

  it('ours: one byte too many, an empty one and a program stay here', async () => {
    await toTalkBy('CHAT', page, base, server);
    const pick = (path: string): Promise<void> => page.setInputFiles('[data-action="pick-file"]', path);
    await pick(fileOf('groot.pdf', Buffer.alloc(10 * 1024 * 1024 + 1)));
    await sees('Dit bestand is te groot.');
    await pick(fileOf('leeg.pdf', Buffer.alloc(0)));
    await sees('Dit bestand is leeg of niet te lezen.');
    await pick(fileOf('programma.exe', Buffer.from('MZ')));
    await sees('Dit soort bestand kan hier niet.');
    expect(await page.$('.file')).toBeNull();
  });

  it('can be stopped by either side', async () => {
    await toTalkBy('CHAT', page, base, server);
    await page.setInputFiles('[data-action="pick-file"]', fileOf('brief.txt', randomBytes(500_000)));
    const mine = await server.hears('file-offer');
    server.say({ type: 'file-answer', file: mine.file, decision: 'ACCEPTED' });
    await page.waitForSelector('[data-file="moving"]');
    await click(page, 'cancel-file');
    expect(await server.hears('file-answer')).toMatchObject({ file: mine.file, decision: 'CANCELLED' });
    await page.waitForSelector('[data-file="cancelled"]');
  });
});

describe('who floods', () => {
  it('with messages leaves the page alive, and what stands there stays where it is', async () => {
    await toTalkBy('CHAT', page, base, server);
    server.say({ type: 'chat', id: id(), text: 'eerste' });
    await page.waitForSelector('.bubble--them:has-text("eerste")');
    await page.$eval('.bubble--them', (bubble) => ((bubble as HTMLElement).title = 'the same element'));
    for (let at = 1; at <= 400; at++) server.say({ type: 'chat', id: id(), text: `bericht ${at}` });
    await page.waitForSelector('.bubble--them:has-text("bericht 400")');
    expect(await page.locator('.bubble--them').count()).toBe(401);
    expect(await page.getAttribute('.bubble--them', 'title')).toBe('the same element');
    await page.click('[data-language="en"]'); // and is said anew where words change
    await write('nog hier');
    expect(await server.hears('chat')).toMatchObject({ text: 'nog hier' });
    await page.waitForSelector('.bubble--me:has-text("You")');
  });
});

describe('by telephone, and from one way to the other', () => {
  it('the page shows the number to call, passes on mine, and shows the code', async () => {
    await toTalkBy('PHONE', page, base, server);
    expect(await page.getAttribute('.phone [data-action="call"]', 'href')).toBe('tel:14024');
    await page.fill('#phone-number', '06');
    await click(page, 'give-number');
    await sees('Dit is geen telefoonnummer.');
    await page.fill('#phone-number', '06 12345678');
    await click(page, 'give-number');
    expect(await server.hears('phone-number')).toMatchObject({ number: '06 12345678' });
    server.confirm();
    await sees('De medewerker heeft uw nummer 06 12345678.');
    const code = await server.tellCode();
    await page.waitForSelector('[data-role="spoken-code"]');
    expect(await digits()).toBe(spaced(code));
    await sees('Noem deze cijfers aan de telefoon.');
    expect(server.heardRaw.join('')).not.toContain('12345678');
    server.send(asked());
    await atStep(page, 'asked');
    await click(page, 'wallet-this');
    await server.expect('start-disclosure');
  });

  it('video, telephone, chat and back: the same talk, the same words, the camera only by my own hand', async () => {
    server.offersChannels('VIDEO', 'CHAT', 'PHONE');
    await toCall(page, base, server);
    const staff = await StaffPeer.open(watched.context, base, server);
    await staff.call(1);
    await page.waitForSelector('body[data-connection="connected"][data-security="secure"]');
    const code = await server.tellCode();
    server.say({ type: 'code-outcome', outcome: 'MATCHED' });
    await sees('De code klopt.');
    await click(page, 'chat');
    await write('Bewaar dit');
    await page.fill('#draft', 'nog niet af');

    await page.click('.ways summary');
    await click(page, 'to-phone');
    expect(await server.expect('switch-channel')).toMatchObject({ channel: 'PHONE' });
    server.send({ type: 'channel-changed', channel: 'PHONE' });
    await page.waitForSelector('body[data-channel="PHONE"]');
    await server.bind(2);
    await secured(page);
    server.say({ type: 'code-outcome', outcome: 'ASKED_AGAIN' });
    await page.waitForSelector('[data-ask="by-phone"]');
    expect(await digits()).toBe(spaced(code));
    expect(await page.$('video')).toBeNull();

    await click(page, 'to-chat');
    server.send({ type: 'channel-changed', channel: 'CHAT' });
    await page.waitForSelector('body[data-channel="CHAT"]');
    await server.bind(3);
    await secured(page);
    await sees('Bewaar dit');
    expect(await page.inputValue('#draft')).toBe('nog niet af');
    expect(await page.$('[data-role="spoken-code"]')).toBeNull();

    await click(page, 'to-video');
    server.send({ type: 'channel-changed', channel: 'VIDEO' });
    await page.waitForSelector('body[data-channel="VIDEO"]');
    await staff.call(4);
    await page.waitForSelector('body[data-connection="connected"][data-epoch="4"]');
    await expect.poll(() => staff.framesDecoded(), { timeout: 90_000 }).toBeGreaterThan(5);
    await sees('Bewaar dit');
    expect(await page.inputValue('#draft')).toBe('nog niet af');
  });

  it('a staff member who goes back to the picture does not turn on the camera', async () => {
    await toTalkBy('CHAT', page, base, server);
    server.send({ type: 'channel-changed', channel: 'VIDEO' });
    await sees('Zet zelf uw microfoon en camera aan.');
    const staff = await StaffPeer.open(watched.context, base, server);
    await staff.call(2);
    await page.waitForSelector('body[data-connection="connected"]');
    expect(await staff.framesDecoded()).toBe(0);
    await page.waitForSelector('.stage__self .no-picture');
  });
});

describe('a page from another place than the relay', () => {
  it('asks and connects where the site says', async () => {
    const host = new StandIn();
    const origin = await host.start();
    try {
      host.site = { status: 200, body: server.gate.site({ relay: base }) };
      host.connectElsewhere = ` ${base} ${base.replace(/^http/, 'ws')}`;
      server.pageOrigin = origin;
      const elsewhere = await openPage(browser, origin);
      page = elsewhere.page;
      await toBound(page, origin, server);
      expect(await page.textContent('h1')).toBe('U praat met Fatma Yilmaz');
      expect(host.requests.map((request) => request.path)).toEqual(['/site.json']);
      expect(server.requests.map((request) => request.path)).toEqual(['/api/welcome', '/api/conversations']);
      expect(
        elsewhere.complaints.filter((line) => !line.startsWith(`request elsewhere: ${base}/api/`)),
      ).toEqual([]);
      await elsewhere.context.close();
    } finally {
      await host.stop();
    }
  });
});
