import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decode } from '../src/protocol/decode';
import { encode } from '../src/protocol/encode';
import type { ResidentToRelay } from '../src/protocol/messages';
import { decodePeer, encodePeer, plainFileName, savedName } from '../src/protocol/peer';

const GOLDEN = new URL('../../../protocol/golden/', import.meta.url);

function goldenFiles(folder: string): Array<[string, string]> {
  const url = new URL(`${folder}/`, GOLDEN);
  return readdirSync(url)
    .filter((name) => name.endsWith('.json'))
    .map((name) => [name, readFileSync(new URL(name, url), 'utf8')]);
}

interface MalformedExample {
  readonly direction: string;
  readonly code: string;
  readonly text: string;
}

const malformed = goldenFiles('malformed').map(([name, text]): [string, MalformedExample] => [
  name,
  JSON.parse(text) as MalformedExample,
]);

describe('golden messages', () => {
  it.each(goldenFiles('relay-to-resident'))('%s from the server is accepted', (_name, text) => {
    const decoded = decode(text);
    expect(decoded.kind).toBe('message');
    const type = (JSON.parse(text) as { type: string }).type;
    expect(decoded.kind === 'message' && decoded.message.type).toBe(type);
  });

  it('every message that this page knows has a golden file', () => {
    const types = new Set(
      goldenFiles('relay-to-resident').map(([, text]) => (JSON.parse(text) as { type: string }).type),
    );
    expect([...types].sort()).toEqual(
      [
        'accepted',
        'candidate',
        'candidates-done',
        'channel-changed',
        'disclosure-asked',
        'disclosure-finished',
        'disclosure-progress',
        'disclosure-started',
        'ended',
        'media-state',
        'offer',
        'panel-visibility',
        'receipt',
        'refused',
        'sealed',
        'sealed-resend',
        'staff-presence',
        'waiting',
        'welcome',
      ].sort(),
    );
  });

  it.each(malformed)('%s is refused, whatever its direction', (_name, example) => {
    expect(decode(example.text).kind).not.toBe('message');
  });

  it.each(malformed.filter(([, example]) => example.direction === 'relay-to-resident'))(
    '%s from the server is refused',
    (_name, example) => {
      const expected = example.code === 'UNKNOWN_TYPE' ? 'unknown-type' : 'malformed';
      expect(decode(example.text).kind).toBe(expected);
    },
  );

  // Each written out by hand in terms of the page's own types: the compiler checks the shape, the file the text.
  const SDP = 'v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\n';
  const ANNOUNCEMENT = {
    ecdhKey: 'BLcCndwIpqGLeLW13cJ7usZVsDua_WSvU1aGvzE8iR6PK0AO4K8bFxZQm6zh3x2-3OzoUkTMbnKJjT1AZ5j1Ams',
    signature: '8Ns4DcBBBklbJjWUGfZik7CV02g1FmzK26k80Ik-8vFET0pz51iVhawIMVULCzso6nDRSM-PAX1gePRcaz79Aw',
  };
  const DISCLOSURE = 'ZGlzY2xvc3VyZS0wMDAx';
  const ours: { readonly [file: string]: ResidentToRelay } = {
    'announce-key.json': {
      type: 'announce-key',
      key: 'BJ_Ws8UvnarQNBT1t_zvjpuodJjm3C3f-fOEhOi5DLXZg_naX1OllMHWgilOrf0YTA4LUS0m-FdgfCWkIQ7yruA',
    },
    'answer.json': { type: 'answer', epoch: 1, sdp: SDP, announcement: ANNOUNCEMENT },
    'answer--messages-only.json': { type: 'answer', epoch: 1, announcement: ANNOUNCEMENT },
    'heartbeat.json': { type: 'heartbeat', epoch: 1, number: 12, signature: ANNOUNCEMENT.signature },
    'sealed.json': {
      type: 'sealed',
      data: { epoch: 1, counter: 3, ciphertext: 'LXEWQrcmsEQBYnyp-6wy9chTD7GQPMTbAiWHF5IaSIE' },
    },
    'sealed-resend.json': { type: 'sealed-resend', epoch: 1, from: 2 },
    'switch-channel.json': { type: 'switch-channel', channel: 'PHONE' },
    'candidate.json': {
      type: 'candidate',
      epoch: 1,
      candidate: {
        line: 'candidate:1 1 udp 2130706431 192.0.2.7 50000 typ host generation 0 ufrag Qx7r',
        mid: '0',
      },
    },
    'candidates-done.json': { type: 'candidates-done', epoch: 1 },
    'decline-disclosure.json': { type: 'decline-disclosure', disclosure: DISCLOSURE, reason: 'NO_WALLET' },
    'join-queue.json': {
      type: 'join-queue',
      channel: 'VIDEO',
      language: 'NL',
      media: { microphone: 'ON', camera: 'NONE' },
    },
    'leave.json': { type: 'leave', manner: 'OPENLY' },
    'leave--quietly.json': { type: 'leave', manner: 'QUIETLY' },
    'media-state.json': { type: 'media-state', media: { microphone: 'OFF', camera: 'ON' } },
    'pairing-code.json': { type: 'pairing-code', disclosure: DISCLOSURE, code: '0482' },
    'start-disclosure.json': {
      type: 'start-disclosure',
      disclosure: DISCLOSURE,
      device: 'OTHER_DEVICE',
      signature: ANNOUNCEMENT.signature,
    },
    'want-new-connection.json': { type: 'want-new-connection', epoch: 1 },
  };

  it.each(goldenFiles('resident-to-relay'))('%s is what this page sends', (name, text) => {
    const message = ours[name];
    expect(message, 'add this message to the page').toBeDefined();
    expect(encode(message!)).toBe(JSON.stringify(JSON.parse(text)));
  });
});

describe('what the two say to each other', () => {
  it.each(goldenFiles('peer'))('%s is read and written as it stands', (_name, text) => {
    const message = decodePeer(text);
    expect(message).not.toBeNull();
    expect(encodePeer(message!)).toBe(JSON.stringify(JSON.parse(text)));
  });

  it.each(malformed)('%s is refused', (_name, example) => {
    expect(decodePeer(example.text)).toBeNull();
  });

  it.each([
    ['../../etc/passwd', '_.._etc_passwd'],
    ['.bashrc', 'bashrc'],
    ['C:\\brief.pdf', 'C__brief.pdf'],
    ['loon\u202Efdp.exe', 'loon_fdp.exe'],
    ['  ', 'document'],
    [`${'a'.repeat(200)}.pdf`, `${'a'.repeat(116)}.pdf`],
  ])('a file named %s is offered under a plain name', (name, plain) => {
    expect(plainFileName(name)).toBe(plain);
    const offer = { type: 'file-offer', file: 'ZmlsZS1pZC0wMDAwMDAwMQ', bytes: 1 } as const;
    const sha256 = 'MspVYr5SsoVpkaQkIdyMr1sZYkN8E6Zth2b711Kq1dM';
    expect(decodePeer(encodePeer({ ...offer, name: plain, mediaType: 'image/png', sha256 }))).not.toBeNull();
  });

  it.each([
    ['loonstrook.exe', 'application/pdf', 'loonstrook.pdf'],
    ['brief', 'text/plain', 'brief.txt'],
    ['foto.png.js', 'image/png', 'foto.png.png'],
  ] as const)('%s of kind %s is saved as %s', (name, kind, saved) => {
    expect(savedName(name, kind)).toBe(saved);
  });
});

const golden = (name: string): string => readFileSync(new URL(`relay-to-resident/${name}`, GOLDEN), 'utf8');

describe('decoder', () => {
  const welcome = JSON.stringify({
    v: 1,
    type: 'welcome',
    conversation: 'Zm9vYmFyYmF6cXV4MTIzNA',
    municipality: 'voorbeeld',
    topic: 'wmo',
    stage: 'ARRIVED',
    serverTime: '2026-11-23T10:15:30Z',
  });

  it('a time becomes milliseconds', () => {
    const decoded = decode(welcome);
    expect(
      decoded.kind === 'message' && decoded.message.type === 'welcome' && decoded.message.serverTime,
    ).toBe(Date.UTC(2026, 10, 23, 10, 15, 30));
  });

  it.each([
    ['an unknown field', welcome.replace('"v":1', '"v":1,"admin":true')],
    ['a missing field', welcome.replace(',"stage":"ARRIVED"', '')],
    ['an unknown stage', welcome.replace('ARRIVED', 'LOST')],
    ['a time without zone', welcome.replace('30Z', '30')],
    ['an identifier with a path', welcome.replace('voorbeeld', '../etc')],
    ['a duplicate key', welcome.replace('"topic":"wmo"', '"topic":"wmo","topic":"other"')],
    [
      'a duplicate key in another spelling',
      welcome.replace('"topic":"wmo"', '"topic":"wmo","t\\u006fpic":"x"'),
    ],
    ['another version', welcome.replace('"v":1', '"v":2')],
    ['no version', welcome.replace('"v":1,', '')],
    ['null instead of a text', welcome.replace('"wmo"', 'null')],
    ['a text that is no JSON', welcome.slice(1)],
    ['a binary frame', new ArrayBuffer(4)],
    ['an overlong frame', `${welcome}${' '.repeat(300_000)}`],
    ['an overlong description', golden('offer.json').replace('v=0', 'a'.repeat(32_769))],
    ['epoch 0', golden('offer.json').replace('"epoch": 1', '"epoch": 0')],
    ['an offer without a ticket', golden('offer.json').replace('"ticket"', '"tickets"')],
    ['a point in another form', golden('offer.json').replace('"BNWG', '"ANWG')],
    ['a short signature', golden('offer.json').replace('LRZ6', '')],
    ['a counter that is 0', golden('sealed.json').replace('"counter": 3', '"counter": 0')],
    ['a counter beyond all bounds', golden('sealed.json').replace('"counter": 3', '"counter": 1e12')],
    ['an overlong sealed text', golden('sealed.json').replace('LXEW', 'A'.repeat(53_356))],
    ['a wallet session without proof', golden('disclosure-started.json').replace('"proof"', '"proofs"')],
    ['a channel that nobody knows', golden('channel-changed.json').replace('PHONE', 'FAX')],
    ['a text without Dutch', '{"v":1,"type":"panel-visibility","categories":[{"en":"x"}]}'],
  ])('%s is refused', (_what, frame) => {
    expect(decode(frame)).toEqual({ kind: 'malformed' });
  });

  it.each(['constructor', '__proto__', 'toString', 'brand-new'])(
    'type %s is unknown, not a fault',
    (type) => {
      expect(decode(`{"v":1,"type":"${type}"}`)).toEqual({ kind: 'unknown-type' });
    },
  );
});
