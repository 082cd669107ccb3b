import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decode } from '../src/protocol/decode';
import { encode } from '../src/protocol/encode';
import type { ResidentToRelay } from '../src/protocol/messages';

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
        'disclosure-asked',
        'disclosure-finished',
        'disclosure-progress',
        'disclosure-started',
        'ended',
        'media-state',
        'offer',
        'panel-visibility',
        'refused',
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
  const DISCLOSURE = 'ZGlzY2xvc3VyZS0wMDAx';
  const ours: { readonly [file: string]: ResidentToRelay } = {
    'answer.json': { type: 'answer', epoch: 1, sdp: SDP },
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
    'leave.json': { type: 'leave' },
    'media-state.json': { type: 'media-state', media: { microphone: 'OFF', camera: 'ON' } },
    'pairing-code.json': { type: 'pairing-code', disclosure: DISCLOSURE, code: '0482' },
    'start-disclosure.json': { type: 'start-disclosure', disclosure: DISCLOSURE, device: 'OTHER_DEVICE' },
    'want-new-connection.json': { type: 'want-new-connection', epoch: 1 },
  };

  it.each(goldenFiles('resident-to-relay'))('%s is what this page sends', (name, text) => {
    const message = ours[name];
    expect(message, 'add this message to the page').toBeDefined();
    expect(encode(message!)).toBe(JSON.stringify(JSON.parse(text)));
  });
});

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
    ['an overlong description', `{"v":1,"type":"offer","epoch":1,"sdp":"${'a'.repeat(32_769)}"}`],
    ['epoch 0', '{"v":1,"type":"offer","epoch":0,"sdp":"v=0"}'],
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
