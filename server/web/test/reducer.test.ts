import { describe, expect, it } from 'vitest';
import type { Effect, PageEvent } from '../src/page/events';
import { SERVER_GONE_AFTER_MS, begin, liveEpoch, reduce } from '../src/page/reducer';
import { initialState } from '../src/page/state';
import type { Link, PageState } from '../src/page/state';
import { officeFrom } from '../src/protocol/http';
import type { RelayToResident } from '../src/protocol/messages';
import { LANGUAGES } from '../src/texts/texts';
import { TICKET, office } from './kit/stand-in';
import { DISCLOSURE } from './kit/talk';

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
const welcome = (stage: 'ARRIVED' | 'WAITING' | 'IN_CALL' | 'ENDED'): RelayToResident => ({
  type: 'welcome',
  conversation: 'Zm9vYmFyYmF6cXV4MTIzNA',
  municipality: 'voorbeeld',
  topic: 'wmo',
  stage,
  serverTime: NOW,
});
const accepted: RelayToResident = {
  type: 'accepted',
  staff: { displayName: 'Fatma', role: { nl: 'medewerker' }, municipality: 'Gemeente Voorbeeld' },
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
const started: RelayToResident = {
  type: 'disclosure-started',
  disclosure: DISCLOSURE,
  device: 'OTHER_DEVICE',
  sessionPointer: '{}',
  walletLink: 'https://open.yivi.app/-/session#x',
  pairing: 'REQUIRED',
  expiresAt: NOW + 300_000,
};
const ended: RelayToResident = {
  type: 'ended',
  reason: 'STAFF_HUNG_UP',
  reference: 'V-1',
  feedbackTicket: 'f',
};

const fresh = (link: Link = WALK_IN): Course => new Course(initialState(link, DUTCH, NOW));

const arrived = (): Course =>
  fresh().play(
    { type: 'office-loaded', office: known },
    { type: 'start-clicked' },
    { type: 'joined', joined: { office: known, conversation: 'Zm9vYmFyYmF6cXV4MTIzNA', ticket: TICKET } },
    { type: 'signalling-open', claimedEpoch: 0 },
  );

const waiting = (): Course => arrived().hear(welcome('ARRIVED')).play({ type: 'ready-clicked' });
const talking = (): Course => waiting().hear(accepted);
const connected = (): Course =>
  talking()
    .hear({ type: 'offer', epoch: 1, sdp: SDP })
    .play({ type: 'peer-changed', epoch: 1, peer: 'connected' });

describe('the link', () => {
  it('a walk-in link loads what it is about before anything is shown', () => {
    expect(begin(fresh().state).effects).toEqual([
      { do: 'load-site' },
      { do: 'load-office', municipality: 'voorbeeld', topic: 'wmo' },
    ]);
  });

  it('an invitation is not redeemed by opening it', () => {
    const first = begin(fresh({ kind: 'invitation', token: 'aW52aXRhdGlvbi10b2tlbi0x' }).state);
    expect(first.effects).toEqual([{ do: 'load-site' }]);
    expect(first.state.screen.name).toBe('welcome');
    expect(first.state.office).toBeNull();
  });

  it('a click redeems the link, a second click does not redeem it again', () => {
    const course = fresh().play(
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
    ['TOO_MANY_MESSAGES', 'full'],
    ['UNKNOWN', 'server-gone'],
  ] as const)('%s becomes the screen %s', (code, screen) => {
    expect(fresh().play({ type: 'http-refused', problem: { code } }).screen).toBe(screen);
  });

  it('the contact of a refused link is shown', () => {
    const { contact } = known.municipality;
    const course = fresh().play({ type: 'http-refused', problem: { code: 'LINK_USED', contact } });
    expect(course.state.contact).toEqual(contact);
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
      remembered: { office: known, ticket: TICKET, camera: 'off', microphone: 'on' },
    });
    course.hear(welcome('WAITING'));
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
      remembered: { office: known, ticket: TICKET, camera: 'on', microphone: 'on' },
    });
    course.hear(welcome('ARRIVED'));
    expect(course.screen).toBe('devices');
    expect(course.done).toContain('open-media');
  });

  it('a ticket that is no longer valid ends in a way on', () => {
    const course = waiting().play({ type: 'ticket-refused' });
    expect(course.screen).toBe('conversation-gone');
    expect(course.done).toContain('forget');
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
    expect(course.done).toEqual(['call-attention', 'prepare-peer', 'send']);
  });

  it('an accepted that is repeated after a reconnect rings no bell', () => {
    expect(talking().forget().hear(accepted).done).not.toContain('call-attention');
  });

  it('answers each epoch once', () => {
    const course = talking().forget();
    course.hear({ type: 'offer', epoch: 1, sdp: SDP }, { type: 'offer', epoch: 1, sdp: SDP });
    expect(course.done).toEqual(['answer']);
    expect(course.forget().hear({ type: 'offer', epoch: 2, sdp: SDP }).done).toEqual(['answer']);
  });

  it('an older epoch is over: its offer, candidates and answers go nowhere', () => {
    const course = connected().hear({ type: 'offer', epoch: 2, sdp: SDP }).forget();
    course.hear({ type: 'offer', epoch: 1, sdp: SDP });
    course.hear({ type: 'candidate', epoch: 1, candidate: { line: 'candidate:1', mid: '0' } });
    course.play({ type: 'answered', epoch: 1, sdp: SDP }, { type: 'peer-changed', epoch: 1, peer: 'failed' });
    expect(course.effects).toEqual([]);
  });

  it.each([
    ['no fingerprint', SDP.replace(FINGERPRINT, 'a=mid:0')],
    ['a second fingerprint', `${SDP}${FINGERPRINT.replace('AB', 'AC')}\r\n`],
    ['another hash', SDP.replace('sha-256', 'sha-1')],
  ])('an offer with %s ends the talk before a camera picture leaves', (_what, sdp) => {
    const course = talking().forget().hear({ type: 'offer', epoch: 1, sdp });
    expect(course.screen).toBe('unsafe');
    expect(course.done).not.toContain('answer');
    expect(course.done).toEqual(expect.arrayContaining(['close-peer', 'close-media', 'disconnect']));
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
    expect(liveEpoch(talking().hear({ type: 'offer', epoch: 1, sdp: SDP }).state)).toBe(0);
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
    expect(course.hear({ type: 'offer', epoch: 2, sdp: SDP }).done).toContain('answer');
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

describe('showing who I am', () => {
  it('asks, starts on the chosen device, shows the code', () => {
    const course = connected().forget().hear(asked).play({ type: 'wallet-chosen', device: 'OTHER_DEVICE' });
    expect(course.sent).toEqual(['start-disclosure']);
    course.hear(started);
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
    const course = connected().hear(asked, started, needed).forget();
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
    expect(course.effects).toEqual([
      { do: 'send', message: { type: 'start-disclosure', disclosure: DISCLOSURE, device: 'OTHER_DEVICE' } },
    ]);
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
  const codeNeeded: RelayToResident = {
    type: 'disclosure-progress',
    disclosure: DISCLOSURE,
    step: 'PAIRING_CODE_NEEDED',
    triesLeft: 3,
  };

  it('a question that is repeated after a lost connection throws nobody back', () => {
    const reading = back(connected().hear(asked).play({ type: 'no-app-clicked' }));
    expect(reading.hear(asked, nothingVisible).state.identity?.step.at).toBe('no-app');
    const typing = back(connected().hear(asked, started, codeNeeded));
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
    const wrong = new Course(initialState(WALK_IN, DUTCH, NOW - 3_600_000)).hear(welcome('ARRIVED'));
    expect(wrong.play({ type: 'tick', now: NOW - 3_600_000 + 1_000 }).state.now).toBe(NOW + 1_000);
  });
});
