/** The page in a real browser against the stand-in server: by keyboard, over a real call, through reload and loss. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { atStep, click, onScreen, openPage, startBrowser } from './kit/browser';
import type { Watched } from './kit/browser';
import { CONTACT } from './kit/counter';
import { StaffPeer } from './kit/staff-peer';
import { StandIn, TICKET } from './kit/stand-in';
import {
  DISCLOSURE,
  INVITATION,
  POINTER,
  RECEIPT,
  WALK_IN,
  accepted,
  asked,
  secured,
  started,
  toAsked,
  toCall,
  toDevicesOn,
  toGoodbye,
  toWaiting,
  toWallet,
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

/** The focus moves with the page's next drawing. */
const PATIENCE = { timeout: 10_000 };

const focused = (): Promise<string> =>
  page.evaluate(
    () => document.activeElement?.id || document.activeElement?.getAttribute('data-action') || '',
  );

/** Presses Tab until this is reached: everything must be reachable, nothing may hold the focus. */
async function tabTo(selector: string): Promise<void> {
  for (let pressed = 0; pressed < 40; pressed++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
  }
  throw new Error(`the Tab key does not reach ${selector}`);
}

const press = async (action: string): Promise<void> => {
  await tabTo(`[data-action="${action}"]`);
  await page.keyboard.press('Enter');
};

describe('by keyboard alone', () => {
  it('a resident arrives, waits, talks, shows who they are, hangs up and says how it went', async () => {
    await page.goto(base + WALK_IN);
    await onScreen(page, 'welcome');
    await press('start');
    await onScreen(page, 'devices');
    await expect.poll(focused, PATIENCE).toBe('title');
    await press('ask-both');
    await page.waitForSelector('[data-action="ready"]');
    await page.waitForSelector('body[data-signalling="open"]');
    await press('ready');
    await server.expect('join-queue');
    await onScreen(page, 'waiting');
    await expect.poll(focused, PATIENCE).toBe('title');

    server.send(accepted());
    await onScreen(page, 'call');
    await expect.poll(focused, PATIENCE).toBe('title');
    await press('microphone');
    await page.waitForSelector('[data-action="microphone"]:has-text("uit")');
    await server.bind(1);
    await secured(page);

    server.send(asked());
    await atStep(page, 'asked');
    await expect.poll(focused, PATIENCE).toBe('title');
    await press('wallet-other');
    const consent = await server.expect('start-disclosure');
    expect(server.counter.consents(DISCLOSURE, 'OTHER_DEVICE', consent.signature)).toBe(true);
    server.send(started(server, 'OTHER_DEVICE'));
    await atStep(page, 'wallet');
    server.send({
      type: 'disclosure-progress',
      disclosure: DISCLOSURE,
      step: 'PAIRING_CODE_NEEDED',
      triesLeft: 3,
    });
    await atStep(page, 'pairing');
    await tabTo('#code');
    await page.keyboard.type('0482');
    await page.keyboard.press('Enter');
    expect((await server.expect('pairing-code')).code).toBe('0482');
    server.send({ type: 'disclosure-finished', disclosure: DISCLOSURE, outcome: 'VERIFIED' });
    await atStep(page, 'finished');
    await press('back-to-call');
    await onScreen(page, 'call');

    await press('hang-up');
    await expect.poll(focused, PATIENCE).toBe('leave-no');
    await page.keyboard.press('Escape');
    await expect.poll(focused, PATIENCE).toBe('hang-up');
    await page.keyboard.press('Enter');
    await press('leave-yes');
    await server.expect('leave');
    server.send({
      type: 'ended',
      reason: 'RESIDENT_LEFT',
      reference: 'V-1',
      feedbackTicket: 'ZmVlZGJhY2stdGlja2V0LTAx',
    });
    await onScreen(page, 'goodbye');
    await tabTo('input[name="score"]');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await tabTo('#sentence');
    await page.keyboard.type('Duidelijk');
    await press('send-feedback');
    await page.waitForSelector('.utrecht-alert--ok');
    const feedback = server.requests.find((request) => request.path === '/api/feedback');
    expect(JSON.parse(feedback!.body)).toEqual({
      ticket: 'ZmVlZGJhY2stdGlja2V0LTAx',
      score: 2,
      sentence: 'Duidelijk',
    });
  });

  it('the question before hanging up keeps the focus inside', async () => {
    await toCall(page, base, server);
    await press('hang-up');
    for (let pressed = 0; pressed < 5; pressed++) {
      await page.keyboard.press('Tab');
      await expect.poll(focused, PATIENCE).toMatch(/^leave-/);
    }
  });
});

describe('no dead end', () => {
  it('a no is confirmed in the talk, and the message can be put away', async () => {
    await toAsked(page, base, server);
    await press('decline');
    await onScreen(page, 'call');
    await expect.poll(focused, PATIENCE).toBe('title');
    await press('notice-read');
    await page.waitForSelector('[data-action="notice-read"]', { state: 'detached' });
    await expect.poll(focused, PATIENCE).toBe('title');
  });

  it('after a fault the resident begins a new talk with the same link', async () => {
    await toCall(page, base, server);
    server.send({ type: 'ended', reason: 'FAULT', reference: 'V-1' });
    await onScreen(page, 'goodbye');
    await press('again');
    await onScreen(page, 'welcome');
  });

  it('after a talk by invitation the telephone leads on', async () => {
    await page.goto(base + INVITATION);
    await onScreen(page, 'welcome');
    await press('start');
    await onScreen(page, 'devices');
    await page.waitForSelector('body[data-signalling="open"]');
    server.send({ type: 'ended', reason: 'SERVER_STOPPING', reference: 'V-1' });
    await onScreen(page, 'goodbye');
    expect(await page.getAttribute('main [data-action="call"]', 'href')).toBe('tel:14024');
  });

  it('who waits when the counter closes can call', async () => {
    await toWaiting(page, base, server);
    server.send({ type: 'waiting', availability: 'CLOSED' });
    await page.waitForSelector('main [data-action="call"]');
  });
});

describe('the link', () => {
  it('nothing about the link is asked before the click, and the token reaches it only in the body', async () => {
    await page.goto(base + INVITATION);
    await onScreen(page, 'welcome');
    await page.waitForSelector('.demo-band');
    expect(server.requests.map((request) => request.path)).toEqual(['/site.json']);
    expect(await page.textContent('main')).not.toMatch(/Wmo|Voorbeeld/);
    await click(page, 'start');
    await onScreen(page, 'devices');
    expect(server.requests.map((request) => request.path)).toEqual(['/site.json', '/api/conversations']);
    expect(JSON.parse(server.requests[1]!.body)).toEqual({ invitation: 'aW52aXRhdGlvbi10b2tlbi0x' });
  });

  it('opened in a second browser it is refused, and the first goes on, over a reload as well', async () => {
    await page.goto(base + INVITATION);
    await onScreen(page, 'welcome');
    await click(page, 'start');
    await onScreen(page, 'devices');
    await page.waitForSelector('body[data-signalling="open"]');
    server.conversations = { status: 409, body: { status: 409, code: 'LINK_USED', title: 'x' } };
    const second = await openPage(browser, base);
    try {
      await second.page.goto(base + INVITATION);
      await onScreen(second.page, 'welcome');
      await click(second.page, 'start');
      await second.page.waitForSelector('body[data-problem="link-used"]');
      expect(await second.page.getAttribute('main [data-action="call"]', 'href')).toBe('tel:14024');
      await second.page.reload();
      await onScreen(second.page, 'welcome');
      expect(second.complaints).toEqual([]);
    } finally {
      await second.context.close();
    }
    expect(server.connections).toBe(1);
    await onScreen(page, 'devices');
    await page.reload();
    await onScreen(page, 'devices');
    await page.waitForSelector('body[data-signalling="open"]');
    expect(server.connections).toBe(2);
    expect(server.requests.filter((request) => request.path === '/api/conversations')).toHaveLength(2);
  });

  it('of an appointment opened too early stays good, and opens the talk when it is time', async () => {
    const opened = server.conversations;
    server.conversations = {
      status: 409,
      body: { status: 409, code: 'NOT_AVAILABLE', title: 'x', contact: CONTACT },
    };
    await page.goto(base + INVITATION);
    await onScreen(page, 'welcome');
    await click(page, 'start');
    await page.waitForSelector('body[data-problem="too-early"]');
    expect(await page.textContent('main')).toContain('Uw afspraak is nog niet begonnen');
    expect(await page.textContent('.contact')).toContain(CONTACT.phone);
    server.conversations = opened;
    await click(page, 'retry');
    await onScreen(page, 'welcome');
    await click(page, 'start');
    await onScreen(page, 'devices');
  });

  it("the language is the browser's, can be changed, and is told to the counter", async () => {
    await page.goto(base + WALK_IN);
    await onScreen(page, 'welcome');
    expect(await page.getAttribute('html', 'lang')).toBe('nl');
    await page.click('[data-language="en"]');
    expect(await page.getAttribute('html', 'lang')).toBe('en');
    expect(await page.textContent('h1')).toBe('You will soon talk with the municipality of Voorbeeld');
    await click(page, 'start');
    await onScreen(page, 'devices');
    await click(page, 'ask-both');
    await page.waitForSelector('[data-action="ready"]');
    await page.waitForSelector('body[data-signalling="open"]');
    await click(page, 'ready');
    expect((await server.expect('join-queue')).language).toBe('EN');
  });
});

describe('camera and microphone', () => {
  it('the voice is heard before the talk', async () => {
    await toDevicesOn(page, base);
    await page.waitForSelector('text=Wij horen u goed.');
  });

  it('without the camera the counter is told so', async () => {
    await page.goto(base + WALK_IN);
    await onScreen(page, 'welcome');
    await click(page, 'start');
    await onScreen(page, 'devices');
    await click(page, 'ask-sound');
    await page.waitForSelector('[data-action="ready"]');
    await page.waitForSelector('body[data-signalling="open"]');
    await click(page, 'ready');
    expect((await server.expect('join-queue')).media).toEqual({ microphone: 'ON', camera: 'OFF' });
  });
});

/** The picture as it is on the screen, not as a counter says. */
const remotePixel = (): Promise<number[]> =>
  page.evaluate(() => {
    const video = document.querySelector<HTMLVideoElement>('video[data-role="remote"]')!;
    if (video.videoWidth === 0) return [0, 0, 0];
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 1;
    const paint = canvas.getContext('2d')!;
    paint.drawImage(video, 0, 0, 1, 1);
    return Array.from(paint.getImageData(0, 0, 1, 1).data).slice(0, 3);
  });

async function seesStaff(): Promise<void> {
  await expect.poll(async () => (await remotePixel())[0], { timeout: 90_000 }).toBeGreaterThan(120);
}

describe('a real call', () => {
  it('both see each other; the camera can be off and on; a new epoch replaces the connection', async () => {
    await toCall(page, base, server);
    const staff = await StaffPeer.open(watched.context, base, server);
    await staff.call(1);
    await page.waitForSelector('body[data-connection="connected"][data-epoch="1"]');
    await seesStaff();
    await expect.poll(() => staff.framesDecoded(), { timeout: 90_000 }).toBeGreaterThan(5);

    server.received.length = 0;
    await click(page, 'camera');
    expect((await server.expect('media-state')).media.camera).toBe('OFF');
    await click(page, 'camera');
    expect((await server.expect('media-state')).media.camera).toBe('ON');
    const before = await staff.framesDecoded();
    await expect.poll(() => staff.framesDecoded(), { timeout: 90_000 }).toBeGreaterThan(before + 5);

    await staff.call(2);
    await page.waitForSelector('body[data-connection="connected"][data-epoch="2"]');
    await seesStaff();
  });

  it('a resident who came without a camera turns it on without a new connection', async () => {
    await page.goto(base + WALK_IN);
    await onScreen(page, 'welcome');
    await click(page, 'start');
    await onScreen(page, 'devices');
    await click(page, 'ask-sound');
    await page.waitForSelector('[data-action="ready"]');
    await page.waitForSelector('body[data-signalling="open"]');
    await click(page, 'ready');
    server.send(accepted());
    await onScreen(page, 'call');
    const staff = await StaffPeer.open(watched.context, base, server);
    await staff.call(1);
    await page.waitForSelector('body[data-connection="connected"]');
    await click(page, 'camera');
    await expect.poll(() => staff.framesDecoded(), { timeout: 90_000 }).toBeGreaterThan(5);
    expect(server.received.some((message) => message.type === 'want-new-connection')).toBe(false);
  });

  it('a reload goes on with the same conversation, devices and place', async () => {
    await toCall(page, base, server);
    server.stage = 'IN_CALL';
    await page.reload();
    await onScreen(page, 'call');
    server.send(accepted());
    await page.waitForSelector('video[data-role="self"]');
    expect(server.requests.filter((request) => request.path === '/api/conversations')).toHaveLength(1);
    const staff = await StaffPeer.open(watched.context, base, server);
    await staff.call(2);
    await page.waitForSelector('body[data-connection="connected"][data-epoch="2"]');
    await page.waitForSelector('h1:has-text("Fatma Yilmaz")');
    await seesStaff();
  });
});

describe('the server is away for a moment', () => {
  it('while the media flows the talk goes on, a calm line says so, and no new connection is made', async () => {
    await toCall(page, base, server);
    const staff = await StaffPeer.open(watched.context, base, server);
    await staff.call(1);
    await page.waitForSelector('body[data-connection="connected"][data-epoch="1"]');
    await seesStaff();

    server.stage = 'IN_CALL';
    server.down = true;
    server.cut();
    await page.waitForSelector('body[data-signalling="lost"]');
    await page.waitForSelector('.utrecht-alert--info:has-text("U kunt gewoon doorpraten")');
    const before = await staff.framesDecoded();
    await expect.poll(() => staff.framesDecoded(), { timeout: 90_000 }).toBeGreaterThan(before + 30);
    expect(await page.getAttribute('body', 'data-connection')).toBe('connected');

    server.down = false;
    await page.waitForSelector('body[data-signalling="open"]', { timeout: 90_000 });
    server.send(accepted());
    await page.waitForSelector('.utrecht-alert--info:has-text("U kunt gewoon doorpraten")', {
      state: 'detached',
    });
    expect(server.claimedEpochs).toEqual(['', '1']);
    expect(await page.getAttribute('body', 'data-epoch')).toBe('1');
    const after = await staff.framesDecoded();
    await expect.poll(() => staff.framesDecoded(), { timeout: 90_000 }).toBeGreaterThan(after + 5);

    await staff.call(2); // the server may still decide on a new one
    await page.waitForSelector('body[data-connection="connected"][data-epoch="2"]');
    await seesStaff();
  });

  it('before the media flows nothing is claimed', async () => {
    await toCall(page, base, server);
    server.stage = 'IN_CALL';
    server.cut();
    await page.waitForSelector('body[data-signalling="lost"]');
    await page.waitForSelector('body[data-signalling="open"]');
    expect(server.claimedEpochs).toEqual(['', '']);
  });
});

describe('a reload', () => {
  it('of the welcome shows the welcome and redeems nothing', async () => {
    await page.goto(base + INVITATION);
    await onScreen(page, 'welcome');
    await page.reload();
    await onScreen(page, 'welcome');
    expect(server.requests.map((request) => request.path)).toEqual(['/site.json', '/site.json']);
  });

  it('of the camera check shows the own picture again', async () => {
    await toDevicesOn(page, base);
    await page.reload();
    await onScreen(page, 'devices');
    await page.waitForFunction(
      () => (document.querySelector<HTMLVideoElement>('video[data-role="self"]')?.videoWidth ?? 0) > 0,
    );
  });

  it('while waiting keeps the place', async () => {
    await toWaiting(page, base, server);
    server.stage = 'WAITING';
    await page.reload();
    await onScreen(page, 'waiting');
    await server.expect('join-queue');
  });

  it('of the question, of the code to scan and of the four digits comes back to the same step', async () => {
    await toWallet(page, base, server, 'OTHER_DEVICE');
    server.stage = 'IN_CALL';
    const codeNeeded = {
      type: 'disclosure-progress',
      disclosure: DISCLOSURE,
      step: 'PAIRING_CODE_NEEDED',
      triesLeft: 3,
    };
    const told = [
      [asked()],
      [asked(), started(server, 'OTHER_DEVICE')],
      [asked(), started(server, 'OTHER_DEVICE'), codeNeeded],
    ];
    for (const [index, at] of ['asked', 'wallet', 'pairing'].entries()) {
      await page.reload();
      await page.waitForSelector('body[data-signalling="open"]');
      server.send(accepted());
      for (const message of told[index]!) server.send(message);
      server.send({ type: 'panel-visibility', categories: [] });
      await atStep(page, at);
      await onScreen(page, 'identity');
    }
    expect(server.claimedEpochs).toEqual(['', '', '', '']);
  });

  it('after a question that is over leads to the talk', async () => {
    await toWallet(page, base, server, 'OTHER_DEVICE');
    server.stage = 'IN_CALL';
    server.cut();
    await page.waitForSelector('body[data-signalling="lost"]');
    await page.waitForSelector('body[data-signalling="open"]');
    server.send(accepted());
    server.send({ type: 'panel-visibility', categories: [] });
    await onScreen(page, 'call');
    await page.waitForSelector('text=De vraag om te laten zien wie u bent is voorbij');
    await expect.poll(focused, PATIENCE).toBe('title');
  });

  it('of a goodbye that was a fault still says so', async () => {
    await toCall(page, base, server);
    server.send({ type: 'ended', reason: 'STAFF_LOST', reference: 'V-1' });
    await onScreen(page, 'goodbye');
    const words = await page.textContent('main');
    expect(words).toContain('Het gesprek is gestopt');
    await page.reload();
    await onScreen(page, 'goodbye');
    expect(await page.textContent('main')).toBe(words);
  });
});

describe("the browser's back button", () => {
  /** As a browser that keeps whole pages does; which pages it keeps is its own affair. */
  const turn = (what: 'pagehide' | 'pageshow'): Promise<void> =>
    page.evaluate((type) => {
      window.dispatchEvent(new PageTransitionEvent(type, { persisted: true }));
    }, what);

  it('shows nothing of a talk that is over', async () => {
    await toGoodbye(page, base, server);
    await turn('pagehide');
    expect((await page.textContent('#page'))?.trim()).toBe('');
    server.conversations = { status: 409, body: { status: 409, code: 'LINK_USED', title: 'x' } };
    await turn('pageshow');
    await onScreen(page, 'welcome');
    expect(await page.content()).not.toContain('V-7F3K-2Q');
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('V-7F3K-2Q');
  });

  it('leads back into a talk that goes on, as after a reload', async () => {
    await toCall(page, base, server);
    await turn('pagehide');
    expect(await page.$('h1')).toBeNull();
    server.send({ type: 'media-state', media: { microphone: 'OFF', camera: 'ON' }, hold: 'TALKING' });
    server.stage = 'IN_CALL';
    await turn('pageshow');
    await onScreen(page, 'call');
    await page.waitForSelector('body[data-signalling="open"]');
    expect(server.requests.filter((request) => request.path === '/api/conversations')).toHaveLength(1);
  });
});

describe('when something fails', () => {
  it('a cut connection comes back by itself and keeps the place', async () => {
    await toWaiting(page, base, server);
    server.stage = 'WAITING';
    server.cut();
    await page.waitForSelector('body[data-signalling="lost"]');
    await server.expect('join-queue');
    await page.waitForSelector('body[data-signalling="open"][data-screen="waiting"]');
    expect(server.connections).toBe(2);
  });

  it('a ticket that is refused ends in a way on', async () => {
    await toWaiting(page, base, server);
    server.stage = null;
    server.cut();
    await page.waitForSelector('body[data-problem="conversation-gone"]', { timeout: 30_000 });
    expect(await page.evaluate(() => sessionStorage.getItem('balie.session'))).toBeNull();
    expect(await page.textContent('.contact')).toContain('14 024');
  }, 45_000);

  it('frames that make no sense are counted and change nothing', async () => {
    await toWaiting(page, base, server);
    server.sendRaw('{"v":1,"type":"brand-new"}');
    server.sendRaw('not json');
    server.sendRaw('{"v":1,"type":"ended","reason":"<b>","reference":"x"}');
    await page.waitForSelector('body[data-ignored="3"][data-screen="waiting"]');
  });

  it('words from the network stay words', async () => {
    await toCall(page, base, server);
    const displayName = '<img src=x onerror=alert(1)>';
    const ticket = server.gate.ticket(server.counter.key.point, { displayName });
    server.send(server.counter.offer(1, undefined, { ticket }));
    await secured(page);
    expect(await page.textContent('h1')).toContain(displayName);
    expect(await page.$('h1 img')).toBeNull();
  });

  it('a wallet link with a script never becomes a link', async () => {
    await toAsked(page, base, server);
    await click(page, 'wallet-this');
    await server.expect('start-disclosure');
    const link = 'javascript:alert(1)';
    const proof = server.gate.proof(server.counter.binding, DISCLOSURE, POINTER, link);
    server.send({ ...started(server, 'THIS_DEVICE'), walletLink: link, proof });
    await atStep(page, 'wallet');
    await page.waitForSelector('[data-action="back-to-call"]');
    expect(await page.$('[data-action="open-wallet"]')).toBeNull();
  });

  it('a code that cannot be made is never replaced by the link', async () => {
    await toAsked(page, base, server);
    await click(page, 'wallet-other');
    await server.expect('start-disclosure');
    const link = 'https://open.yivi.app/-/session#x';
    const proof = server.gate.proof(server.counter.binding, DISCLOSURE, 'nonsense', link);
    server.send({ ...started(server, 'OTHER_DEVICE'), sessionPointer: 'nonsense', walletLink: link, proof });
    await atStep(page, 'wallet');
    await page.waitForSelector('[data-action="back-to-call"]');
    expect(await page.$('.qr__code')).toBeNull();
    expect(await page.$('[data-action="open-wallet"]')).toBeNull();
    expect(await page.textContent('h1')).not.toContain('Scan');
  });

  it('the wallet opens in another tab, so that the call keeps its own', async () => {
    await toWallet(page, base, server, 'THIS_DEVICE');
    const link = await page.getAttribute('[data-action="open-wallet"]', 'href');
    expect(link).toMatch(/^https:\/\/open\.yivi\.app\//);
    expect(await page.getAttribute('[data-action="open-wallet"]', 'target')).toBe('_blank');
    expect(await page.getAttribute('[data-action="open-wallet"]', 'rel')).toContain('noopener');
  });

  it('what was opened twice is told once, with both times', async () => {
    const twice = JSON.parse(RECEIPT.file) as { statement: { opened: { at: string }[] } };
    const [first] = twice.statement.opened;
    twice.statement.opened = [first!, { ...first!, at: '2026-11-23T10:20:00Z' }];
    await toCall(page, base, server);
    server.send({ ...RECEIPT, file: JSON.stringify(twice) });
    server.send({ type: 'ended', reason: 'STAFF_HUNG_UP', reference: 'V-1' });
    await onScreen(page, 'goodbye');
    expect(await page.locator('.receipt__opened').count()).toBe(1);
    expect(await page.locator('.receipt__opened dt svg').count()).toBe(6);
    expect(await page.textContent('.receipt__opened')).toContain('11:20');
  });

  it('what was opened can be read at the end, kept as a file and printed, also after a reload', async () => {
    await toCall(page, base, server);
    server.send(RECEIPT);
    server.send({ type: 'ended', reason: 'STAFF_HUNG_UP', reference: 'V-1' });
    await onScreen(page, 'goodbye');
    await page.reload();
    await onScreen(page, 'goodbye');
    const words = await page.textContent('.receipt');
    for (const part of ['Uw lopende Wmo-zaken', 'Consulent Wmo', 'artikel 5.1.1', 'Burgerservicenummer']) {
      expect(words).toContain(part);
    }
    expect(await page.getAttribute('[data-action="my-government"]', 'rel')).toContain('noopener');
    await page.focus('[data-action="save-receipt"]');
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    expect(download.suggestedFilename()).toBe('bewijs-van-inzage-2026-11-23.json');
    expect(JSON.parse(readFileSync(await download.path(), 'utf8'))).toEqual(JSON.parse(RECEIPT.file));
    await page.evaluate(() => {
      window.print = () => document.body.setAttribute('data-printed', 'yes');
    });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('body[data-printed="yes"]');
  });

  it('a reload of the goodbye keeps the reference, and the ticket is forgotten', async () => {
    await toGoodbye(page, base, server);
    await page.reload();
    await onScreen(page, 'goodbye');
    expect(await page.textContent('.reference__number')).toBe('V-7F3K-2Q');
    const kept = await page.evaluate(() => JSON.stringify(sessionStorage));
    expect(kept).not.toContain(TICKET);
  });
});
