/** The HTTP calls of this page. Every end is an event; nothing is thrown. */
import { joinedFrom, officeFrom, problemFrom, promiseFrom, siteFrom } from '../protocol/http';
import type { PageEvent } from './events';
import type { Link } from './state';

const TIMEOUT_MS = 15_000;

async function call(path: string, body: unknown): Promise<{ status: number; answer: unknown } | null> {
  const controller = new AbortController();
  const timer = window.setTimeout(() => controller.abort(), TIMEOUT_MS);
  try {
    const init: RequestInit = { signal: controller.signal, credentials: 'omit', cache: 'no-store' };
    const json = { 'Content-Type': 'application/json' };
    const response = await fetch(
      path,
      body === undefined ? init : { ...init, method: 'POST', headers: json, body: JSON.stringify(body) },
    );
    const answer: unknown = await response.json().catch(() => null);
    return { status: response.status, answer };
  } catch {
    return null; // no network, no server, or too slow: for a person it is the same
  } finally {
    window.clearTimeout(timer);
  }
}

/** A full waiting room comes as a 503 as well; only its code tells it from a server that is down. */
function refusal(status: number, answer: unknown): PageEvent {
  const problem = problemFrom(answer);
  const down = status >= 500 && problem.code !== 'WAITING_ROOM_FULL';
  return down ? { type: 'http-failed' } : { type: 'http-refused', problem };
}

function welcomePath(municipality: string, topic: string): string {
  return `/api/welcome?municipality=${encodeURIComponent(municipality)}&topic=${encodeURIComponent(topic)}`;
}

/** From where the page itself came, not from the relay: without it nobody could be believed. */
export async function loadSite(): Promise<PageEvent> {
  const result = await call('/site.json', undefined);
  const site = result?.status === 200 ? siteFrom(result.answer) : null;
  return site ? { type: 'site-loaded', site } : { type: 'http-failed' };
}

/** @param relay origin of the relay; empty where it is that of this page */
export async function loadOffice(relay: string, municipality: string, topic: string): Promise<PageEvent> {
  const result = await call(relay + welcomePath(municipality, topic), undefined);
  if (result === null) return { type: 'http-failed' };
  if (result.status !== 200) return refusal(result.status, result.answer);
  const office = officeFrom(result.answer);
  return office ? { type: 'office-loaded', office } : { type: 'http-failed' };
}

export async function redeem(relay: string, link: Link): Promise<PageEvent> {
  const body =
    link.kind === 'invitation'
      ? { invitation: link.token }
      : link.kind === 'walk-in'
        ? { municipality: link.municipality, topic: link.topic }
        : {};
  const result = await call(`${relay}/api/conversations`, body);
  if (result === null) return { type: 'http-failed' };
  if (result.status !== 201) return refusal(result.status, result.answer);
  const joined = joinedFrom(result.answer);
  return joined ? { type: 'joined', joined } : { type: 'http-failed' };
}

export async function storeFeedback(
  relay: string,
  ticket: string,
  score: number,
  sentence: string,
): Promise<PageEvent> {
  const body = sentence === '' ? { ticket, score } : { ticket, score, sentence };
  const result = await call(`${relay}/api/feedback`, body);
  return { type: result !== null && result.status === 204 ? 'feedback-stored' : 'feedback-failed' };
}

/** A refusal is an answer too; a fault of something in front of the relay is none. */
export async function serverAnswers(relay: string): Promise<boolean> {
  const result = await call(relay + welcomePath('x', 'x'), undefined);
  return result !== null && result.status < 500;
}

const TOO_MANY = 429;

export async function askCallback(
  relay: string,
  wish: { municipality: string; topic: string; name: string; phone: string; words: string },
): Promise<PageEvent> {
  const { words, ...rest } = wish;
  const result = await call(`${relay}/api/callbacks`, words === '' ? rest : { ...rest, words });
  const by = result?.status === 201 ? promiseFrom(result.answer) : null;
  if (by !== null) return { type: 'callback-promised', by };
  return { type: 'callback-failed', why: result?.status === TOO_MANY ? 'too-many' : 'trouble' };
}
