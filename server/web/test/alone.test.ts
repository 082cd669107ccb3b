/** The keys of the two without a browser: here the clock and the timers belong to the test. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Bond, HEARD_AT_ONCE, HEARD_PER_SECOND } from '../src/binding/bond';
import { LifeSigns } from '../src/binding/life';
import { Pace } from '../src/binding/pace';
import { Frames } from '../src/page/frames';
import { Latest } from '../src/page/latest';
import type { PageEvent } from '../src/page/events';
import { siteFrom } from '../src/protocol/http';
import type { SealedData } from '../src/protocol/messages';
import type { PeerMessage } from '../src/protocol/peer';
import { CONVERSATION, Counter, Gate, MUNICIPALITY } from './kit/counter';

const BEGIN = Date.now(); // the gate's ticket is of now
const HOUR = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('which sign of life is due', () => {
  it('each number stands for its own five seconds and is given once', () => {
    const life = new LifeSigns(BEGIN);
    const due = (after: number): number | null => life.due(BEGIN + after);
    expect([0, 0, 4_999, 5_000, 5_001, 9_999, 10_000].map(due)).toEqual([1, null, null, 2, null, null, 3]);
  });

  it('a late timer leaves numbers out and never hurries after them', () => {
    const life = new LifeSigns(BEGIN);
    const due = (after: number): number | null => life.due(BEGIN + after);
    expect([0, 27_000, 28_000, 30_000].map(due)).toEqual([1, 6, null, 7]);
  });

  it('a clock that was set back gives none until it has caught up', () => {
    const life = new LifeSigns(BEGIN);
    const due = (after: number): number | null => life.due(BEGIN + after);
    expect([0, 5_000, -HOUR, 3_000, 9_999, 10_000].map(due)).toEqual([1, 2, null, null, null, 3]);
  });
});

describe('how much may come', () => {
  it('is so much at once, and so much each second', () => {
    const pace = new Pace(3, 2, BEGIN);
    const takes = (after: number, times: number): number =>
      Array.from({ length: times }, () => pace.take(BEGIN + after)).filter(Boolean).length;
    expect(takes(0, 10)).toBe(3);
    expect(takes(400, 10)).toBe(0);
    expect(takes(500, 10)).toBe(1);
    expect(takes(1_500, 10)).toBe(2);
    expect(takes(HOUR, 10)).toBe(3);
    expect(takes(0, 10)).toBe(0); // set back
    expect(takes(500, 10)).toBe(1);
  });

  it('is more than a 10 MB file through the relay, with live text and what is sent again beside it', () => {
    const pace = new Pace(HEARD_AT_ONCE, HEARD_PER_SECOND, BEGIN);
    const parts = Math.ceil((10 * 1024 * 1024) / (24 * 1024));
    // As the relay reads: 190 parts at once, 93 a second after them; 10 lines and 64 frames again each second.
    let refused = 0;
    for (let sent = 0, second = 0; sent < parts; second++) {
      const now = Math.min(parts - sent, second === 0 ? 190 : 93);
      for (let frame = 0; frame < now + 10 + 64; frame++) if (!pace.take(BEGIN + second * 1_000)) refused++;
      sent += now;
    }
    expect(refused).toBe(0);
  });
});

describe('drawing', () => {
  it('comes at once and then once a frame, the last state always', () => {
    const frames: Array<() => void> = [];
    let state = 0;
    const drawn: number[] = [];
    const drawing = new Frames(
      () => drawn.push(state),
      (then) => frames.push(then),
    );
    const change = (): void => {
      state++;
      drawing.want();
    };
    const frame = (): void => frames.shift()!();
    change();
    expect(drawn).toEqual([1]);
    for (let times = 0; times < 1_000; times++) change();
    expect(drawn).toEqual([1]);
    frame();
    expect(drawn).toEqual([1, 1_001]);
    frame();
    expect(frames).toEqual([]);
    change();
    expect(drawn).toEqual([1, 1_001, 1_002]);
  });
});

describe('the latest', () => {
  it('is passed at once, then once in a while, and not after it is out of date', () => {
    const passed: number[] = [];
    const latest = new Latest<number>(1_000, (value) => passed.push(value));
    for (const value of [1, 2, 3]) latest.offer(value);
    expect(passed).toEqual([1]);
    vi.advanceTimersByTime(1_000);
    expect(passed).toEqual([1, 3]);
    latest.offer(4);
    latest.forget();
    vi.advanceTimersByTime(5_000);
    expect(passed).toEqual([1, 3]);
    latest.offer(5);
    expect(passed).toEqual([1, 3, 5]);
  });
});

/** A bond with an honest staff member at the other end. */
class Talk {
  now = BEGIN;
  readonly events: PageEvent[] = [];
  readonly counter = new Counter(new Gate());
  readonly bond = new Bond(
    (event) => this.events.push(event),
    () => this.now,
  );

  async begin(): Promise<this> {
    const site = siteFrom(this.counter.gate.site())!;
    this.bond.begin({ id: CONVERSATION, municipality: MUNICIPALITY, gateKeys: site.gateKeys });
    const ready = (await this.of('key-ready'))[0]!;
    this.counter.residentKey = Buffer.from(ready.key, 'base64url');
    return this;
  }

  async verify(epoch: number): Promise<void> {
    this.bond.verify(this.counter.offer(epoch));
    expect(await this.of('offer-verified')).toHaveLength(1);
  }

  async announce(epoch: number): Promise<void> {
    this.bond.announce(epoch, undefined, new Uint8Array(0));
    const { announcement } = (await this.of('epoch-announced'))[0]!;
    this.counter.take({ type: 'answer', epoch, announcement });
  }

  async bound(): Promise<this> {
    await this.begin();
    await this.verify(1);
    await this.announce(1);
    return this;
  }

  /** What happened of this kind since it was last asked. */
  async of<T extends PageEvent['type']>(type: T): Promise<Array<Extract<PageEvent, { type: T }>>> {
    await this.idle();
    const found = this.events.filter((event) => event.type === type);
    const rest = this.events.filter((event) => event.type !== type);
    this.events.splice(0, this.events.length, ...rest);
    return found as Array<Extract<PageEvent, { type: T }>>;
  }

  /** A task may ask for another one behind it. */
  async idle(): Promise<void> {
    await this.bond.idle();
    await this.bond.idle();
  }

  async said(): Promise<string[]> {
    return (await this.of('peer-said')).map(({ message }) => (message.type === 'chat' ? message.text : ''));
  }
}

const chat = (number: number): PeerMessage => ({
  type: 'chat',
  id: `Y2hhdC1pZC0w${String(number).padStart(8, '0')}`,
  text: String(number),
});

describe('signs of life of the page', () => {
  async function sign(talk: Talk, after: number, epoch = 1): Promise<number | null> {
    talk.now = BEGIN + after;
    talk.bond.signLife(epoch);
    const [signed, ...more] = await talk.of('life-signed');
    expect(more).toEqual([]);
    if (signed === undefined) return null;
    expect(talk.counter.lives(signed.number, signed.signature)).toBe(true);
    expect(talk.counter.lives(signed.number + 1, signed.signature)).toBe(false);
    return signed.number;
  }

  it('are counted by its own clock from the moment when the offer was verified, not from the answer', async () => {
    const talk = await new Talk().begin();
    await talk.verify(1);
    talk.now += 12_000; // the camera took its time
    await talk.announce(1);
    expect(await sign(talk, 12_000)).toBe(3);
    expect(await sign(talk, 14_999)).toBeNull();
    expect(await sign(talk, 15_000)).toBe(4);
    expect(await sign(talk, 15_000 - HOUR)).toBeNull();
    expect(await sign(talk, 41_000)).toBe(9);
  });

  it('belong to one epoch and begin anew with the next', async () => {
    const talk = await new Talk().bound();
    expect(await sign(talk, 60_000)).toBe(13);
    await talk.verify(2);
    expect(await sign(talk, 61_000)).toBeNull(); // not before our own announcement
    await talk.announce(2);
    expect(await sign(talk, 61_000)).toBeNull(); // of the epoch that is over
    expect(await sign(talk, 61_000, 2)).toBe(1);
    expect(await sign(talk, 66_000, 2)).toBe(2);
  });
});

describe('who floods', () => {
  it('is read no faster, and nothing of it is lost', async () => {
    const talk = await new Talk().bound();
    const frames = Array.from({ length: HEARD_AT_ONCE + 40 }, (_, at): SealedData =>
      talk.counter.seal(chat(at)),
    );
    for (const frame of frames) talk.bond.hear(frame);
    expect(await talk.said()).toHaveLength(HEARD_AT_ONCE);
    expect(await talk.of('frames-missing')).toEqual([
      { type: 'frames-missing', epoch: 1, from: HEARD_AT_ONCE + 1 },
    ]);
    vi.advanceTimersByTime(1_000);
    expect(await talk.of('frames-missing')).toEqual([
      { type: 'frames-missing', epoch: 1, from: HEARD_AT_ONCE + 1 },
    ]);
    talk.now += 1_000;
    for (const frame of frames.slice(HEARD_AT_ONCE)) talk.bond.hear(frame);
    expect(await talk.said()).toEqual(frames.slice(HEARD_AT_ONCE).map((_, at) => String(HEARD_AT_ONCE + at)));
  });

  it('with gaps is asked once a second for what is missing', async () => {
    const talk = await new Talk().bound();
    const frames = Array.from({ length: 100 }, (_, at): SealedData => talk.counter.seal(chat(at)));
    for (let at = 1; at < 99; at += 2) {
      for (const frame of [frames[at]!, frames[at - 1]!]) talk.bond.hear(frame);
      talk.bond.hear(frames[at]!);
    }
    talk.bond.hear(frames[99]!);
    const asked = await talk.of('frames-missing');
    expect(asked).toHaveLength(1);
    vi.advanceTimersByTime(1_000);
    expect(await talk.of('frames-missing')).toEqual([{ type: 'frames-missing', epoch: 1, from: 99 }]);
    expect(await talk.said()).toHaveLength(98);
  });

  it('with questions for frames again is answered once a second, the last question always', async () => {
    const talk = await new Talk().bound();
    for (let at = 0; at < 5; at++) talk.bond.seal(chat(at), '');
    expect(await talk.of('frame-sealed')).toHaveLength(5);
    for (let times = 0; times < 50; times++) talk.bond.again(1, 1);
    talk.bond.again(1, 4);
    expect(await talk.of('frame-again')).toHaveLength(5);
    vi.advanceTimersByTime(1_000);
    expect((await talk.of('frame-again')).map(({ data }) => data.counter)).toEqual([4, 5]);
    vi.advanceTimersByTime(5_000);
    expect(await talk.of('frame-again')).toEqual([]);
  });

  it('with a connection that comes and goes gets what waits once a second', async () => {
    const talk = await new Talk().bound();
    talk.bond.seal(chat(1), '');
    for (let times = 0; times < 10; times++) talk.bond.resume();
    expect(await talk.of('frame-again')).toHaveLength(1);
    expect(await talk.of('frames-missing')).toHaveLength(1);
  });
});

describe('the end', () => {
  async function full(): Promise<Talk> {
    const talk = await new Talk().bound();
    for (let at = 0; at < 70; at++) talk.bond.seal(chat(at), '');
    expect(await talk.of('frame-sealed')).toHaveLength(64); // the others wait for a confirmation
    return talk;
  }

  it('what waits leaves when it may', async () => {
    const talk = await full();
    talk.bond.hear(talk.counter.seal({ type: 'received', counter: 64 }));
    expect(await talk.of('frame-sealed')).toHaveLength(6);
  });

  it.each([
    ['rests', (talk: Talk): void => talk.bond.rest()],
    ['is over', (talk: Talk): void => talk.bond.erase(CONVERSATION)],
  ])(
    'nothing that waited is sent when the conversation %s, nothing heard, nothing signed',
    async (_what, stop) => {
      const talk = await full();
      stop(talk);
      talk.bond.hear(talk.counter.seal({ type: 'received', counter: 64 }));
      talk.bond.resume();
      talk.bond.again(1, 1);
      talk.now += 60_000;
      talk.bond.signLife(1);
      vi.advanceTimersByTime(60_000);
      await talk.idle();
      expect(talk.events).toEqual([]);
    },
  );

  it('the key of a conversation that is over signs nothing any more; one that rests keeps it where it is kept here alone', async () => {
    const over = await new Talk().bound();
    over.bond.erase(CONVERSATION);
    over.bond.signConsent('ZGlzY2xvc3VyZS0wMDAx', 'THIS_DEVICE');
    expect(await over.of('consent-impossible')).toHaveLength(1);
    const resting = await new Talk().bound();
    const before = resting.counter.residentKey!.toString('base64url');
    resting.bond.rest();
    resting.bond.begin({ id: CONVERSATION, municipality: MUNICIPALITY, gateKeys: [] });
    expect((await resting.of('key-ready'))[0]?.key).toBe(before);
  });
});
