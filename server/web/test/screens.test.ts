/**
 * Every screen at three widths, light and dark, and at 200 %: axe finds nothing, nothing is cut off sideways, and
 * a demo says that it is one. With BALIE_SCREENSHOTS=folder each is also drawn to look at.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeviceState, ProblemKind } from '../src/page/state';
import type { DisclosureOutcome } from '../src/protocol/messages';
import { atStep, click, onScreen, openPage, startBrowser } from './kit/browser';
import { CONTACT } from './kit/counter';
import { RELAY_CONTACT, StandIn, office } from './kit/stand-in';
import {
  DISCLOSURE,
  INVITATION,
  WALK_IN,
  RECEIPT,
  WALLET_LINK,
  inMinutes,
  asked,
  started,
  toAsked,
  toBound,
  toCall,
  toDevices,
  toDevicesOn,
  toGoodbye,
  toTalkBy,
  toWaiting,
  toWaitingFor,
  toWallet,
} from './kit/talk';

interface Scenario {
  readonly name: string;
  readonly permissions?: readonly string[];
  readonly devices?: 'none';
  readonly arrive: (page: Page, base: string, server: StandIn) => Promise<void>;
}

type Arrive = Scenario['arrive'];

/** The relay answers the click on the link so. */
const refusedLink =
  (status: number, code: string): Arrive =>
  async (page, base, server) => {
    server.conversations = { status, body: { status, code, title: 'x', contact: RELAY_CONTACT } };
    await page.goto(base + INVITATION);
    await onScreen(page, 'welcome');
    await click(page, 'start');
  };

/** The relay answers the wish for a place in the line so. */
const refusedPlace =
  (code: string): Arrive =>
  async (page, base, server) => {
    await toWaiting(page, base, server);
    server.send({ type: 'refused', code, about: 'join-queue' });
  };

const refusedWay =
  (channel: 'CHAT' | 'PHONE'): Arrive =>
  async (page, base, server) => {
    await toWaitingFor(channel, page, base, server);
    server.send({ type: 'refused', code: 'CHANNEL_NOT_OFFERED', about: 'join-queue' });
    await page.waitForSelector('body[data-problem="not-offered"]');
    expect(await page.textContent('main')).not.toContain('beeld');
  };

/** Typed by what the page knows: a new kind without a way to it does not compile. */
const PROBLEMS: { readonly [kind in ProblemKind]: Arrive } = {
  'link-unknown': refusedLink(404, 'LINK_UNKNOWN'),
  'link-expired': refusedLink(410, 'LINK_EXPIRED'),
  'link-used': refusedLink(409, 'LINK_USED'),
  'too-early': refusedLink(409, 'NOT_AVAILABLE'),
  'not-here': refusedLink(403, 'TICKET_INVALID'),
  'too-many': refusedLink(429, 'TOO_MANY_MESSAGES'),
  full: refusedLink(503, 'WAITING_ROOM_FULL'),
  closed: refusedPlace('CLOSED'),
  'not-offered': refusedPlace('CHANNEL_NOT_OFFERED'),
  'server-gone': async (page, base) => {
    await page.goto(base + WALK_IN);
    await onScreen(page, 'welcome');
    await page.context().setOffline(true);
    await click(page, 'start');
  },
  'slipped-away': async (page, base, server) => {
    await toCall(page, base, server);
    await click(page, 'slip-away');
  },
  'conversation-gone': async (page, base, server) => {
    await toWaiting(page, base, server);
    server.close(4401);
  },
  elsewhere: async (page, base, server) => {
    await toWaiting(page, base, server);
    server.close(4409);
  },
  unsafe: async (page, base, server) => {
    await toCall(page, base, server);
    const sdp = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n';
    server.send({ ...server.counter.offer(1), sdp });
  },
  'old-browser': async (page, base) => {
    await page.addInitScript(() => Reflect.deleteProperty(window, 'RTCPeerConnection'));
    await page.goto(base + WALK_IN);
    await page.waitForSelector('.contact__phone');
  },
  crash: async (page, base, server) => {
    await toWaiting(page, base, server);
    await page.evaluate(() => window.dispatchEvent(new ErrorEvent('error', { error: new Error('ours') })));
  },
};

/** Where the page goes when the wallet is done; of the resident's own no it only takes note. */
const OUTCOMES: { readonly [outcome in DisclosureOutcome]: 'finished' | 'call' } = {
  VERIFIED: 'finished',
  REJECTED: 'finished',
  CANCELLED: 'finished',
  TIMED_OUT: 'finished',
  UNAVAILABLE: 'finished',
  DECLINED: 'call',
  NO_WALLET: 'call',
};

/** What keeps camera and microphone from being on, and how a browser comes to it. */
const OBSTACLES: {
  readonly [state in Exclude<DeviceState, 'unknown' | 'on' | 'off'>]: Omit<Scenario, 'name' | 'arrive'> & {
    readonly before: (page: Page) => Promise<unknown>;
  };
} = {
  refused: { permissions: [], before: async () => {} },
  missing: { devices: 'none', before: async () => {} },
  busy: {
    before: (page) =>
      page.addInitScript(() => {
        navigator.mediaDevices.getUserMedia = () =>
          Promise.reject(new DOMException('in use', 'NotReadableError'));
      }),
  },
  unsupported: {
    before: (page) =>
      page.addInitScript(() => Object.defineProperty(navigator, 'mediaDevices', { value: undefined })),
  },
};

const entries = <K extends string, V>(table: { readonly [key in K]: V }): Array<[K, V]> =>
  Object.entries(table) as Array<[K, V]>;

const FROM_TABLES: readonly Scenario[] = [
  ...entries(PROBLEMS).map(([kind, arrive]): Scenario => ({
    name: `problem-${kind}`,
    arrive: async (page, base, server) => {
      await arrive(page, base, server);
      await page.waitForSelector(`body[data-problem="${kind}"]`);
    },
  })),
  { name: 'problem-not-offered-chat', arrive: refusedWay('CHAT') },
  { name: 'problem-not-offered-phone', arrive: refusedWay('PHONE') },
  ...entries(OUTCOMES).map(([outcome, where]): Scenario => ({
    name: `identity-finished-${outcome.toLowerCase()}`,
    arrive: async (page, base, server) => {
      await toWallet(page, base, server, 'THIS_DEVICE');
      server.send({ type: 'disclosure-finished', disclosure: DISCLOSURE, outcome });
      await (where === 'call' ? onScreen(page, 'call') : atStep(page, 'finished'));
    },
  })),
  ...entries(OBSTACLES).map(([state, { before, ...around }]): Scenario => ({
    name: `devices-${state}`,
    ...around,
    arrive: async (page, base) => {
      await before(page);
      await toDevices(page, base);
      await click(page, 'ask-both');
      await page.waitForSelector('main .utrecht-alert--warning');
    },
  })),
];

/** A few lines of either side, one of them on its way, and a file of each. */
async function conversation(page: Page, server: StandIn): Promise<void> {
  const say = (text: string, at: number): void =>
    server.say({ type: 'chat', id: `Y2hhdC1pZC0wMDAwMDAwM${at}`, text });
  say('Goedemiddag, u spreekt met Fatma Yilmaz. Waar gaat uw vraag over?', 1);
  await page.fill(
    '#draft',
    'Ik heb een brief gekregen over mijn huurtoeslag, maar ik begrijp hem niet goed.',
  );
  await click(page, 'send-chat');
  await server.hears('chat');
  server.confirm();
  await page.waitForSelector('[data-delivery="delivered"]');
  say('Dat zoeken wij samen uit. Wilt u een foto van de brief sturen?', 2);
  await page.fill('#draft', 'Ja, die stuur ik nu.');
  await click(page, 'send-chat');
  const sha256 = 'MspVYr5SsoVpkaQkIdyMr1sZYkN8E6Zth2b711Kq1dM';
  const offer = { type: 'file-offer', mediaType: 'application/pdf', sha256, bytes: 1_820_440 } as const;
  server.say({ ...offer, file: 'ZmlsZS1pZC0wMDAwMDAwMQ', name: 'aanvraagformulier huurtoeslag 2026.pdf' });
  await page.waitForSelector('[data-action="accept-file"]');
  await page.setInputFiles('[data-action="pick-file"]', {
    name: 'brief.jpg',
    mimeType: 'image/jpeg',
    buffer: Buffer.alloc(600_000, 1),
  });
  const { file } = await server.hears('file-offer');
  server.say({ type: 'file-answer', file, decision: 'ACCEPTED' });
  await server.hears('file-part');
  server.say({ type: 'file-progress', file, parts: 3 });
  server.say({ type: 'live-text', line: 1, text: 'Ik kijk nu met u m', state: 'OPEN' });
  await page.waitForSelector('[data-role="live"]');
}

const SCENARIOS: readonly Scenario[] = [
  ...FROM_TABLES,
  {
    name: 'loading',
    arrive: async (page, base) => {
      await page.route('**/api/welcome?*', () => {}); // never answered
      await page.goto(base + WALK_IN);
      await page.waitForSelector('.contact__phone');
      await onScreen(page, 'loading');
    },
  },
  {
    name: 'welcome-ways',
    arrive: async (page, base, server) => {
      server.offersChannels('VIDEO', 'CHAT', 'PHONE');
      await page.goto(base + WALK_IN);
      await onScreen(page, 'welcome');
    },
  },
  {
    name: 'devices-missing-ways',
    devices: 'none',
    arrive: async (page, base, server) => {
      server.offersChannels('VIDEO', 'CHAT', 'PHONE');
      await toDevices(page, base);
      await click(page, 'ask-both');
      await page.waitForSelector('[data-action="instead-chat"]');
    },
  },
  {
    name: 'waiting-fleeting',
    arrive: async (page, base, server) => {
      await page.addInitScript(() => Object.defineProperty(window, 'indexedDB', { value: undefined }));
      await toWaiting(page, base, server);
    },
  },
  {
    name: 'call-code',
    arrive: async (page, base, server) => {
      server.offersChannels('VIDEO', 'CHAT', 'PHONE');
      await toBound(page, base, server);
      await server.tellCode();
      await page.waitForSelector('[data-role="spoken-code"]');
    },
  },
  {
    name: 'call-code-again',
    arrive: async (page, base, server) => {
      await toBound(page, base, server);
      await server.tellCode();
      server.say({ type: 'code-outcome', outcome: 'SAY_AGAIN' });
      await page.waitForSelector('[data-ask="again"]');
    },
  },
  {
    name: 'call-code-matched',
    arrive: async (page, base, server) => {
      await toBound(page, base, server);
      await server.tellCode();
      server.say({ type: 'code-outcome', outcome: 'MATCHED' });
      await page.waitForSelector('body[data-code="matched"]');
    },
  },
  {
    name: 'call-code-failed',
    arrive: async (page, base, server) => {
      await toBound(page, base, server);
      await server.tellCode();
      server.say({ type: 'code-outcome', outcome: 'FAILED' });
      await page.waitForSelector('body[data-code="failed"]');
    },
  },
  {
    name: 'call-chat',
    arrive: async (page, base, server) => {
      server.offersChannels('VIDEO', 'CHAT', 'PHONE');
      await toBound(page, base, server);
      await click(page, 'chat');
      await conversation(page, server);
    },
  },
  {
    name: 'call-chat-unread',
    arrive: async (page, base, server) => {
      await toBound(page, base, server);
      server.say({ type: 'chat', id: 'Y2hhdC1pZC0wMDAwMDAwMQ', text: 'Dag' });
      server.say({ type: 'chat', id: 'Y2hhdC1pZC0wMDAwMDAwMg', text: 'Bent u daar?' });
      await page.waitForSelector('text=2 nieuwe berichten');
    },
  },
  { name: 'chat-empty', arrive: (page, base, server) => toTalkBy('CHAT', page, base, server) },
  {
    name: 'chat',
    arrive: async (page, base, server) => {
      await toTalkBy('CHAT', page, base, server);
      await conversation(page, server);
    },
  },
  {
    name: 'chat-english',
    arrive: async (page, base, server) => {
      await toTalkBy('CHAT', page, base, server);
      await page.click('[data-language="en"]');
      await page.setInputFiles('[data-action="pick-file"]', {
        name: 'x.exe',
        mimeType: 'application/x-msdownload',
        buffer: Buffer.from('MZ'),
      });
      await page.waitForSelector('main .utrecht-alert--warning');
    },
  },
  { name: 'phone', arrive: (page, base, server) => toTalkBy('PHONE', page, base, server) },
  {
    name: 'phone-code',
    arrive: async (page, base, server) => {
      await toTalkBy('PHONE', page, base, server);
      await page.fill('#phone-number', '06 12345678');
      await click(page, 'give-number');
      await server.hears('phone-number');
      server.confirm();
      await page.waitForSelector('main .utrecht-alert--ok');
      await server.tellCode();
      await page.waitForSelector('[data-role="spoken-code"]');
    },
  },
  {
    name: 'phone-number-wrong',
    arrive: async (page, base, server) => {
      await toTalkBy('PHONE', page, base, server);
      await page.fill('#phone-number', '06');
      await click(page, 'give-number');
      await page.waitForSelector('#phone-number[aria-invalid]');
    },
  },
  {
    name: 'identity-asked-code',
    arrive: async (page, base, server) => {
      await toBound(page, base, server);
      await server.tellCode();
      await page.waitForSelector('[data-role="spoken-code"]');
      server.send(asked());
      await atStep(page, 'asked');
    },
  },
  {
    name: 'identity-asked-phone',
    arrive: async (page, base, server) => {
      await toTalkBy('PHONE', page, base, server);
      server.send(asked());
      await atStep(page, 'asked');
    },
  },
  {
    name: 'identity-unproven',
    arrive: async (page, base, server) => {
      await toAsked(page, base, server);
      await click(page, 'wallet-other');
      await server.expect('start-disclosure');
      server.send({ ...started(server, 'OTHER_DEVICE'), proof: 'x.y.z' });
      await atStep(page, 'unproven');
    },
  },
  {
    name: 'goodbye-code',
    arrive: async (page, base, server) => {
      await toBound(page, base, server);
      await server.tellCode();
      server.say({ type: 'code-outcome', outcome: 'FAILED' });
      await page.waitForSelector('body[data-code="failed"]');
      server.send({ type: 'ended', reason: 'STAFF_HUNG_UP', reference: 'V-7F3K-2Q' });
      await onScreen(page, 'goodbye');
    },
  },
  {
    name: 'welcome-invitation',
    arrive: async (page, base) => {
      await page.goto(base + INVITATION);
      await onScreen(page, 'welcome');
    },
  },
  {
    name: 'welcome-walk-in',
    arrive: async (page, base) => {
      await page.goto(base + WALK_IN);
      await onScreen(page, 'welcome');
    },
  },
  {
    name: 'welcome-english',
    arrive: async (page, base) => {
      await page.goto(base + WALK_IN);
      await onScreen(page, 'welcome');
      await page.click('[data-language="en"]');
    },
  },
  {
    name: 'welcome-closed',
    arrive: async (page, base, server) => {
      server.welcome = {
        status: 200,
        body: office({ opening: { state: 'CLOSED', opensAt: '2026-11-24T08:00:00Z' } }),
      };
      await page.goto(base + WALK_IN);
      await onScreen(page, 'welcome');
    },
  },
  {
    name: 'callback-wrong',
    arrive: async (page, base) => {
      await page.goto(base + WALK_IN);
      await onScreen(page, 'welcome');
      await click(page, 'callback');
      await page.fill('#callback-name', 'S. van den Berg');
      await page.fill('#callback-phone', 'bel mij');
      await click(page, 'send-callback');
      await page.waitForSelector('#callback-phone[aria-invalid="true"]');
    },
  },
  {
    name: 'callback-promised',
    arrive: async (page, base, server) => {
      server.welcome = {
        status: 200,
        body: office({ opening: { state: 'CLOSED', opensAt: '2026-11-24T08:00:00Z' } }),
      };
      await page.goto(base + WALK_IN);
      await onScreen(page, 'welcome');
      // by keyboard alone
      await page.focus('[data-action="callback"]');
      await page.keyboard.press('Enter');
      await page.focus('#callback-name');
      await page.keyboard.type('S. van den Berg');
      await page.keyboard.press('Tab');
      await page.keyboard.type('06 12 34 56 78');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.utrecht-alert--ok');
      expect(server.requests.find((request) => request.path === '/api/callbacks')?.body).toBe(
        '{"municipality":"voorbeeld","topic":"wmo","name":"S. van den Berg","phone":"06 12 34 56 78"}',
      );
    },
  },
  { name: 'devices-question', arrive: toDevices },
  { name: 'devices-on', arrive: toDevicesOn },
  {
    name: 'waiting',
    arrive: async (page, base, server) => {
      await toWaiting(page, base, server);
      server.send({ type: 'waiting', availability: 'BUSY', position: 3, expectedWaitSeconds: 240 });
      await page.waitForSelector('.place');
    },
  },
  {
    name: 'waiting-nobody',
    arrive: async (page, base, server) => {
      await toWaiting(page, base, server);
      server.send({ type: 'waiting', availability: 'NOBODY', position: 1 });
      await page.waitForSelector('main .utrecht-alert');
    },
  },
  {
    name: 'waiting-closed',
    arrive: async (page, base, server) => {
      await toWaiting(page, base, server);
      server.send({ type: 'waiting', availability: 'CLOSED', opensAt: '2026-11-24T08:00:00Z' });
      await page.waitForSelector('main .utrecht-alert');
    },
  },
  {
    name: 'waiting-leave',
    arrive: async (page, base, server) => {
      await toWaiting(page, base, server);
      await click(page, 'leave');
      await page.waitForSelector('[role="alertdialog"]');
    },
  },
  { name: 'call-connecting', arrive: toCall },
  {
    name: 'call-muted',
    arrive: async (page, base, server) => {
      await toCall(page, base, server);
      server.send({ type: 'media-state', media: { microphone: 'OFF', camera: 'ON' }, hold: 'TALKING' });
      server.send({
        type: 'panel-visibility',
        categories: [{ nl: 'Uw lopende Wmo-zaken', en: 'Your running care cases' }],
        until: inMinutes(30),
      });
      await page.waitForSelector('.panel--open');
      await click(page, 'microphone');
      await click(page, 'camera');
      await page.waitForSelector('.stage__self .no-picture');
    },
  },
  {
    name: 'call-hold',
    arrive: async (page, base, server) => {
      await toCall(page, base, server);
      server.send({ type: 'media-state', media: { microphone: 'OFF', camera: 'OFF' }, hold: 'ON_HOLD' });
      await page.waitForSelector('.status .utrecht-alert');
    },
  },
  {
    name: 'call-away',
    arrive: async (page, base, server) => {
      await toCall(page, base, server);
      server.send({ type: 'staff-presence', presence: 'AWAY' });
      await page.waitForSelector('.status .utrecht-alert--warning');
    },
  },
  {
    name: 'call-hang-up',
    arrive: async (page, base, server) => {
      await toCall(page, base, server);
      await click(page, 'hang-up');
      await page.waitForSelector('[role="alertdialog"]');
    },
  },
  { name: 'identity-asked', arrive: toAsked },
  {
    name: 'identity-no-app',
    arrive: async (page, base, server) => {
      await toAsked(page, base, server);
      await click(page, 'no-app');
      await atStep(page, 'no-app');
    },
  },
  {
    name: 'identity-starting',
    arrive: async (page, base, server) => {
      await toAsked(page, base, server);
      await click(page, 'wallet-other');
      await server.expect('start-disclosure');
      await atStep(page, 'starting');
    },
  },
  {
    name: 'identity-this-device',
    arrive: (page, base, server) => toWallet(page, base, server, 'THIS_DEVICE'),
  },
  {
    name: 'identity-other-device',
    arrive: (page, base, server) => toWallet(page, base, server, 'OTHER_DEVICE'),
  },
  {
    name: 'identity-no-code',
    arrive: async (page, base, server) => {
      await toAsked(page, base, server);
      await click(page, 'wallet-other');
      await server.expect('start-disclosure');
      const proof = server.gate.proof(server.counter.binding, DISCLOSURE, 'nonsense', WALLET_LINK);
      server.send({ ...started(server, 'OTHER_DEVICE'), sessionPointer: 'nonsense', proof });
      await page.waitForSelector('[data-action="back-to-call"]');
    },
  },
  {
    name: 'identity-pairing-wrong',
    arrive: async (page, base, server) => {
      await toWallet(page, base, server, 'OTHER_DEVICE');
      server.send({
        type: 'disclosure-progress',
        disclosure: DISCLOSURE,
        step: 'PAIRING_CODE_WRONG',
        triesLeft: 2,
      });
      await atStep(page, 'pairing');
    },
  },
  {
    name: 'identity-sharing',
    arrive: async (page, base, server) => {
      await toWallet(page, base, server, 'OTHER_DEVICE');
      server.send({ type: 'disclosure-progress', disclosure: DISCLOSURE, step: 'SHARING' });
      await atStep(page, 'sharing');
    },
  },
  {
    name: 'call-declined',
    arrive: async (page, base, server) => {
      await toAsked(page, base, server);
      await click(page, 'decline');
      await onScreen(page, 'call');
    },
  },
  {
    name: 'goodbye',
    arrive: async (page, base, server) => {
      await toGoodbye(page, base, server);
      await page.click('.score:nth-of-type(4) input');
      await page.waitForSelector('#sentence');
    },
  },
  {
    name: 'goodbye-receipt',
    arrive: async (page, base, server) => {
      await toCall(page, base, server);
      server.send(RECEIPT);
      server.send({ type: 'ended', reason: 'STAFF_HUNG_UP', reference: 'V-7F3K-2Q' });
      await onScreen(page, 'goodbye');
      await page.click('.receipt__figures summary');
    },
  },
  {
    name: 'goodbye-thanks',
    arrive: async (page, base, server) => {
      await toGoodbye(page, base, server);
      await page.click('.score:nth-of-type(5) input');
      await click(page, 'send-feedback');
      await page.waitForSelector('.utrecht-alert--ok');
    },
  },
  {
    name: 'goodbye-fault',
    arrive: async (page, base, server) => {
      await toCall(page, base, server);
      server.send({ type: 'ended', reason: 'FAULT', reference: 'V-7F3K-2Q' });
      await onScreen(page, 'goodbye');
    },
  },
];

const WIDTHS = [
  { width: 320, height: 640 },
  { width: 768, height: 1024 },
  { width: 1440, height: 900 },
] as const;
/** A screen of 1280x768 at 200 %, as WCAG 2.2 1.4.4 asks for. */
const ZOOMED = { width: 640, height: 384 } as const;
const SCHEMES = ['light', 'dark'] as const;
const drawings = process.env['BALIE_SCREENSHOTS'];

/** The document is the same at every width and in both schemes; these rules look at what the style sheet makes of it. */
const DEPENDS_ON_STYLE = { type: 'rule', values: ['color-contrast', 'target-size', 'link-in-text-block'] };
const EVERYTHING = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};

async function axeFindings(page: Page, runOnly: object): Promise<string[]> {
  const results = await page.evaluate(
    (rules) =>
      (window as unknown as { axe: { run: (options: object) => Promise<AxeResults> } }).axe.run({
        runOnly: rules,
        resultTypes: ['violations'],
        preload: false,
        iframes: false,
      }),
    runOnly,
  );
  return results.violations.map(
    (violation) => `${violation.id}: ${violation.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`,
  );
}

const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

describe('every screen', () => {
  const browsers = new Map<string, Browser>();

  beforeAll(async () => {
    browsers.set('fake', await startBrowser('fake'));
    browsers.set('none', await startBrowser('none'));
    if (drawings) mkdirSync(drawings, { recursive: true });
  });

  afterAll(async () => {
    for (const browser of browsers.values()) await browser.close();
  });

  it.each(SCENARIOS)('$name can be used by everybody', async (scenario) => {
    const server = new StandIn();
    const base = await server.start();
    const { context, page, complaints } = await openPage(
      browsers.get(scenario.devices ?? 'fake')!,
      base,
      scenario.permissions,
    );
    try {
      await scenario.arrive(page, base, server);
      // The relay names another number on each of these screens.
      const drawn = await page.content();
      expect.soft(drawn, `${scenario.name} shows the number of the site`).toContain(CONTACT.phoneHref);
      expect
        .soft(drawn, `${scenario.name} shows the number of the relay`)
        .not.toContain(RELAY_CONTACT.phoneHref);
      expect.soft(drawn).not.toContain(RELAY_CONTACT.phone);
      await page.evaluate(axe.source);
      await page.evaluate(() => document.querySelectorAll('details').forEach((more) => (more.open = true)));
      let first = true;
      for (const size of WIDTHS) {
        await page.setViewportSize(size);
        for (const colorScheme of SCHEMES) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
          const where = `${scenario.name} at ${size.width} ${colorScheme}`;
          if (drawings) {
            await page.screenshot({
              path: join(drawings, `${scenario.name}-${size.width}-${colorScheme}.png`),
              fullPage: !scenario.name.endsWith('leave') && !scenario.name.endsWith('hang-up'),
            });
          }
          expect.soft(await axeFindings(page, first ? EVERYTHING : DEPENDS_ON_STYLE), where).toEqual([]);
          expect.soft(await sideways(page), `${where} scrolls sideways`).toBeLessThanOrEqual(0);
          expect.soft(await page.isVisible('.demo-band'), `${where} says that it is a demo`).toBe(true);
          first = false;
        }
      }
      await page.setViewportSize(ZOOMED);
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      if (drawings) await page.screenshot({ path: join(drawings, `${scenario.name}-zoomed.png`) });
      expect.soft(await axeFindings(page, EVERYTHING), `${scenario.name} zoomed`).toEqual([]);
      expect.soft(await sideways(page), `${scenario.name} zoomed scrolls sideways`).toBeLessThanOrEqual(0);
      expect.soft(await page.isVisible('.demo-band'), `${scenario.name} zoomed is a demo`).toBe(true);
      expect(complaints).toEqual([]);
    } finally {
      await context.close();
      await server.stop();
    }
  });

  it('that is no demo does not say so, whatever the relay says', async () => {
    const server = new StandIn();
    server.site = { status: 200, body: { ...server.gate.site(), demo: false } };
    const base = await server.start();
    const { context, page } = await openPage(browsers.get('fake')!, base);
    try {
      await page.goto(base + WALK_IN);
      await onScreen(page, 'welcome');
      expect(await page.locator('.demo-band').count()).toBe(0);
      expect(await page.textContent('body')).not.toContain('DEMO');
    } finally {
      await context.close();
      await server.stop();
    }
  });

  it('why, which data and the button of the question are in sight on a small phone', async () => {
    const server = new StandIn();
    const base = await server.start();
    const { context, page } = await openPage(browsers.get('fake')!, base, undefined, {
      viewport: { width: 320, height: 640 },
      userAgent:
        'Mozilla/5.0 (Linux; Android 12; Pixel 4a) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36',
    });
    try {
      await toAsked(page, base, server);
      for (const seen of ['.why', '.panel--tight li:last-child', '[data-action="wallet-this"]']) {
        const box = (await page.locator(seen).boundingBox())!;
        expect.soft(box.y, seen).toBeGreaterThanOrEqual(0);
        expect.soft(box.y + box.height, seen).toBeLessThanOrEqual(640);
      }
      if (drawings) await page.screenshot({ path: join(drawings, 'identity-asked-phone.png') });
      const words = await page.textContent('main');
      for (const said of [
        'Zo weten wij zeker',
        'Uw burgerservicenummer',
        'Wat ziet de medewerker daarna, 30 minuten lang?',
        'De documenten bij die zaken',
        'U mag nee zeggen',
      ]) {
        expect.soft(words).toContain(said);
      }
      await page.focus('summary');
      await page.keyboard.press('Enter');
      await page.waitForSelector('text=De documenten bij die zaken', { state: 'visible' });
      server.send({ type: 'media-state', media: { microphone: 'OFF', camera: 'ON' }, hold: 'TALKING' });
      await page.waitForSelector('text=De medewerker heeft de microfoon uit gezet.');
      expect(await page.isVisible('text=De documenten bij die zaken')).toBe(true);
    } finally {
      await context.close();
      await server.stop();
    }
  });
});
