/** Brings the page to a point in its course, as a server and a resident would together. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { Channel } from '../../src/protocol/messages';
import { atStep, click, onScreen } from './browser';
import type { StandIn } from './stand-in';

export const DISCLOSURE = 'ZGlzY2xvc3VyZS0wMDAx';
export const WALK_IN = '/m/voorbeeld/wmo';
export const INVITATION = '/u#aW52aXRhdGlvbi10b2tlbi0x';

export const STAFF = {
  displayName: 'Fatma Yilmaz',
  role: { nl: 'medewerker Wmo', en: 'care adviser' },
  municipality: 'Gemeente Voorbeeld',
};

export const POINTER =
  '{"u":"https://irma.example.nl/irma/session/7x9kQ2mZp4Rt8vWy3bNc","irmaqr":"disclosing"}';

/** A receipt as the counter sends it. */
export const RECEIPT = JSON.parse(
  readFileSync(
    new URL('../../../../protocol/golden/relay-to-resident/receipt.json', import.meta.url),
    'utf8',
  ),
) as { readonly type: 'receipt'; readonly file: string };

export const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();

export const asked = (): object => ({
  type: 'disclosure-asked',
  disclosure: DISCLOSURE,
  purpose: 'wmo',
  purposeTitle: { nl: 'Wmo-voorziening', en: 'Care provision' },
  why: {
    nl: 'Zo weten wij zeker dat wij met u over uw eigen zaak praten.',
    en: 'So that we are sure to talk with you about your own case.',
  },
  attributes: [
    { identifier: 'irma-demo.gemeente.personalData.fullname', label: { nl: 'Uw naam', en: 'Your name' } },
    {
      identifier: 'irma-demo.gemeente.personalData.dateofbirth',
      label: { nl: 'Uw geboortedatum', en: 'Your date of birth' },
    },
    {
      identifier: 'irma-demo.gemeente.personalData.bsn',
      label: { nl: 'Uw burgerservicenummer', en: 'Your citizen service number' },
    },
  ],
  visibleToStaff: [
    { nl: 'Uw lopende Wmo-zaken', en: 'Your running care cases' },
    { nl: 'De documenten bij die zaken', en: 'The documents of those cases' },
  ],
  visibleForMinutes: 30,
  expiresAt: inMinutes(10),
});

export const accepted = (channel: Channel = 'VIDEO'): object => ({
  type: 'accepted',
  staff: STAFF,
  channel,
  iceServers: [],
});

export const WALLET_LINK = `https://open.yivi.app/-/session#${encodeURIComponent(POINTER)}`;

/** With the gate's proof that it belongs to this conversation. */
export const started = (
  server: StandIn,
  device: 'THIS_DEVICE' | 'OTHER_DEVICE',
  expiresAt = inMinutes(5),
): object => ({
  type: 'disclosure-started',
  disclosure: DISCLOSURE,
  device,
  sessionPointer: POINTER,
  walletLink: WALLET_LINK,
  pairing: device === 'OTHER_DEVICE' ? 'REQUIRED' : 'NOT_NEEDED',
  expiresAt,
  proof: server.gate.proof(server.counter.binding, DISCLOSURE, POINTER, WALLET_LINK),
});

export async function toDevices(page: Page, base: string): Promise<void> {
  await page.goto(base + WALK_IN);
  await onScreen(page, 'welcome');
  await click(page, 'start');
  await onScreen(page, 'devices');
}

export async function toDevicesOn(page: Page, base: string): Promise<void> {
  await toDevices(page, base);
  await click(page, 'ask-both');
  await page.waitForSelector('[data-role="self"]');
  await page.waitForSelector('[data-action="ready"]');
}

export async function toWaiting(page: Page, base: string, server: StandIn): Promise<void> {
  await toDevicesOn(page, base);
  await page.waitForSelector('body[data-signalling="open"]');
  await click(page, 'ready');
  await server.expect('join-queue');
  await onScreen(page, 'waiting');
}

export async function toCall(page: Page, base: string, server: StandIn): Promise<void> {
  await toWaiting(page, base, server);
  server.send(accepted());
  await onScreen(page, 'call');
}

/** In the call, with keys agreed and no media yet. */
export async function toBound(page: Page, base: string, server: StandIn): Promise<void> {
  await toCall(page, base, server);
  await server.bind(1);
  await secured(page);
}

export async function secured(page: Page): Promise<void> {
  await page.waitForSelector('body[data-security="secure"]', { state: 'attached' });
}

/** From the welcome straight to the waiting room, without a camera. */
export async function toWaitingFor(
  channel: 'CHAT' | 'PHONE',
  page: Page,
  base: string,
  server: StandIn,
): Promise<void> {
  server.offersChannels('VIDEO', 'CHAT', 'PHONE');
  await page.goto(base + WALK_IN);
  await onScreen(page, 'welcome');
  await page.click(`[data-channel="${channel}"]`);
  await click(page, 'start');
  await server.expect('join-queue');
  await onScreen(page, 'waiting');
}

export async function toTalkBy(
  channel: 'CHAT' | 'PHONE',
  page: Page,
  base: string,
  server: StandIn,
): Promise<void> {
  await toWaitingFor(channel, page, base, server);
  server.send(accepted(channel));
  await onScreen(page, 'call');
  await server.bind(1);
  await secured(page);
}

export async function toAsked(page: Page, base: string, server: StandIn): Promise<void> {
  await toBound(page, base, server);
  server.send(asked());
  await atStep(page, 'asked');
}

export async function toWallet(
  page: Page,
  base: string,
  server: StandIn,
  device: 'THIS_DEVICE' | 'OTHER_DEVICE',
): Promise<void> {
  await toAsked(page, base, server);
  await click(page, device === 'THIS_DEVICE' ? 'wallet-this' : 'wallet-other');
  await server.expect('start-disclosure');
  server.send(started(server, device));
  await atStep(page, 'wallet');
}

export async function toGoodbye(page: Page, base: string, server: StandIn): Promise<void> {
  await toCall(page, base, server);
  server.send({
    type: 'ended',
    reason: 'STAFF_HUNG_UP',
    reference: 'V-7F3K-2Q',
    feedbackTicket: 'ZmVlZGJhY2stdGlja2V0LTAx',
  });
  await onScreen(page, 'goodbye');
}
