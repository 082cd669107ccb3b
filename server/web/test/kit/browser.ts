/** Starts the Chromium of this machine; nothing is downloaded. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';

const PLACES = [
  process.env['BALIE_CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

export async function startBrowser(devices: 'fake' | 'none' = 'fake'): Promise<Browser> {
  const executablePath = PLACES.find((place) => place !== '' && existsSync(place));
  if (!executablePath) throw new Error('Install Chromium, or let BALIE_CHROMIUM name a browser.');
  const fake = ['--use-fake-device-for-media-stream=fps=30'];
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--autoplay-policy=user-gesture-required',
      ...(devices === 'fake' ? fake : []),
    ],
  });
}

export interface Watched {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Everything that must not happen: faults, refusals of the content security policy, requests elsewhere. */
  readonly complaints: string[];
}

export async function openPage(
  browser: Browser,
  base: string,
  permissions: readonly string[] = ['camera', 'microphone'],
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Watched> {
  const context = await browser.newContext({
    locale: 'nl-NL',
    viewport: { width: 390, height: 780 },
    ...options,
  });
  if (permissions.length > 0) await context.grantPermissions([...permissions], { origin: base });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`fault: ${error.message}`));
  page.on('console', (line) => {
    if (/Content.Security.Policy|Refused to/i.test(line.text())) complaints.push(line.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(base)) complaints.push(`request elsewhere: ${request.url()}`);
  });
  return { context, page, complaints };
}

export async function onScreen(page: Page, screen: string): Promise<void> {
  await page.waitForSelector(`body[data-screen="${screen}"]`, { state: 'attached' });
}

export async function atStep(page: Page, step: string): Promise<void> {
  await page.waitForSelector(`body[data-step="${step}"]`, { state: 'attached' });
}

export async function click(page: Page, action: string): Promise<void> {
  await page.click(`[data-action="${action}"]`);
}
