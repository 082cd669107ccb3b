import { describe, expect, it } from 'vitest';
import type { Effect, PageEvent } from '../src/page/events';
import { SERVER_GONE_AFTER_MS, begin, liveEpoch, reduce } from '../src/page/reducer';
import { UNDELIVERED_AFTER_MS } from '../src/page/exchange';
import { contactOf, initialState, municipalityName } from '../src/page/state';
import type { Link, PageState } from '../src/page/state';
import { officeFrom, siteFrom } from '../src/protocol/http';
import type { RelayToResident } from '../src/protocol/messages';
import type { CodeWord, FileDecision, PeerMessage, PeerMessageOf } from '../src/protocol/peer';
import { codeInSight } from '../src/view/screens/code';
import { LANGUAGES } from '../src/texts/texts';
import { CONTACT, CONVERSATION, Gate } from './kit/counter';
import { RELAY_CONTACT, TICKET, office } from './kit/stand-in';
import { DISCLOSURE, RECEIPT } from './kit/talk';
import en from '../src/texts/en.json';
import nl from '../src/texts/nl.json';

const DUTCH = LANGUAGES[0]!;
const WALK_IN: Link = { kind: 'walk-in', municipality: 'voorbeeld', topic: 'wmo' };
const NOW = Date.UTC(2026, 10, 23, 10, 0, 0);
const FINGERPRINT = `a=fingerprint:sha-256 ${Array(32).fill('AB').join(':')}`;
const SDP = `v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n${FINGERPRINT}\r\n`;

/** Plays events and keeps what they did, in order. */
class Course {
  effects: Effect[] = [];

  constructor(public state: PageState) {}

  play(...events: PageEvent[]): this {
    for (const event of events) {
      const next = reduce(this.state, event);
      this.state = next.state;
      this.effects.push(...next.effects);
    }
    return this;
  }

  hear(...messages: RelayToResident[]): this {
    return this.play(...messages.map((message): PageEvent => ({ type: 'message', message })));
  }

  forget(): this {
    this.effects = [];
    return this;
  }

  get sent(): string[] {
    return this.effects.flatMap((effect) => (effect.do === 'send' ? [effect.message.type] : []));
  }

  get done(): string[] {
    return this.effects.map((effect) => effect.do);
  }

  get screen(): string {
    const shown = this.state.screen;
    return shown.name === 'problem' ? shown.kind : shown.name;
  }
}

const known = officeFrom(office())!;
const site = siteFrom(new Gate().site())!;
const KEY = 'BJ_Ws8UvnarQNBT1t_zvjpuodJjm3C3f-fOEhOi5DLXZg_naX1OllMHWgilOrf0YTA4LUS0m-FdgfCWkIQ7yruA';
const ANNOUNCEMENT = { ecdhKey: KEY, signature: 'A'.repeat(86) };
const welcome = (stage: 'ARRIVED' | 'WAITING' | 'IN_CALL' | 'ENDED'): RelayToResident => ({
  type: 'welcome',
  conversation: CONVERSATION,
  municipality: 'voorbeeld',
  topic: 'wmo',
  stage,
  serverTime: NOW,
});
const accepted: RelayToResident = {
  type: 'accepted',
  staff: { displayName: 'Fatma', role: { nl: 'medewerker' }, municipality: 'Gemeente Voorbeeld' },
  channel: 'VIDEO',
  iceServers: [],
};
const asked: RelayToResident = {
  type: 'disclosure-asked',
  disclosure: DISCLOSURE,
  purpose: 'wmo',
  purposeTitle: { nl: 'Wmo' },
  why: { nl: 'Zeker weten' },
  attributes: [],
  visibleToStaff: [],
  visibleForMinutes: 30,
  expiresAt: NOW + 600_000,
};
const started = {
  type: 'disclosure-started',
  disclosure: DISCLOSURE,
  device: 'OTHER_DEVICE',
  sessionPointer: '{}',
  walletLink: 'https://open.yivi.app/-/session#x',
  pairing: 'REQUIRED',
  expiresAt: NOW + 300_000,
  proof: 'x',
} as const satisfies RelayToResident;
const ended: RelayToResident = {
  type: 'ended',
  reason: 'STAFF_HUNG_UP',
  reference: 'V-1',
  feedbackTicket: 'f',
};

const session = {
  office: known,
  ticket: TICKET,
  conversation: CONVERSATION,
  channel: 'VIDEO',
  line: 1,
} as const;

const fresh = (link: Link = WALK_IN): Course => new Course(initialState(link, DUTCH, NOW));

/** What the gate's keys made of an offer; the tests of src/binding show how. */
const offer = (epoch: number): RelayToResident => ({
  type: 'offer',
  epoch,
  sdp: SDP,
  ticket: 'x',
  announcement: ANNOUNCEMENT,
});
const verified = (epoch: number, binding = 'b1', sdp: string | null = SDP): PageEvent => ({
  type: 'offer-verified',
  epoch,
  ...(sdp === null ? {} : { sdp }),
  fingerprint: 'f',
  displayName: 'Fatma Yilmaz',
  role: { nl: 'medewerker Wmo' },
  binding,
});
const announcedEpoch = (epoch: number, sdp: string | null = SDP): PageEvent => ({
  type: 'epoch-announced',
  epoch,
  ...(sdp === null ? {} : { sdp }),
  announcement: ANNOUNCEMENT,
});

const arrived = (): Course =>
  fresh().play(
    { type: 'site-loaded', site },
    { type: 'office-loaded', office: known },
    { type: 'start-clicked' },
    { type: 'joined', joined: { office: known, conversation: CONVERSATION, ticket: TICKET } },
    { type: 'signalling-open', claimedEpoch: 0 },
    { type: 'key-ready', key: KEY, lasting: true },
  );

const waiting = (): Course => arrived().hear(welcome('ARRIVED')).play({ type: 'ready-clicked' });
const talking = (): Course => waiting().hear(accepted);
const connected = (): Course =>
  talking()
    .hear(offer(1))
    .play(verified(1), announcedEpoch(1), { type: 'peer-changed', epoch: 1, peer: 'connected' });

describe('the link', () => {
  it('a walk-in link loads what it is about before anything is shown', () => {
    expect(begin(fresh().state).effects).toEqual([{ do: 'load-site' }]);
    expect(fresh().play({ type: 'site-loaded', site }).effects).toEqual([
      { do: 'load-office', municipality: 'voorbeeld', topic: 'wmo' },
    ]);
  });

  it('an invitation is not redeemed by opening it', () => {
    const first = begin(fresh({ kind: 'invitation', token: 'aW52aXRhdGlvbi10b2tlbi0x' }).state);
    expect(first.effects).toEqual([{ do: 'load-site' }]);
    const course = fresh({ kind: 'invitation', token: 'aW52aXRhdGlvbi10b2tlbi0x' });
    course.play({ type: 'site-loaded', site });
    expect(course.screen).toBe('welcome');
    expect(course.effects).toEqual([]);
    expect(course.state.office).toBeNull();
  });

  it('a click redeems the link, a second click does not redeem it again', () => {
    const course = fresh().play(
      { type: 'site-loaded', site },
      { type: 'office-loaded', office: known },
      { type: 'start-clicked' },
      { type: 'start-clicked' },
    );
    expect(course.done.filter((what) => what === 'redeem')).toHaveLength(1);
  });

  it('an address that is no link says so', () => {
    expect(begin(fresh({ kind: 'none' }).state).state.screen).toEqual({
      name: 'problem',
      kind: 'link-unknown',
    });
  });

  it.each([
    ['LINK_UNKNOWN', 'link-unknown'],
    ['LINK_EXPIRED', 'link-expired'],
    ['LINK_USED', 'link-used'],
    ['CLOSED', 'closed'],
    ['NOT_AVAILABLE', 'too-early'],
    ['TICKET_INVALID', 'not-here'],
    ['WAITING_ROOM_FULL', 'full'],
    ['TOO_MANY_MESSAGES', 'too-many'],
    ['UNKNOWN', 'server-gone'],
  ] as const)('%s becomes the screen %s', (code, screen) => {
    expect(fresh().play({ type: 'http-refused', problem: { code } }).screen).toBe(screen);
  });

  it('opened too early tells whom to call, and trying again opens it anew', () => {
    const course = fresh({ kind: 'invitation', token: 'x' }).play(
      { type: 'site-loaded', site },
      { type: 'start-clicked' },
      { type: 'http-refused', problem: { code: 'NOT_AVAILABLE', contact: CONTACT } },
    );
    expect(course.screen).toBe('too-early');
    expect(contactOf(course.state)).toEqual(CONTACT);
    expect(course.forget().play({ type: 'retry-clicked' }).done).toEqual(['reload']);
  });

  it('the number to call is that of the site, whatever number the relay names', () => {
    const course = fresh();
    expect(contactOf(course.state)).toBeNull();
    course.play({ type: 'site-loaded', site });
    expect(contactOf(course.state)).toEqual(CONTACT);
    course.play({ type: 'http-refused', problem: { code: 'LINK_USED', contact: RELAY_CONTACT } });
    expect(contactOf(course.state)).toEqual(CONTACT);
    expect(contactOf(talking().state)).toEqual(CONTACT);
    expect(contactOf(talking().hear(ended).state)).toEqual(CONTACT);
  });

  it('a browser that cannot talk learns the number all the same, and nothing else', () => {
    const course = fresh().play({ type: 'browser-too-old' }, { type: 'site-loaded', site });
    expect(course.screen).toBe('old-browser');
    expect(course.done).toEqual(['load-site']);
    expect(contactOf(course.state)).toEqual(CONTACT);
  });

  it('of a refused invitation only a contact that the site knows tells the municipality', () => {
    const elsewhere = { ...CONTACT, phone: '14 099', phoneHref: 'tel:14099' };
    const both = {
      ...site,
      municipalities: [...site.municipalities, { id: 'elders', name: 'E', contact: elsewhere }],
    };
    const refused = (contact: typeof CONTACT): PageState =>
      fresh({ kind: 'invitation', token: 'x' }).play(
        { type: 'site-loaded', site: both },
        { type: 'http-refused', problem: { code: 'LINK_USED', contact } },
      ).state;
    expect(contactOf(refused(elsewhere))).toEqual(elsewhere);
    expect(municipalityName(refused(elsewhere))).toBe('E');
    expect(contactOf(refused(RELAY_CONTACT))).toBeNull();
  });

  it('the number outlives a reload of the goodbye', () => {
    const { goodbye } = talking().hear(ended).state;
    const course = fresh({ kind: 'invitation', token: 'x' }).play(
      { type: 'goodbye-resumed', goodbye: goodbye! },
      {
        type: 'site-loaded',
        site: { ...site, municipalities: [...site.municipalities, { ...site.municipalities[0]!, id: 'b' }] },
      },
    );
    expect(contactOf(course.state)).toEqual(CONTACT);
  });
});

describe('waiting', () => {
  it('joins the queue with the language and the devices as they are', () => {
    const course = arrived().hear(welcome('ARRIVED')).forget();
    course.play({
      type: 'media-opened',
      media: {
        camera: 'missing',
        microphone: 'on',
        cameras: [],
        microphones: [],
        cameraId: '',
        microphoneId: '',
      },
    });
    course.play({ type: 'ready-clicked' });
    expect(course.effects).toContainEqual({
      do: 'send',
      message: {
        type: 'join-queue',
        channel: 'VIDEO',
        language: 'NL',
        media: { microphone: 'ON', camera: 'NONE' },
      },
    });
    expect(course.screen).toBe('waiting');
  });

  it('keeps its place over a lost connection', () => {
    const course = waiting().forget().play({ type: 'signalling-lost' });
    expect(course.screen).toBe('waiting');
    course.play({ type: 'signalling-open', claimedEpoch: 0 }).hear(welcome('WAITING'));
    expect(course.sent).toEqual([]);
    course.play({ type: 'key-ready', key: KEY, lasting: true });
    expect(course.screen).toBe('waiting');
    expect(course.sent).toContain('join-queue');
    expect(course.state.lostSince).toBeNull();
  });

  it('joins anew when the server has forgotten that we were ready', () => {
    expect(waiting().forget().hear(welcome('ARRIVED')).sent).toEqual(['join-queue']);
  });

  it('says that the server is gone after a while, and comes back by itself', () => {
    const course = waiting().play({ type: 'signalling-lost' });
    course.play({ type: 'tick', now: course.state.now + SERVER_GONE_AFTER_MS - 1 });
    expect(course.screen).toBe('waiting');
    course.play({ type: 'tick', now: course.state.now + 1 });
    expect(course.screen).toBe('server-gone');
    course.play({ type: 'signalling-open', claimedEpoch: 0 }).hear(welcome('WAITING'));
    expect(course.screen).toBe('waiting');
  });

  it('leaving is asked once and told to the server', () => {
    const course = waiting().forget().play({ type: 'leave-clicked' });
    expect(course.sent).toEqual([]);
    expect(course.state.confirming).toBe(true);
    expect(course.play({ type: 'leave-confirmed' }).sent).toEqual(['leave']);
  });

  it('the quiet exit asks nothing, tells the server and looks like a lost connection', () => {
    const course = talking().hear(offer(1)).forget();
    course.play({ type: 'slipped-away' });
    expect(course.screen).toBe('slipped-away');
    expect(course.sent).toEqual(['leave']);
    expect(course.effects).toContainEqual({ do: 'send', message: { type: 'leave', manner: 'QUIETLY' } });
    expect(course.done).toEqual(
      expect.arrayContaining(['close-peer', 'close-media', 'disconnect', 'forget']),
    );
    expect(course.state.goodbye).toBeNull();
    expect(course.state.call).toBeNull();
    for (const texts of [nl, en]) {
      for (const part of ['title', 'what', 'do', 'button'] as const) {
        expect(texts[`problem.slipped-away.${part}`]).toBe(texts[`problem.server-gone.${part}`]);
      }
    }
    course.forget().play({ type: 'retry-clicked' });
    expect(course.done).toEqual(['reload']);
  });

  it('the quiet exit works without a connection too', () => {
    const course = talking().play({ type: 'signalling-lost' }).forget().play({ type: 'slipped-away' });
    expect(course.screen).toBe('slipped-away');
    expect(course.sent).toEqual([]);
  });

  it('how far the cases are is told by the desk, stays for the goodbye, and is gone after a quiet exit', () => {
    const lines = [{ what: 'Aanvraag', status: 'Wij beoordelen uw aanvraag' }];
    const said: PageEvent = { type: 'peer-said', epoch: 1, message: { type: 'case-status', lines } };
    const course = connected().play(said);
    expect(course.state.statuses).toEqual(lines);
    expect(course.hear(ended).state.statuses).toEqual(lines);
    expect(connected().play(said, { type: 'slipped-away' }).state.statuses).toEqual([]);
  });

  it('the receipt of a talk outlives it, is saved as it was signed, and is not there after a quiet exit', () => {
    const course = talking().hear(RECEIPT, { type: 'receipt', file: '{"balieReceipt":2}' }, ended);
    expect(course.state.goodbye?.receipt).toBe(RECEIPT.file);
    course.forget().play({ type: 'receipt-saved', name: 'bewijs.json' }, { type: 'receipt-printed' });
    expect(course.done).toEqual(['save-text', 'print']);
    const saved = course.effects[0] as Extract<Effect, { do: 'save-text' }>;
    expect(JSON.parse(saved.content)).toEqual(JSON.parse(RECEIPT.file));

    expect(talking().hear(ended).state.goodbye?.receipt).toBeNull();
    const quiet = talking().hear(RECEIPT, { ...ended, reason: 'RESIDENT_LEFT_QUIETLY' });
    expect(quiet.state.goodbye?.receipt).toBeNull();
  });

  it('leaving works without a connection too', () => {
    const course = waiting().play(
      { type: 'signalling-lost' },
      { type: 'leave-clicked' },
      { type: 'leave-confirmed' },
    );
    expect(course.screen).toBe('goodbye');
    expect(course.done).toContain('forget');
  });

  it('a reload opens the devices that were in use, without a question', () => {
    const course = fresh().play({
      type: 'resumed',
      remembered: { ...session, camera: 'off', microphone: 'on' },
    });
    course.play({ type: 'site-loaded', site }).hear(welcome('WAITING'));
    expect(course.effects).toContainEqual({
      do: 'open-media',
      camera: false,
      microphone: true,
      cameraId: '',
      microphoneId: '',
    });
  });

  it('a reload before the queue opens the devices that were in use as well', () => {
    const course = fresh().play({
      type: 'resumed',
      remembered: { ...session, camera: 'on', microphone: 'on' },
    });
    course.play({ type: 'site-loaded', site }).hear(welcome('ARRIVED'));
    expect(course.screen).toBe('devices');
    expect(course.done).toContain('open-media');
  });

  it('a ticket that is no longer valid ends in a way on', () => {
    const course = waiting().play({ type: 'ticket-refused' });
    expect(course.screen).toBe('conversation-gone');
    expect(course.done).toContain('forget');
  });

  it('who asked too much goes on with the same conversation', () => {
    const course = waiting().hear({ type: 'refused', code: 'TOO_MANY_MESSAGES' });
    expect(course.screen).toBe('too-many');
    expect(course.forget().play({ type: 'retry-clicked' }).done).toEqual(['connect']);
  });

  it('another window that took over can be taken back', () => {
    const course = waiting().play({ type: 'signalling-replaced' });
    expect(course.screen).toBe('elsewhere');
    expect(course.forget().play({ type: 'retry-clicked' }).effects).toEqual([
      { do: 'connect', ticket: TICKET },
    ]);
  });
});

describe('the call', () => {
  it('begins with a sign to the resident and a prepared connection', () => {
    const course = waiting().forget().hear(accepted);
    expect(course.screen).toBe('call');
    expect(course.done).toEqual(['call-attention', 'keep-ice', 'prepare-peer', 'send']);
  });

  it('an accepted that is repeated after a reconnect rings no bell', () => {
    expect(talking().forget().hear(accepted).done).not.toContain('call-attention');
  });

  it('answers each epoch once, and only what was verified', () => {
    const course = talking().forget();
    course.hear(offer(1), offer(1));
    expect(course.done).toEqual(['verify-offer']);
    expect(course.forget().play(verified(1)).done).toEqual(['answer']);
    expect(course.forget().hear(offer(2)).done).toEqual(['verify-offer']);
    expect(course.state.ignoredFrames).toBe(1);
  });

  it('an older epoch is over: its offer, candidates and answers go nowhere', () => {
    const course = connected().hear(offer(2)).forget();
    course.hear(offer(1));
    course.hear({ type: 'candidate', epoch: 1, candidate: { line: 'candidate:1', mid: '0' } });
    course.play(verified(1), announcedEpoch(1), { type: 'peer-changed', epoch: 1, peer: 'failed' });
    course.play({ type: 'life-signed', epoch: 1, number: 1, signature: 'x' });
    course.play({ type: 'frame-sealed', data: { epoch: 1, counter: 1, ciphertext: 'x' }, ref: '' });
    expect(course.effects).toEqual([]);
  });

  it.each([
    'TICKET_REFUSED',
    'TICKET_EXPIRED',
    'OTHER_MUNICIPALITY',
    'OTHER_CONVERSATION',
    'FINGERPRINT_REFUSED',
    'KEY_REFUSED',
    'SIGNATURE_REFUSED',
    'TOO_MANY_BINDINGS',
  ] as const)('an offer refused for %s ends the talk before anything leaves, and names it', (refusal) => {
    const course = talking().hear(offer(1)).forget();
    course.play({ type: 'offer-refused', epoch: 1, refusal });
    expect(course.screen).toBe('unsafe');
    expect(course.state.reference).toBe(refusal);
    expect(course.sent).toEqual(['leave']);
    expect(course.done).toEqual(
      expect.arrayContaining(['close-peer', 'close-media', 'disconnect', 'forget']),
    );
  });

  it('a replayed offer is passed over', () => {
    const course = talking().hear(offer(1)).forget();
    course.play({ type: 'offer-refused', epoch: 1, refusal: 'OLD_EPOCH' });
    expect(course.screen).toBe('call');
    expect(course.hear(offer(2)).done).toEqual(['verify-offer']);
  });

  it('a certificate other than the announced one ends the talk', () => {
    const course = connected().forget().play({ type: 'certificate-mismatch', epoch: 1 });
    expect(course.screen).toBe('unsafe');
    expect(course.state.reference).toBe('CERTIFICATE_MISMATCH');
  });

  it('the name is that of the ticket, and there is none before it', () => {
    const course = talking().hear(offer(1));
    expect(course.state.call?.staff).toBeNull();
    expect(course.play(verified(1)).state.call?.staff?.displayName).toBe('Fatma Yilmaz');
  });

  it('answer, then candidates, then sign of life, then what waited to be said', () => {
    const course = talking().hear(offer(1));
    course.play({ type: 'draft-typed', text: 'Hallo' }, { type: 'chat-sent', id: 'm1' });
    course.play(verified(1)).forget().play(announcedEpoch(1));
    expect(course.done).toEqual(['send', 'answered', 'sign-life', 'seal']);
    expect(course.effects[0]).toEqual({
      do: 'send',
      message: { type: 'answer', epoch: 1, sdp: SDP, announcement: ANNOUNCEMENT },
    });
  });

  it('another conversation or municipality than that of the link is refused', () => {
    for (const change of [{ conversation: 'YW5vdGhlci1jb252ZXJzYXRpb24' }, { municipality: 'elders' }]) {
      const course = arrived().hear({ ...welcome('ARRIVED'), ...change } as RelayToResident);
      expect(course.screen).toBe('unsafe');
    }
  });

  it('a failed connection asks for a new one, once for each epoch', () => {
    const course = connected().forget();
    course.play(
      { type: 'peer-changed', epoch: 1, peer: 'failed' },
      { type: 'peer-changed', epoch: 1, peer: 'failed' },
    );
    expect(course.sent).toEqual(['want-new-connection']);
  });

  it('only media that flows is claimed when the socket is opened again', () => {
    expect(liveEpoch(waiting().state)).toBe(0);
    expect(liveEpoch(talking().hear(offer(1)).play(verified(1), announcedEpoch(1)).state)).toBe(0);
    expect(liveEpoch(connected().state)).toBe(1);
    const course = connected().play({ type: 'peer-changed', epoch: 1, peer: 'interrupted' });
    expect(liveEpoch(course.state)).toBe(0);
  });

  it('a connection that fails while the server is away leaves the asking to the server', () => {
    const course = connected()
      .forget()
      .play(
        { type: 'signalling-lost' },
        { type: 'peer-changed', epoch: 1, peer: 'failed' },
        { type: 'signalling-open', claimedEpoch: 0 },
        { type: 'peer-changed', epoch: 1, peer: 'failed' },
      );
    expect(course.sent).toEqual([]);
  });

  it('a connection that fails after the claim that it flows is asked for anew, once', () => {
    const course = connected()
      .forget()
      .play(
        { type: 'signalling-lost' },
        { type: 'peer-changed', epoch: 1, peer: 'failed' },
        { type: 'signalling-open', claimedEpoch: 1 },
        { type: 'peer-changed', epoch: 1, peer: 'failed' },
      );
    expect(course.sent).toEqual(['want-new-connection']);
  });

  it('a new connection is made only when one is offered', () => {
    const course = connected().forget().play({ type: 'signalling-lost' });
    course.play({ type: 'signalling-open', claimedEpoch: 1 }).hear(welcome('IN_CALL'), accepted);
    expect(course.done).not.toContain('answer');
    expect(course.done).not.toContain('close-peer');
    expect(course.state.call).toMatchObject({ epoch: 1, peer: 'connected' });
    expect(course.hear(offer(2)).play(verified(2)).done).toContain('answer');
  });

  it('goes on when only the server is gone', () => {
    const course = connected().play({ type: 'signalling-lost' });
    course.play({ type: 'tick', now: course.state.now + 10 * SERVER_GONE_AFTER_MS });
    expect(course.screen).toBe('call');
  });

  it('tells the other side what is on', () => {
    const course = connected().forget().play({ type: 'microphone-changed', microphone: 'off' });
    expect(course.sent).toEqual(['media-state']);
  });

  it('the end releases everything and keeps the reference', () => {
    const course = connected().forget().hear(ended);
    expect(course.screen).toBe('goodbye');
    expect(course.done).toEqual(['close-peer', 'close-media', 'disconnect', 'forget', 'remember-goodbye']);
    expect(course.state.goodbye?.reference).toBe('V-1');
    expect(course.state.ticket).toBeNull();
  });

  it('a fault of ours ends in one sentence and releases the camera', () => {
    const course = connected().forget().play({ type: 'crashed' });
    expect(course.screen).toBe('crash');
    expect(course.done).toContain('close-media');
  });
});

const codeNeeded: RelayToResident = {
  type: 'disclosure-progress',
  disclosure: DISCLOSURE,
  step: 'PAIRING_CODE_NEEDED',
  triesLeft: 3,
};
const proven: PageEvent = { type: 'disclosure-proven', started };

describe('showing who I am', () => {
  it('a wallet session without the proof of the gate is never shown', () => {
    const course = connected().hear(asked, started).play({ type: 'disclosure-unproven', started });
    expect(course.state.identity?.step.at).toBe('unproven');
    course.play({ type: 'back-to-call-clicked' });
    expect(course.screen).toBe('call');
  });

  it('digits that are asked while the proof is still checked come after it', () => {
    const course = connected().hear(asked, started, codeNeeded);
    expect(course.state.identity?.step.at).toBe('asked');
    expect(course.play(proven).state.identity?.step.at).toBe('pairing');
  });

  it('asks, starts on the chosen device, shows the code', () => {
    const course = connected().forget().hear(asked).play({ type: 'wallet-chosen', device: 'OTHER_DEVICE' });
    expect(course.sent).toEqual([]);
    course.play({
      type: 'consent-signed',
      disclosure: DISCLOSURE,
      device: 'OTHER_DEVICE',
      signature: 'x',
    });
    expect(course.sent).toEqual(['start-disclosure']);
    course.hear(started);
    expect(course.state.identity?.step.at).toBe('starting');
    course.play(proven);
    expect(course.state.identity?.step.at).toBe('wallet');
  });

  it('a wallet session for another question is not shown', () => {
    const course = connected().hear(asked, {
      ...started,
      disclosure: 'YW5vdGhlci1xdWVzdGlvbg',
    } as RelayToResident);
    expect(course.state.identity?.step.at).toBe('asked');
  });

  it('a wallet session that nobody asked for is not shown', () => {
    expect(connected().hear(started).state.identity).toBeNull();
  });

  it('sends a code of four digits, and only once until it was judged', () => {
    const needed: RelayToResident = {
      type: 'disclosure-progress',
      disclosure: DISCLOSURE,
      step: 'PAIRING_CODE_NEEDED',
      triesLeft: 3,
    };
    const course = connected().hear(asked, started).play(proven).hear(needed).forget();
    course.play({ type: 'pairing-code-typed', code: '12a4' }, { type: 'pairing-code-typed', code: '123' });
    expect(course.sent).toEqual([]);
    course.play({ type: 'pairing-code-typed', code: '0482' }, { type: 'pairing-code-typed', code: '0483' });
    expect(course.sent).toEqual(['pairing-code']);
    course.hear({ ...needed, step: 'PAIRING_CODE_WRONG', triesLeft: 2 });
    expect(course.state.identity?.step).toMatchObject({ wrong: true, sent: false, triesLeft: 2 });
  });

  it('no is a way on: the talk goes on without the case', () => {
    const course = connected().forget().hear(asked).play({ type: 'declined', reason: 'NOT_NOW' });
    expect(course.sent).toEqual(['decline-disclosure']);
    expect(course.screen).toBe('call');
    expect(course.state.notice).toBe('declined');
  });

  it('without the app another way is shown first', () => {
    const course = connected().forget().hear(asked).play({ type: 'no-app-clicked' });
    expect(course.sent).toEqual([]);
    expect(course.play({ type: 'declined', reason: 'NO_WALLET' }).sent).toEqual(['decline-disclosure']);
  });

  it('more time starts the same question anew', () => {
    const course = connected()
      .hear(asked, started)
      .forget()
      .play({ type: 'wallet-chosen', device: 'OTHER_DEVICE' });
    expect(course.effects).toEqual([{ do: 'sign-consent', disclosure: DISCLOSURE, device: 'OTHER_DEVICE' }]);
  });

  it('a provider that is away is told as such', () => {
    const course = connected().hear(asked).play({ type: 'wallet-chosen', device: 'THIS_DEVICE' });
    course.hear({ type: 'refused', code: 'IDENTITY_PROVIDER_UNAVAILABLE', about: 'start-disclosure' });
    expect(course.state.identity?.step).toEqual({ at: 'finished', outcome: 'UNAVAILABLE' });
  });

  const back = (course: Course): Course =>
    course
      .play({ type: 'signalling-lost' }, { type: 'signalling-open', claimedEpoch: 1 })
      .hear(welcome('IN_CALL'), accepted);
  const nothingVisible: RelayToResident = { type: 'panel-visibility', categories: [] };
  it('a question that is repeated after a lost connection throws nobody back', () => {
    const reading = back(connected().hear(asked).play({ type: 'no-app-clicked' }));
    expect(reading.hear(asked, nothingVisible).state.identity?.step.at).toBe('no-app');
    const typing = back(connected().hear(asked, started).play(proven).hear(codeNeeded));
    typing.play({ type: 'pairing-code-typed', code: '0482' });
    typing.hear(asked, started, codeNeeded, nothingVisible);
    expect(typing.state.identity?.step).toMatchObject({ at: 'pairing', sent: false });
    expect(typing.screen).toBe('identity');
  });

  it('a question whose start was lost with the connection can be answered again', () => {
    const course = back(connected().hear(asked).play({ type: 'wallet-chosen', device: 'THIS_DEVICE' }));
    expect(course.hear(asked, nothingVisible).state.identity?.step.at).toBe('asked');
  });

  it('a question that ended while the connection was away leads back to the talk', () => {
    const over = back(connected().hear(asked, started)).hear(nothingVisible);
    expect(over.screen).toBe('call');
    expect(over.state.notice).toBe('question-over');
    const categories = [{ nl: 'Uw Wmo-zaken' }];
    const shown = back(connected().hear(asked, started)).hear({ type: 'panel-visibility', categories });
    expect(shown.screen).toBe('call');
    expect(shown.state.notice).toBe('identified');
  });

  it('what the staff member can see ends no question while the connection stays', () => {
    expect(connected().hear(asked, nothingVisible).screen).toBe('identity');
  });

  it('after it the resident goes back to the talk by a click', () => {
    const course = connected().hear(asked, {
      type: 'disclosure-finished',
      disclosure: DISCLOSURE,
      outcome: 'VERIFIED',
    });
    expect(course.screen).toBe('identity');
    course.play({ type: 'back-to-call-clicked' });
    expect(course.screen).toBe('call');
    expect(course.state.notice).toBe('identified');
  });
});

describe('feedback', () => {
  it('is sent once with a score and not without one', () => {
    const course = connected().hear(ended).forget().play({ type: 'feedback-sent-clicked', sentence: '' });
    expect(course.effects).toEqual([]);
    course.play({ type: 'score-chosen', score: 4 }, { type: 'feedback-sent-clicked', sentence: 'Fijn' });
    expect(course.effects).toEqual([{ do: 'send-feedback', ticket: 'f', score: 4, sentence: 'Fijn' }]);
    course.play({ type: 'feedback-stored' }).forget().play({ type: 'feedback-sent-clicked', sentence: '' });
    expect(course.effects).toEqual([]);
  });
});

describe('time', () => {
  it('a phone with a wrong clock counts down with the time of the server', () => {
    const wrong = new Course({ ...arrived().state, now: NOW - 3_600_000 }).hear(welcome('ARRIVED'));
    expect(wrong.play({ type: 'tick', now: NOW - 3_600_000 + 1_000 }).state.now).toBe(NOW + 1_000);
  });
});

describe('what stays', () => {
  const gone = (course: Course, event: PageEvent): string[] => course.forget().play(event).done;
  const refused = (code: 'CLOSED' | 'WAITING_ROOM_FULL' | 'CHANNEL_NOT_OFFERED'): PageEvent => ({
    type: 'message',
    message: { type: 'refused', code, about: 'join-queue' },
  });
  const byInvitation = (): Course => {
    const link: Link = { kind: 'invitation', token: 'x' };
    return new Course({ ...waiting().state, link });
  };

  it.each([
    ['a conversation that is over', { type: 'ticket-refused' }],
    ['something unsafe', { type: 'code-refused' }],
    ['the end', { type: 'message', message: ended }],
    ['no way to talk', refused('CHANNEL_NOT_OFFERED')],
    ['a counter that is closed', refused('CLOSED')],
    ['a full waiting room', refused('WAITING_ROOM_FULL')],
  ] as ReadonlyArray<[string, PageEvent]>)('after %s nothing, the key included', (_what, event) => {
    expect(gone(waiting(), event).filter((done) => done === 'forget')).toHaveLength(1);
  });

  it.each([
    ['a window that took over', { type: 'signalling-replaced' }],
    ['a fault of ours', { type: 'crashed' }],
    ['too much at once', { type: 'message', message: { type: 'refused', code: 'TOO_MANY_MESSAGES' } }],
  ] as ReadonlyArray<[string, PageEvent]>)(
    'after %s the key, so that the talk can go on, and no word of it',
    (_what, event) => {
      const done = gone(connected(), event);
      expect(done).toContain('let-go');
      expect(done).not.toContain('forget');
    },
  );

  it.each(['CLOSED', 'WAITING_ROOM_FULL'] as const)(
    'an invitation opens once: after %s its conversation can go on',
    (code) => {
      expect(gone(byInvitation(), refused(code))).not.toContain('forget');
      expect(gone(byInvitation(), refused('CHANNEL_NOT_OFFERED'))).toContain('forget');
    },
  );
});

describe('the keys', () => {
  it('joining waits until the key was announced', () => {
    const course = arrived().play({ type: 'signalling-lost' }, { type: 'signalling-open', claimedEpoch: 0 });
    course.hear(welcome('ARRIVED')).forget().play({ type: 'ready-clicked' });
    expect(course.sent).toEqual([]);
    expect(course.play({ type: 'key-ready', key: KEY, lasting: true }).sent).toEqual([
      'announce-key',
      'join-queue',
    ]);
  });

  it('are announced on each connection without a live epoch, and on no other', () => {
    const course = connected().forget().play({ type: 'signalling-lost' });
    course.play({ type: 'signalling-open', claimedEpoch: 1 });
    expect(course.done).toEqual(['resume-line']);
    course.forget().play({ type: 'signalling-lost' }, { type: 'signalling-open', claimedEpoch: 0 });
    expect(course.done).toEqual(['load-key']);
  });

  it('a municipality that the site does not name is never shown', () => {
    const course = fresh().play({ type: 'site-loaded', site: { ...site, municipalities: [] } });
    course.play({ type: 'office-loaded', office: known });
    expect(course.screen).toBe('unsafe');
    expect(course.state.reference).toBe('MUNICIPALITY_UNKNOWN');
  });

  it('another municipality than that of the link is never shown', () => {
    const course = fresh({ kind: 'walk-in', municipality: 'elders', topic: 'wmo' });
    course.play({ type: 'site-loaded', site }, { type: 'office-loaded', office: known });
    expect(course.screen).toBe('unsafe');
  });

  it('without the site nothing goes on', () => {
    expect(fresh().play({ type: 'http-failed' }).screen).toBe('server-gone');
  });

  it('a sign of life is asked for at once and each second, and only while somebody can hear it', () => {
    const course = connected();
    const signs = () => course.effects.filter((effect) => effect.do === 'sign-life');
    expect(signs()).toEqual([{ do: 'sign-life', epoch: 1 }]);
    course.play({ type: 'tick', now: NOW + 1_000 });
    expect(signs()).toHaveLength(2);
    course.play({ type: 'signalling-lost' }, { type: 'tick', now: NOW + 30_000 });
    expect(signs()).toHaveLength(2);
    course.play({ type: 'signalling-open', claimedEpoch: 1 }, { type: 'line-broken', epoch: 1 });
    course.play({ type: 'tick', now: NOW + 31_000 });
    expect(signs()).toHaveLength(2);
  });

  it('a clock that was set makes the page ask for the next epoch, once', () => {
    const refusal = { type: 'refused', code: 'SIGNATURE_REFUSED', about: 'heartbeat' } as const;
    const course = talking().hear(offer(1)).play(verified(1), announcedEpoch(1)).forget();
    course.hear(refusal);
    expect(course.effects).toContainEqual({ do: 'send', message: { type: 'want-new-connection', epoch: 1 } });
    course.forget().hear(refusal);
    expect(course.effects).toEqual([]);
  });

  it('an offer for the key of before a reload crosses the new key: it is not used, and another is asked for once', () => {
    const reloaded = (): Course => {
      const course = new Course({ ...arrived().state, joined: true }).hear(
        welcome('IN_CALL'),
        accepted,
        offer(4),
      );
      return course.forget();
    };
    const refused: PageEvent = { type: 'offer-refused', epoch: 4, refusal: 'SIGNATURE_REFUSED' };
    const course = reloaded().play(refused);
    expect(course.screen).toBe('call');
    expect(course.effects).toEqual([{ do: 'send', message: { type: 'want-new-connection', epoch: 4 } }]);
    expect(course.state.call?.security).toBe('none');
    const again = course.hear(offer(5)).play({ ...refused, epoch: 5 });
    expect(again.screen).toBe('unsafe');
    const other: PageEvent = { type: 'offer-refused', epoch: 4, refusal: 'TICKET_REFUSED' };
    expect(reloaded().play(other).screen).toBe('unsafe');
    expect(
      talking()
        .hear(offer(1))
        .play({ ...refused, epoch: 1 }).screen,
    ).toBe('unsafe');
    const later = reloaded()
      .play(verified(4), announcedEpoch(4))
      .hear(offer(5))
      .play({ ...refused, epoch: 5 });
    expect(later.screen).toBe('unsafe');
  });

  it.each(['NOT_IN_THIS_STATE', 'ANSWER_WITHOUT_OFFER'] as const)(
    'an answer that crossed what made it void (%s) leads to the next offer',
    (code) => {
      const course = connected().forget().hear({ type: 'refused', code, about: 'answer' });
      expect(course.sent).toEqual(['want-new-connection']);
      expect(liveEpoch(course.state)).toBe(0);
      expect(course.hear({ type: 'refused', code, about: 'answer' }).sent).toEqual(['want-new-connection']);
    },
  );

  it('an answer that is late because the next offer is here changes nothing', () => {
    const course = connected().forget().hear({ type: 'refused', code: 'STALE_EPOCH', about: 'answer' });
    expect(course.sent).toEqual([]);
    expect(liveEpoch(course.state)).toBe(1);
  });

  it('a line that was forged upon is given up and asked for anew', () => {
    const course = connected().forget().play({ type: 'line-broken', epoch: 1 });
    expect(course.sent).toEqual(['want-new-connection']);
    expect(course.state.call?.security).toBe('none');
  });

  it('a key that is refused ends the talk', () => {
    const course = arrived().hear({ type: 'refused', code: 'KEY_REFUSED', about: 'announce-key' });
    expect(course.screen).toBe('unsafe');
  });
});

const chatting = (): Course => {
  const course = talking().hear({ type: 'channel-changed', channel: 'CHAT' }, offer(1));
  return course.play(verified(1, 'b1', null), announcedEpoch(1, null)).forget();
};
const says = (message: PeerMessage, epoch = 1): PageEvent => ({ type: 'peer-said', epoch, message });
const sealedOf = (course: Course): string[] =>
  course.effects.flatMap((effect) => (effect.do === 'seal' ? [effect.message.type] : []));
const write = (course: Course, id: string, text: string): Course =>
  course.play({ type: 'draft-typed', text }, { type: 'chat-sent', id });
const deliveries = (course: Course): string[] =>
  course.state.call!.exchange.entries.map((entry) => entry.delivery);

describe('chat', () => {
  it('a message is on its way, then arrived when its frame was confirmed', () => {
    const course = write(chatting(), 'm1', ' Hallo ');
    expect(course.state.call?.exchange).toMatchObject({ draft: '', entries: [{ text: 'Hallo' }] });
    course.play({ type: 'frame-sealed', data: { epoch: 1, counter: 7, ciphertext: 'x' }, ref: 'm1' });
    course.play(says({ type: 'received', counter: 6 }));
    expect(deliveries(course)).toEqual(['sending']);
    course.play(says({ type: 'received', counter: 7 }));
    expect(deliveries(course)).toEqual(['delivered']);
  });

  it('nothing is said is nothing sent', () => {
    expect(sealedOf(write(chatting(), 'm1', '   '))).not.toContain('chat');
  });

  it('what did not arrive is told, can be tried again, and may still arrive', () => {
    const course = write(chatting(), 'm1', 'Hallo');
    course.play({ type: 'frame-sealed', data: { epoch: 1, counter: 1, ciphertext: 'x' }, ref: 'm1' });
    course.play({ type: 'tick', now: NOW + UNDELIVERED_AFTER_MS });
    expect(deliveries(course)).toEqual(['failed']);
    course.forget().play({ type: 'chat-again', id: 'm1' });
    expect(course.done).toEqual(['resume-line']);
    expect(deliveries(course)).toEqual(['resent']);
    course.play(says({ type: 'received', counter: 1 }));
    expect(deliveries(course)).toEqual(['delivered']);
  });

  it('a new epoch seals again what is not known to have arrived, under the same name', () => {
    const course = write(write(chatting(), 'm1', 'een'), 'm2', 'twee');
    course.play({ type: 'frame-sealed', data: { epoch: 1, counter: 1, ciphertext: 'x' }, ref: 'm1' });
    course.play({ type: 'frame-sealed', data: { epoch: 1, counter: 2, ciphertext: 'x' }, ref: 'm2' });
    course.play(says({ type: 'received', counter: 1 }));
    course
      .hear(offer(2))
      .play(verified(2, 'b1', null))
      .forget()
      .play(announcedEpoch(2, null));
    expect(course.effects).toContainEqual({
      do: 'seal',
      message: { type: 'chat', id: 'm2', text: 'twee' },
      ref: 'm2',
    });
    expect(sealedOf(course)).toEqual(['chat']);
    expect(deliveries(course)).toEqual(['delivered', 'resent']);
    course.play(says({ type: 'received', counter: 9 }));
    expect(deliveries(course)).toEqual(['delivered', 'resent']);
  });

  it('what comes twice is shown once; what comes from an old epoch not at all', () => {
    const course = chatting();
    const message: PeerMessage = { type: 'chat', id: 'theirs', text: 'Dag' };
    course.play(says(message), says(message), says({ ...message, id: 'old' }, 9));
    expect(course.state.call?.exchange.entries).toHaveLength(1);
  });

  it('beside the picture new messages are counted until the chat is opened', () => {
    const course = connected().play(says({ type: 'chat', id: 'a', text: '1' }));
    course.play(says({ type: 'chat', id: 'b', text: '2' }));
    expect(course.state.call?.exchange.unread).toBe(2);
    course.play({ type: 'chat-opened', open: true });
    expect(course.state.call?.exchange.unread).toBe(0);
  });

  it('typing is told now and then, its end once, and that of the other side is forgotten', () => {
    const course = chatting();
    course.play({ type: 'draft-typed', text: 'H' }, { type: 'draft-typed', text: 'Ha' });
    expect(sealedOf(course)).toEqual(['typing']);
    course.play({ type: 'tick', now: NOW + 4_000 }, { type: 'tick', now: NOW + 5_000 });
    expect(course.effects).toContainEqual({
      do: 'seal',
      message: { type: 'typing', state: 'STOPPED' },
      ref: '',
    });
    expect(sealedOf(course)).toEqual(['typing', 'typing']);
    course.play(says({ type: 'typing', state: 'WRITING' }));
    expect(course.state.call?.exchange.theyTypeUntil).toBeGreaterThan(course.state.now);
    course.play({ type: 'tick', now: NOW + 12_000 });
    expect(course.state.call?.exchange.theyTypeUntil).toBe(0);
  });

  it('draft and history stay when the talk goes on another way', () => {
    const course = write(chatting(), 'm1', 'Hallo').play({ type: 'draft-typed', text: 'en nog' });
    course.hear({ type: 'channel-changed', channel: 'PHONE' });
    expect(course.state.call?.exchange).toMatchObject({ draft: 'en nog', entries: [{ text: 'Hallo' }] });
  });
});

describe('live text', () => {
  it('each letter goes while it is typed, and the end of the line is its own message', () => {
    const course = chatting().play({ type: 'live-switched' }, { type: 'draft-typed', text: 'ik' });
    expect(course.effects).toContainEqual({
      do: 'seal-live',
      message: { type: 'live-text', line: 1, text: 'ik', state: 'OPEN' },
    });
    course.forget().play({ type: 'chat-sent', id: 'l1' });
    expect(course.effects).toContainEqual({
      do: 'seal',
      message: { type: 'live-text', line: 1, text: 'ik', state: 'DONE' },
      ref: 'l1',
    });
    expect(course.state.call?.exchange.line).toBe(2);
    expect(course.effects).toContainEqual(
      expect.objectContaining({ do: 'remember', session: expect.objectContaining({ line: 2 }) as object }),
    );
  });

  it('nothing is read along before it is switched on, and what stands there goes when it is switched off', () => {
    const course = chatting().play({ type: 'draft-typed', text: 'geheim' });
    expect(course.done).not.toContain('seal-live');
    course.play({ type: 'live-switched' }, { type: 'live-switched' });
    const lines = course.effects.flatMap((effect) =>
      effect.do === 'seal-live' ? [effect.message.text] : [],
    );
    expect(lines).toEqual(['geheim', '']);
  });

  it('grows in its place and becomes one message; a line that is done is not opened again', () => {
    const course = chatting();
    const line = (text: string, state: 'OPEN' | 'DONE'): PageEvent =>
      says({ type: 'live-text', line: 1, text, state });
    course.play(line('H', 'OPEN'), line('Ha', 'OPEN'));
    expect(course.state.call?.exchange).toMatchObject({ theirLine: { text: 'Ha' }, entries: [] });
    course.play(line('Hallo', 'DONE'), line('Hallo!', 'OPEN'), line('Hallo', 'DONE'));
    expect(course.state.call?.exchange).toMatchObject({ theirLine: null, entries: [{ text: 'Hallo' }] });
    expect(course.state.call?.exchange.entries).toHaveLength(1);
  });
});

describe('the spoken code', () => {
  const known: PageEvent = { type: 'code-known', code: '482173', matched: false };
  const outcome = (word: CodeWord): PageEvent => says({ type: 'code-outcome', outcome: word });

  it('is shown until it was found right', () => {
    const course = connected().play(known);
    expect(course.state.call?.code).toEqual({ at: 'showing', digits: '482173', ask: 'first' });
    course.play(outcome('SAY_AGAIN'));
    expect(course.state.call?.code).toMatchObject({ ask: 'again' });
    course.play(outcome('MATCHED'));
    expect(course.state.call?.code.at).toBe('matched');
    expect(course.state.notice).toBe('code-matched');
    expect(codeInSight(course.state)).toBe(false);
  });

  it('found right is said once, however often the other side repeats it', () => {
    const course = connected().play(known, outcome('MATCHED'), { type: 'notice-read' }, outcome('MATCHED'));
    expect(course.state.notice).toBeNull();
  });

  it('is asked again over the telephone', () => {
    const course = connected().play(known, outcome('MATCHED'));
    course.hear({ type: 'channel-changed', channel: 'PHONE' }).play(outcome('ASKED_AGAIN'));
    expect(course.state.call?.code).toEqual({ at: 'showing', digits: '482173', ask: 'by-phone' });
    expect(codeInSight(course.state)).toBe(true);
  });

  it('wrong twice is the reason that the goodbye gives', () => {
    const course = connected().play(known, outcome('SAY_AGAIN'), outcome('FAILED')).hear(ended);
    expect(course.state.goodbye?.codeFailed).toBe(true);
  });

  it('a reveal that was not committed to ends the talk', () => {
    const course = connected().forget().play({ type: 'code-refused' });
    expect(course.screen).toBe('unsafe');
    expect(course.state.reference).toBe('CODE_REFUSED');
  });

  it('an outcome without a code changes nothing', () => {
    expect(connected().play(outcome('MATCHED')).state.call?.code.at).toBe('none');
  });

  it('is never in sight beside the digits of the wallet, nor in a chat', () => {
    const course = connected().play(known).hear(asked);
    expect(codeInSight(course.state)).toBe(true);
    course.hear(started).play(proven);
    expect(codeInSight(course.state)).toBe(false);
    course.hear(codeNeeded);
    expect(codeInSight(course.state)).toBe(false);
    course.play({ type: 'declined', reason: 'NOT_NOW' });
    expect(codeInSight(course.state)).toBe(true);
    course.hear({ type: 'channel-changed', channel: 'CHAT' });
    expect(codeInSight(course.state)).toBe(false);
  });

  it('another b begins anew', () => {
    const course = connected().play(known).hear(offer(2)).play(verified(2, 'b2'));
    expect(course.state.call?.code).toEqual({ at: 'none' });
  });

  it('the same b keeps it', () => {
    const course = connected().play(known).hear(offer(2)).play(verified(2));
    expect(course.state.call?.code.at).toBe('showing');
  });
});

describe('files', () => {
  const fileOffer: PeerMessageOf<'file-offer'> = {
    type: 'file-offer',
    file: 'ZmlsZS1pZC0wMDAwMDAwMQ',
    name: 'brief.pdf',
    bytes: 60_000,
    mediaType: 'application/pdf',
    sha256: 'x',
  };
  const id = fileOffer.file;
  const decide = (decision: 'ACCEPTED' | 'DECLINED' | 'CANCELLED'): PageEvent => ({
    type: 'file-answered',
    id,
    decision,
  });
  const theyAnswer = (decision: FileDecision): PageEvent => says({ type: 'file-answer', file: id, decision });
  const stateOf = (course: Course): string | undefined => course.state.call?.exchange.files[0]?.state;

  it('of theirs come only after a yes', () => {
    const course = chatting().play(says(fileOffer));
    expect(course.effects).toEqual([]);
    course.play(decide('ACCEPTED'));
    expect(course.done).toEqual(['expect-file', 'seal']);
    course.play({ type: 'file-part-kept', id, parts: 1 }, { type: 'file-whole', id });
    expect(sealedOf(course)).toEqual(['file-answer', 'file-progress', 'file-answer']);
    expect(stateOf(course)).toBe('complete');
  });

  it('of theirs that are not wanted never come', () => {
    const course = chatting().play(says(fileOffer), decide('DECLINED'), decide('ACCEPTED'));
    expect(course.done).toEqual(['seal']);
    expect(stateOf(course)).toBe('declined');
  });

  it('that came broken are not kept', () => {
    const course = chatting().play(says(fileOffer), decide('ACCEPTED'), { type: 'file-spoiled', id });
    expect(stateOf(course)).toBe('broken');
    expect(course.effects[course.effects.length - 1]).toMatchObject({ message: { decision: 'BROKEN' } });
  });

  it('of ours leave only after their yes, and only as fast as they confirm', () => {
    const course = chatting().play({ type: 'file-ready', offer: fileOffer });
    expect(course.done).toEqual(['seal']);
    course.forget().play(says({ type: 'file-progress', file: id, parts: 1 }));
    expect(course.effects).toEqual([]);
    course.play(theyAnswer('ACCEPTED'));
    expect(course.effects).toEqual([{ do: 'send-parts', id, arrived: 0 }]);
    course
      .forget()
      .play(
        says({ type: 'file-progress', file: id, parts: 9 }),
        says({ type: 'file-progress', file: id, parts: 2 }),
        says({ type: 'file-progress', file: id, parts: 1 }),
      );
    expect(course.effects).toEqual([{ do: 'send-parts', id, arrived: 2 }]);
    course.play(theyAnswer('COMPLETE'));
    expect(stateOf(course)).toBe('complete');
  });

  it('one that nobody answered yet is offered again under a new epoch', () => {
    const course = chatting().play({ type: 'file-ready', offer: fileOffer });
    course
      .hear(offer(2))
      .play(verified(2, 'b1', null))
      .forget()
      .play(announcedEpoch(2, null));
    expect(stateOf(course)).toBe('offered');
    expect(course.effects).toContainEqual({ do: 'seal', message: fileOffer, ref: '' });
  });

  it('one of theirs that comes again is shown once; a no is said again, one that broke off may be taken', () => {
    const course = chatting().play(says(fileOffer), says(fileOffer));
    expect(course.state.call?.exchange.files).toHaveLength(1);
    course.play(decide('ACCEPTED'), theyAnswer('CANCELLED'), says(fileOffer));
    expect(stateOf(course)).toBe('offered');
    course.play(decide('DECLINED')).forget().play(says(fileOffer));
    expect(course.effects).toEqual([
      { do: 'seal', message: { type: 'file-answer', file: id, decision: 'DECLINED' }, ref: '' },
    ]);
  });

  it('a file half way is cancelled by a new epoch, on both sides', () => {
    const course = chatting().play({ type: 'file-ready', offer: fileOffer }, theyAnswer('ACCEPTED'));
    course
      .hear(offer(2))
      .play(verified(2, 'b1', null))
      .forget()
      .play(announcedEpoch(2, null));
    expect(stateOf(course)).toBe('cancelled');
    expect(course.done).toContain('drop-file');
    course.forget().play(says({ type: 'file-answer', file: id, decision: 'ACCEPTED' }, 2));
    expect(course.effects).toEqual([
      { do: 'seal', message: { type: 'file-answer', file: id, decision: 'CANCELLED' }, ref: '' },
    ]);
  });

  it('either side can stop', () => {
    const mine = chatting().play({ type: 'file-ready', offer: fileOffer }, decide('CANCELLED'));
    expect(stateOf(mine)).toBe('cancelled');
    const theirs = chatting().play(says(fileOffer), theyAnswer('CANCELLED'));
    expect(stateOf(theirs)).toBe('cancelled');
  });

  it('an answer to a file that nobody offered, and a verdict on their own, change nothing', () => {
    const course = chatting().play(theyAnswer('ACCEPTED'), says(fileOffer), theyAnswer('COMPLETE'));
    expect(course.effects).toEqual([]);
    expect(stateOf(course)).toBe('offered');
  });

  it('more offers than anybody needs are declined by themselves', () => {
    const course = chatting();
    for (let at = 0; at < 31; at++) course.play(says({ ...fileOffer, file: `${id}${String(at)}` }));
    expect(course.state.call?.exchange.files).toHaveLength(30);
    expect(sealedOf(course)).toEqual(['file-answer']);
  });
});

describe('another way to talk', () => {
  it('a wish that was lost with the connection can be told again', () => {
    const course = connected().play({ type: 'switch-clicked', channel: 'CHAT' }, { type: 'signalling-lost' });
    course.play({ type: 'signalling-open', claimedEpoch: 1 }).hear(welcome('IN_CALL'), accepted).forget();
    expect(course.play({ type: 'switch-clicked', channel: 'CHAT' }).sent).toEqual(['switch-channel']);
  });

  it('one that began while the connection was away shuts the camera all the same', () => {
    const course = connected().play(
      { type: 'signalling-lost' },
      { type: 'signalling-open', claimedEpoch: 1 },
    );
    course.forget().hear(welcome('IN_CALL'), { ...accepted, channel: 'PHONE' });
    expect(course.done).toContain('close-media');
    expect(course.done).toContain('close-peer');
    expect(course.done).not.toContain('prepare-peer');
    expect(course.state.call?.channel).toBe('PHONE');
    expect(course.state.notice).toBe('now-phone');
  });

  it('is asked for once and begins when the server says so', () => {
    const course = connected().forget().play({ type: 'switch-clicked', channel: 'PHONE' });
    course.play({ type: 'switch-clicked', channel: 'CHAT' });
    expect(course.effects).toEqual([{ do: 'send', message: { type: 'switch-channel', channel: 'PHONE' } }]);
    expect(course.state.call?.channel).toBe('VIDEO');
    course.forget().hear({ type: 'channel-changed', channel: 'PHONE' });
    expect(course.done).toEqual(expect.arrayContaining(['close-peer', 'close-media', 'remember']));
    expect(course.state.call).toMatchObject({ channel: 'PHONE', switching: null });
    expect(course.state.notice).toBe('now-phone');
  });

  it('back to the picture the resident turns on the camera; the staff member cannot', () => {
    const asking = chatting().play({ type: 'switch-clicked', channel: 'VIDEO' });
    expect(asking.done).toEqual(['open-media', 'send']);
    const told = chatting().hear({ type: 'channel-changed', channel: 'VIDEO' });
    expect(told.done).not.toContain('open-media');
    expect(told.state.notice).toBe('now-video');
    told.play({ type: 'microphone-changed', microphone: 'on' });
    expect(told.state.notice).toBe('now-video');
    told.play({ type: 'camera-changed', camera: 'on' });
    expect(told.state.notice).toBeNull();
  });

  it('that is refused leaves the talk as it is', () => {
    const course = connected().play({ type: 'switch-clicked', channel: 'CHAT' });
    course.hear({ type: 'refused', code: 'CHANNEL_NOT_OFFERED', about: 'switch-channel' });
    expect(course.state.call).toMatchObject({ channel: 'VIDEO', switching: null });
    expect(course.state.notice).toBe('switch-refused');
  });

  it('a chat is live without media, so that a lost socket costs nothing', () => {
    expect(liveEpoch(chatting().state)).toBe(1);
  });

  it('who has no camera goes on by chat', () => {
    const course = arrived().hear(welcome('ARRIVED')).forget();
    course.play({ type: 'go-on-without-picture', channel: 'CHAT' });
    expect(course.screen).toBe('waiting');
    expect(course.effects).toContainEqual({
      do: 'send',
      message: {
        type: 'join-queue',
        channel: 'CHAT',
        language: 'NL',
        media: { microphone: 'NONE', camera: 'NONE' },
      },
    });
  });

  it('a telephone number is checked, sealed, and sealed again until it is known to have arrived', () => {
    const course = chatting().play({ type: 'phone-number-given', number: 'bel mij' });
    expect(course.state.call?.exchange.phoneWrong).toBe(true);
    expect(course.effects).toEqual([]);
    course.play({ type: 'phone-number-given', number: ' (06) 1234 5678 ' });
    expect(sealedOf(course)).toEqual(['phone-number']);
    course
      .hear(offer(2))
      .play(verified(2, 'b1', null))
      .forget()
      .play(announcedEpoch(2, null));
    expect(sealedOf(course)).toEqual(['phone-number']);
    course.play({ type: 'frame-sealed', data: { epoch: 2, counter: 1, ciphertext: 'x' }, ref: 'phone' });
    course.play(says({ type: 'received', counter: 1 }, 2));
    expect(course.state.call?.exchange.phone?.delivered).toBe(true);
  });

  it('an invitation tells what it is about after the click, and then asks how to talk', () => {
    const many = officeFrom(office({}, ['VIDEO', 'CHAT']))!;
    const course = fresh({ kind: 'invitation', token: 'aW52aXRhdGlvbi10b2tlbi0x' });
    course.play({ type: 'site-loaded', site }, { type: 'start-clicked' });
    course.play({
      type: 'joined',
      joined: { office: many, conversation: CONVERSATION, ticket: TICKET },
    });
    expect(course.screen).toBe('welcome');
    expect(course.done).not.toContain('connect');
    course.forget().play({ type: 'channel-chosen', channel: 'CHAT' }, { type: 'start-clicked' });
    expect(course.screen).toBe('waiting');
    expect(course.done).toContain('connect');
    expect(course.done).not.toContain('redeem');
  });
});

describe('the wish to be called back', () => {
  const wish = { name: ' S. van den Berg ', phone: '06 12345678', words: '' };
  const open = (): Course =>
    new Course({ ...initialState(WALK_IN, DUTCH, NOW), office: known }).play({
      type: 'callback-toggled',
      open: true,
    });

  it('is sent once, and the promise is shown', () => {
    const course = open().play({ type: 'callback-asked', ...wish }, { type: 'callback-asked', ...wish });
    expect(course.effects).toEqual([
      {
        do: 'ask-callback',
        municipality: 'voorbeeld',
        topic: 'wmo',
        name: 'S. van den Berg',
        phone: '06 12345678',
        words: '',
      },
    ]);
    course.play({ type: 'callback-promised', by: NOW });
    expect(course.state.callback).toEqual({ at: 'promised', by: NOW });
  });

  it.each([
    ['name', { ...wish, name: '  ' }],
    ['phone', { ...wish, phone: 'bel mij' }],
    ['phone', { ...wish, phone: '112' }],
    ['phone', { ...wish, phone: '0612345678901234567' }],
  ])('names the field that nobody could be called by: %s', (wrong, asked) => {
    const course = open().play({ type: 'callback-asked', ...asked });
    expect(course.effects).toEqual([]);
    expect(course.state.callback).toEqual({ at: 'open', wrong });
  });

  it('stays to be tried again when it could not be sent', () => {
    const course = open().play(
      { type: 'callback-asked', ...wish },
      { type: 'callback-failed', why: 'trouble' },
      { type: 'callback-asked', ...wish },
    );
    expect(course.done).toEqual(['ask-callback', 'ask-callback']);
  });
});
