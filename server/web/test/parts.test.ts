import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { browserFamily, isPhone } from '../src/call/browser';
import { deviceStateOf } from '../src/call/devices';
import { fingerprintBytes, fingerprintFault, fingerprintOf } from '../src/call/fingerprint';
import { qualityBetween } from '../src/call/quality';
import { linkOf } from '../src/page/link';
import { joinedFrom, officeFrom, problemFrom, siteFrom } from '../src/protocol/http';
import { FIRST_WAIT_MS, LONGEST_WAIT_MS, waitBeforeRetry } from '../src/signalling/backoff';
import { LANGUAGES, chooseLanguage, fill, local, localTag } from '../src/texts/texts';
import { contrast, parseColour, themeProperties } from '../src/view/theme';
import { codeText, safeLink } from '../src/view/wallet';
import { CONTACT, Gate } from './kit/counter';
import { TICKET, office } from './kit/stand-in';

describe('fingerprint', () => {
  const value = Array(32).fill('0A').join(':');
  const line = `a=fingerprint:sha-256 ${value}`;

  it('one value on every line is accepted, in either case', () => {
    expect(fingerprintOf(`${line}\r\n`)).toEqual(fingerprintBytes(value));
    expect(fingerprintFault(`${line}\r\nm=video\r\n${line.toLowerCase()}\r\n`)).toBeNull();
  });

  it.each([
    ['missing', 'v=0\r\n'],
    ['several', `${line}\r\na=fingerprint:sha-256 ${value.replace('0A', '0B')}\r\n`],
    ['not-sha-256', `${line}\r\na=fingerprint:sha-1 ${value}\r\n`],
    ['malformed', `a=fingerprint:sha-256 ${value}:0A\r\n`],
    ['malformed', 'a=fingerprint:sha-256\r\n'],
    ['malformed', `A=fingerprint:sha-256 ${value}\r\n`],
    ['unencrypted', `${line}\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\r\n`],
  ])('%s is refused', (fault, sdp) => {
    expect(fingerprintFault(sdp)).toBe(fault);
    expect(fingerprintOf(sdp)).toBeNull();
  });
});

describe('texts', () => {
  const folder = new URL('../src/texts/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const texts = files.map((name): [string, { [key: string]: string }] => [
    name,
    JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as { [key: string]: string },
  ]);
  const dutch = texts.find(([name]) => name === 'nl.json')![1];

  it.each(texts)('%s has every text, none empty, with the same blanks to fill', (_name, language) => {
    expect(Object.keys(language).sort()).toEqual(Object.keys(dutch).sort());
    for (const [key, text] of Object.entries(language)) {
      expect(text.trim(), key).not.toBe('');
      expect(text.match(/\{\w+\}/g)?.sort() ?? [], key).toEqual(dutch[key]!.match(/\{\w+\}/g)?.sort() ?? []);
    }
  });

  it.each(texts)('%s keeps its sentences short', (name, language) => {
    for (const [key, text] of Object.entries(language)) {
      for (const sentence of text.split(/[.!?:;]\s/)) {
        expect(sentence.split(/\s+/).length, `${name} ${key}`).toBeLessThanOrEqual(20);
      }
    }
  });

  it.each(texts)('%s has none of the words that people do not use', (_name, language) => {
    const jargon =
      /authenti|verificatie|verificat|attribu|sessie|session|error|token|pairing|WebRTC|server\b/i;
    for (const [key, text] of Object.entries(language)) expect(text, key).not.toMatch(jargon);
  });

  it('every text is used', () => {
    const sources = (readdirSync(new URL('../src', import.meta.url), { recursive: true }) as string[])
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(new URL(`../src/${name}`, import.meta.url), 'utf8'))
      .join('\n');
    const made =
      /^(problem|permission|identity\.finished|goodbye|goodbye\.score|call\.notice|call\.quality|call\.(camera|microphone)|waiting\.(leave|next)|call\.hang-up|language|welcome\.(way|next)|devices\.instead|ways|chat\.delivery|file\.(state|trouble))\./;
    const unused = Object.keys(dutch).filter((key) => !sources.includes(`'${key}'`) && !made.test(key));
    expect(unused).toEqual([]);
  });

  it('the first wish that exists is taken, else Dutch', () => {
    expect(chooseLanguage(['tr-TR', 'en-GB', 'nl']).tag).toBe('en');
    expect(chooseLanguage(['xx']).tag).toBe('nl');
    expect(LANGUAGES[0]!.tag).toBe('nl');
  });

  it('a text of a municipality falls back to Dutch and says so', () => {
    const english = chooseLanguage(['en']);
    expect(local({ nl: 'Hallo' }, english)).toBe('Hallo');
    expect(localTag({ nl: 'Hallo' }, english)).toBe('nl');
  });

  it('a blank without a value stays visible', () => {
    expect(fill('{a} en {b}', { a: 1 })).toBe('1 en {b}');
  });
});

describe('theme', () => {
  it.each(['#154273', '#ffffff', '#000000', '#ffe600', '#00ff00', '#e40046', '#7f7f7f'])(
    '%s can be read in light and in dark',
    (primary) => {
      const made = themeProperties({ primary });
      const light = parseColour(made['--balie-light-primary']!)!;
      const dark = parseColour(made['--balie-dark-primary']!)!;
      expect(contrast(light, [255, 255, 255])).toBeGreaterThan(4.5);
      expect(contrast(light, parseColour(made['--balie-light-tint']!)!)).toBeGreaterThan(4.5);
      expect(contrast(dark, [22, 27, 34])).toBeGreaterThan(4.5);
      expect(contrast(dark, parseColour(made['--balie-dark-tint']!)!)).toBeGreaterThan(4.5);
      expect(contrast(dark, [13, 21, 32])).toBeGreaterThan(4.5);
    },
  );

  it.each(['red', '#fff', 'url(x)', '#15427', '#154273;color:red', ''])(
    '%s is no colour and changes nothing',
    (primary) => {
      expect(themeProperties({ primary })).toEqual({});
    },
  );
});

describe('wallet', () => {
  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'intent://x',
    'not a link',
    'https:',
    'ftp://x.example/',
  ])('%s never becomes a link', (link) => {
    expect(safeLink(link, 'http:')).toBeNull();
  });

  it('a plain link is for a plain page only', () => {
    expect(safeLink('http://localhost:8088/wallet/#x', 'http:')).toBe('http://localhost:8088/wallet/#x');
    expect(safeLink('http://localhost:8088/wallet/#x', 'https:')).toBeNull();
    expect(safeLink('https://open.yivi.app/-/session#x', 'https:')).toBe('https://open.yivi.app/-/session#x');
  });

  it('the code carries the pointer with the flag for a second device', () => {
    const text = codeText(
      'https://open.yivi.app/-/session#old',
      '{"u":"https://i.example/s","irmaqr":"disclosing"}',
    );
    const [before, pointer] = text!.split('#');
    expect(before).toBe('https://open.yivi.app/-/session');
    expect(JSON.parse(decodeURIComponent(pointer!))).toEqual({
      u: 'https://i.example/s',
      irmaqr: 'disclosing',
      continueOnSecondDevice: true,
    });
  });

  it.each([
    ['https://w.example/#a', 'nonsense'],
    ['https://w.example/#a', '"text"'],
    ['https://w.example/#a', '[1]'],
    ['https://w.example/#a', 'null'],
    ['https://w.example/a', '{}'],
  ])('of %s and %s no code is made, and the link does not take its place', (link, pointer) => {
    expect(codeText(link, pointer)).toBeNull();
  });
});

describe('link', () => {
  it('knows the two kinds', () => {
    expect(linkOf('/m/voorbeeld/wmo', '')).toEqual({
      kind: 'walk-in',
      municipality: 'voorbeeld',
      topic: 'wmo',
    });
    expect(linkOf('/u', '#aW52aXRhdGlvbi10b2tlbi0x')).toEqual({
      kind: 'invitation',
      token: 'aW52aXRhdGlvbi10b2tlbi0x',
    });
  });

  it.each([
    ['/', ''],
    ['/m/voorbeeld', ''],
    ['/m/../etc', ''],
    ['/m/Voorbeeld/wmo', ''],
    ['/m/a/b/c', ''],
    ['/u', ''],
    ['/u', '#short'],
    ['/u', '#<script>alert(1)</script>'],
    ['/u/x', '#aW52aXRhdGlvbi10b2tlbi0x'],
  ])('%s%s is none', (path, hash) => {
    expect(linkOf(path, hash)).toEqual({ kind: 'none' });
  });
});

describe('the site', () => {
  const gate = new Gate();
  const [key] = (gate.site() as { gateKeys: object[] }).gateKeys;

  it('is read; without a relay it is the origin of the page', () => {
    expect(siteFrom(gate.site())).toMatchObject({ relay: '', demo: true });
    const relay = 'https://relay.example:8443';
    expect(siteFrom(gate.site({ relay }))?.relay).toBe(relay);
    expect(
      siteFrom(gate.site({ news: 1, gateKeys: [{ ...key, kid: 'a', use: 'sig' }] }))?.gateKeys,
    ).toHaveLength(1);
  });

  it.each([
    ['a relay that is no origin', { relay: 'https://relay.example/path' }],
    ['a relay with a name before it', { relay: 'https://user@relay.example' }],
    ['a relay that is a script', { relay: 'javascript:alert(1)' }],
    ['a key on another curve', { gateKeys: [{ ...key, crv: 'P-384' }] }],
    ['a key with a private half missing its point', { gateKeys: [{ kty: 'EC', crv: 'P-256', x: 'AA' }] }],
    ['a crowd of keys', { gateKeys: Array(11).fill(key) }],
    ['no municipalities', { municipalities: 'all' }],
    ['a municipality with a path', { municipalities: [{ id: '../x', name: 'X', contact: CONTACT }] }],
    ['a municipality that cannot be called', { municipalities: [{ id: 'x', name: 'X' }] }],
    ['no phone', { municipalities: [{ id: 'x', name: 'X', contact: { ...CONTACT, phone: 1 } }] }],
    [
      'a script as website',
      { municipalities: [{ id: 'x', name: 'X', contact: { ...CONTACT, website: 'javascript:x' } }] },
    ],
    [
      'a script as phone',
      { municipalities: [{ id: 'x', name: 'X', contact: { ...CONTACT, phoneHref: 'javascript:x' } }] },
    ],
  ])('%s is refused', (_what, change) => {
    expect(siteFrom(gate.site(change))).toBeNull();
  });

  it('a way to talk that nobody knows is not offered', () => {
    const topic = { ...(office() as { topic: object }).topic, channels: ['FAX', 'CHAT', 'VIDEO'] };
    expect(officeFrom(office({ topic }))?.topic.channels).toEqual(['VIDEO', 'CHAT']);
  });
});

describe('http answers', () => {
  it('an office is read, unknown fields are ignored', () => {
    expect(officeFrom({ ...office(), news: 1 })?.municipality.name).toBe('Gemeente Voorbeeld');
    expect(officeFrom(office())?.municipality).not.toHaveProperty('contact');
  });

  it.each([
    ['a topic in no language', { topic: {} }],
    ['an opening that is neither', { opening: { state: 'MAYBE' } }],
    ['a demo that is a word', { demo: 'yes' }],
  ])('%s is refused', (_what, change) => {
    expect(officeFrom(office(change))).toBeNull();
  });

  it('a ticket of another shape is refused', () => {
    expect(joinedFrom({ ...office(), conversation: 'Zm9vYmFyYmF6cXV4MTIzNA', ticket: TICKET })?.ticket).toBe(
      TICKET,
    );
    expect(joinedFrom({ ...office(), conversation: 'Zm9vYmFyYmF6cXV4MTIzNA', ticket: 'a b' })).toBeNull();
  });

  it('a problem without a known code is still a problem', () => {
    expect(problemFrom({ code: 'LINK_USED', status: 409, title: 'x' })).toEqual({ code: 'LINK_USED' });
    expect(problemFrom('<html>')).toEqual({ code: 'UNKNOWN' });
  });
});

describe('waiting before a retry', () => {
  it('doubles up to a bound and never comes at once', () => {
    expect(waitBeforeRetry(1, 0)).toBe(FIRST_WAIT_MS / 2);
    expect(waitBeforeRetry(2, 0.999)).toBeGreaterThan(waitBeforeRetry(1, 0.999));
    for (const failures of [1, 5, 50, 5000]) {
      expect(waitBeforeRetry(failures, 0.999)).toBeLessThanOrEqual(LONGEST_WAIT_MS);
    }
  });
});

describe('connection quality', () => {
  const start = { packetsReceived: 1000, packetsLost: 0, roundTripSeconds: 0.03, freezes: 0 };

  it.each([
    ['good', { ...start, packetsReceived: 1100 }],
    ['good', start],
    ['fair', { ...start, packetsReceived: 1100, freezes: 1 }],
    ['fair', { ...start, packetsReceived: 1095, packetsLost: 5 }],
    ['poor', { ...start, packetsReceived: 1080, packetsLost: 20 }],
    ['poor', { ...start, packetsReceived: 1100, roundTripSeconds: 1 }],
  ] as const)('%s', (quality, sample) => {
    expect(qualityBetween(start, sample)).toBe(quality);
  });
});

describe('browser and devices', () => {
  it.each([
    ['chromium', 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36', 5],
    ['chromium', 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0', 0],
    ['firefox', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 0],
    [
      'safari',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15',
      0,
    ],
    [
      'ios',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 CriOS/130.0 Mobile Safari/604.1',
      5,
    ],
    [
      'ios',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15',
      5,
    ],
  ] as const)('%s is helped in its own words', (family, userAgent, touchPoints) => {
    expect(browserFamily(userAgent, touchPoints)).toBe(family);
  });

  it('a phone is offered the app on itself first', () => {
    expect(isPhone('Mozilla/5.0 (Linux; Android 14) Mobile', 5)).toBe(true);
    expect(isPhone('Mozilla/5.0 (X11; Linux x86_64)', 0)).toBe(false);
  });

  it.each([
    ['NotAllowedError', 'refused'],
    ['NotFoundError', 'missing'],
    ['NotReadableError', 'busy'],
    ['', 'unsupported'],
  ])('%s is %s', (name, state) => {
    expect(deviceStateOf(name)).toBe(state);
  });
});
