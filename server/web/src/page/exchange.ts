/**
 * What the two write, send and tell each other in sealed messages: pure, like the rest of the state machine. Bytes,
 * keys and timers are elsewhere; what is not known to have arrived is sealed again under the next epoch.
 */
import type { SealedData } from '../protocol/messages';
import { MAX_LINE_CHARS, PARTS_UNDER_WAY, PART_BYTES, PHONE_NUMBER } from '../protocol/peer';
import type { FileDecision, PeerMessage, PeerMessageOf } from '../protocol/peer';
import type { Effect } from './events';
import { inCall, inExchange, isSecure, seal, step } from './step';
import type { Step } from './step';
import type { Entry, Exchange, PageState, Transfer } from './state';

/** Bounds for what a page keeps in memory; a talk has far less. */
const MAX_ENTRIES = 2_000;
const MAX_FILES = 30;
/** After this long without a confirmation the resident is told; it may still arrive. */
export const UNDELIVERED_AFTER_MS = 20_000;
/** docs/protocol.md section 6: "typing" is forgotten after 6 s. */
const TYPING_FORGOTTEN_AFTER_MS = 6_000;
const TYPING_TOLD_EVERY_MS = 3_000;
const TYPING_STOPS_AFTER_MS = 4_000;
const PHONE_REF = 'phone';

const nothing: Exchange['entries'] = [];
const exchangeOf = (state: PageState): Exchange | null => state.call?.exchange ?? null;

// ---- writing ----------------------------------------------------------------------------------------------------

export function draftTyped(state: PageState, text: string): Step {
  const exchange = exchangeOf(state);
  if (exchange === null || !isSecure(state)) return step(inExchange(state, { draft: text }));
  if (exchange.live) return liveDraft(state, exchange, text);
  const typed = inExchange(state, { draft: text, typedAt: state.now });
  const tell = text !== '' && state.now - exchange.toldTypingAt >= TYPING_TOLD_EVERY_MS;
  if (!tell) return step(typed);
  return step(inExchange(typed, { toldTypingAt: state.now }), seal({ type: 'typing', state: 'WRITING' }));
}

function liveDraft(state: PageState, exchange: Exchange, text: string): Step {
  const shown = text.slice(0, MAX_LINE_CHARS);
  return step(inExchange(state, { draft: shown }), {
    do: 'seal-live',
    message: { type: 'live-text', line: exchange.line, text: shown, state: 'OPEN' },
  });
}

/** Whoever reads along from now on sees what stands there already; whoever does no more sees it go. */
export function liveSwitched(state: PageState): Step {
  const exchange = exchangeOf(state);
  if (exchange === null) return step(state);
  const live = !exchange.live;
  const next = inExchange(state, { live });
  if (exchange.draft === '' || !isSecure(state)) return step(next);
  if (live) return liveDraft(next, exchange, exchange.draft);
  return step(next, {
    do: 'seal-live',
    message: { type: 'live-text', line: exchange.line, text: '', state: 'OPEN' },
  });
}

export function chatSent(state: PageState, id: string): Step {
  const exchange = exchangeOf(state);
  const text = exchange?.draft.trim() ?? '';
  if (exchange === null || text === '') return step(state);
  const line = exchange.live ? exchange.line : 0;
  const entry: Entry = {
    id,
    from: 'me',
    text,
    at: state.now,
    line,
    delivery: 'sending',
    epoch: 0,
    counter: 0,
    sentAt: state.now,
  };
  const next = inExchange(added(state, entry), {
    draft: '',
    line: exchange.live ? exchange.line + 1 : exchange.line,
    toldTypingAt: 0,
    typedAt: 0,
  });
  return isSecure(state) ? step(next, sealed(entry)) : step(next);
}

const sealed = ({ id, line, text }: Entry): Effect =>
  seal(line > 0 ? { type: 'live-text', line, text, state: 'DONE' } : { type: 'chat', id, text }, id);

/** The resident asks for it again: identical frames if the epoch still lives, else a new seal under the next. */
export function chatAgain(state: PageState, id: string): Step {
  const next = changeEntry(state, id, { delivery: 'resent', sentAt: state.now });
  return isSecure(state) ? step(next, { do: 'resume-line' }) : step(next);
}

function added(state: PageState, entry: Entry): PageState {
  const entries = [...(exchangeOf(state)?.entries ?? nothing), entry].slice(-MAX_ENTRIES);
  return inExchange(state, { entries });
}

function changeEntry(state: PageState, id: string, change: Partial<Entry>): PageState {
  const entries = exchangeOf(state)?.entries ?? nothing;
  if (!entries.some((entry) => entry.id === id)) return state;
  return inExchange(state, {
    entries: entries.map((entry) => (entry.id === id ? { ...entry, ...change } : entry)),
  });
}

// ---- the telephone ------------------------------------------------------------------------------------------------

export function phoneNumberGiven(state: PageState, typed: string): Step {
  const number = typed
    .trim()
    .replace(/[()./]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (!PHONE_NUMBER.test(number)) return step(inExchange(state, { phoneWrong: true }));
  const phone = { number, delivered: false, counter: 0 };
  const next = inExchange(state, { phone, phoneWrong: false });
  return isSecure(state) ? step(next, seal({ type: 'phone-number', number }, PHONE_REF)) : step(next);
}

// ---- an epoch ---------------------------------------------------------------------------------------------------------

/**
 * The line of a new epoch is open: what is not known to have arrived goes again. A file half way has no second half;
 * one that nobody answered yet is offered again.
 */
export function lineOpened(state: PageState): Step {
  const exchange = exchangeOf(state);
  if (exchange === null) return step(state);
  const effects: Effect[] = [];
  const entries = exchange.entries.map((entry): Entry => {
    if (entry.from === 'them' || entry.delivery === 'delivered') return entry;
    effects.push(sealed(entry));
    return { ...entry, delivery: entry.counter > 0 ? 'resent' : 'sending', sentAt: state.now };
  });
  if (exchange.phone && !exchange.phone.delivered) {
    effects.push(seal({ type: 'phone-number', number: exchange.phone.number }, PHONE_REF));
  }
  for (const file of exchange.files) {
    if (file.state === 'moving') effects.push({ do: 'drop-file', id: file.id });
    if (file.state === 'offered' && file.from === 'me') effects.push(seal(offerOf(file)));
  }
  const next = inExchange(state, {
    entries,
    files: exchange.files.map((file) => (file.state === 'moving' ? { ...file, state: 'cancelled' } : file)),
    theirLine: null,
    theyTypeUntil: 0,
    toldTypingAt: 0,
  });
  return { state: next, effects };
}

export function frameSealed(state: PageState, data: SealedData, ref: string): PageState {
  if (ref === '') return state;
  const { epoch, counter } = data;
  const phone = exchangeOf(state)?.phone;
  if (ref === PHONE_REF && phone) return inExchange(state, { phone: { ...phone, counter } });
  return changeEntry(state, ref, { epoch, counter });
}

/** Once a second: who stopped typing, what did not arrive. */
export function exchangeTick(state: PageState): Step {
  const exchange = exchangeOf(state);
  if (exchange === null) return step(state);
  let next = state;
  const late = (entry: Entry): boolean =>
    entry.from === 'me' &&
    (entry.delivery === 'sending' || entry.delivery === 'resent') &&
    state.now - entry.sentAt >= UNDELIVERED_AFTER_MS;
  if (exchange.entries.some(late)) {
    next = inExchange(next, {
      entries: exchange.entries.map((entry) => (late(entry) ? { ...entry, delivery: 'failed' } : entry)),
    });
  }
  if (exchange.theyTypeUntil !== 0 && state.now >= exchange.theyTypeUntil) {
    next = inExchange(next, { theyTypeUntil: 0 });
  }
  const stopped = exchange.toldTypingAt !== 0 && state.now - exchange.typedAt >= TYPING_STOPS_AFTER_MS;
  if (!stopped) return step(next);
  const told = inExchange(next, { toldTypingAt: 0 });
  return isSecure(state) ? step(told, seal({ type: 'typing', state: 'STOPPED' })) : step(told);
}

// ---- the other side speaks ------------------------------------------------------------------------------------------------

export function peerSaid(state: PageState, epoch: number, message: PeerMessage): Step {
  if (state.call === null || state.call.epoch !== epoch) return step(state);
  switch (message.type) {
    case 'chat':
      return step(theySaid(state, message.id, message.text, 0));
    case 'live-text':
      return step(liveText(state, message));
    case 'typing':
      return step(
        inExchange(state, {
          theyTypeUntil: message.state === 'WRITING' ? state.now + TYPING_FORGOTTEN_AFTER_MS : 0,
        }),
      );
    case 'received':
      return step(received(state, epoch, message.counter));
    case 'file-offer':
      return fileOffered(state, message);
    case 'file-answer':
      return fileAnswered(state, message.file, message.decision);
    case 'file-part':
      return step(state, { do: 'keep-part', message });
    case 'file-progress':
      return fileProgress(state, message.file, message.parts);
    case 'code-outcome':
      return codeOutcome(state, message);
    case 'case-status':
      return step({ ...state, statuses: message.lines });
    // Ours to say; the steps of the code do not come this far.
    case 'phone-number':
    case 'code-commitment':
    case 'code-nonce':
    case 'code-reveal':
      return step({ ...state, ignoredFrames: state.ignoredFrames + 1 });
  }
}

/** Shown once, however often it comes. */
function theySaid(state: PageState, id: string, text: string, line: number): PageState {
  const exchange = exchangeOf(state);
  if (exchange === null || exchange.entries.some((entry) => entry.id === id)) return state;
  const entry: Entry = {
    id,
    from: 'them',
    text,
    at: state.now,
    line,
    delivery: 'delivered',
    epoch: 0,
    counter: 0,
    sentAt: state.now,
  };
  const unread = chatInSight(state) ? 0 : exchange.unread + 1;
  return inExchange(added(state, entry), { theyTypeUntil: 0, unread });
}

const chatInSight = (state: PageState): boolean =>
  state.call !== null &&
  state.screen.name === 'call' &&
  (state.call.exchange.open || state.call.channel === 'CHAT');

function liveText(state: PageState, message: PeerMessageOf<'live-text'>): PageState {
  const exchange = exchangeOf(state);
  const { line, text } = message;
  if (exchange === null || line <= exchange.theirLinesDone) return state;
  if (message.state === 'OPEN') {
    const opened = text !== '' && !chatInSight(state) && exchange.theirLine?.line !== line;
    return inExchange(state, {
      theirLine: text === '' ? null : { line, text },
      theyTypeUntil: 0,
      unread: opened ? Math.max(1, exchange.unread) : exchange.unread,
    });
  }
  const done = inExchange(state, { theirLine: null, theirLinesDone: line });
  return text === '' ? done : theySaid(done, `line-${state.call?.binding ?? ''}-${line}`, text, line);
}

function received(state: PageState, epoch: number, counter: number): PageState {
  const exchange = exchangeOf(state);
  if (exchange === null) return state;
  const arrived = (entry: Entry): boolean =>
    entry.from === 'me' && entry.epoch === epoch && entry.counter > 0 && entry.counter <= counter;
  const phone = exchange.phone;
  const phoneArrived = phone !== null && !phone.delivered && phone.counter > 0 && phone.counter <= counter;
  return inExchange(state, {
    entries: exchange.entries.map((entry) =>
      arrived(entry) && entry.delivery !== 'delivered' ? { ...entry, delivery: 'delivered' } : entry,
    ),
    phone: phoneArrived ? { ...phone, delivered: true } : phone,
  });
}

// ---- the spoken code -------------------------------------------------------------------------------------------------------

export function codeKnown(state: PageState, digits: string, matched: boolean): PageState {
  return inCall(state, {
    code: matched ? { at: 'matched', digits } : { at: 'showing', digits, ask: 'first' },
  });
}

function codeOutcome(state: PageState, message: PeerMessageOf<'code-outcome'>): Step {
  const code = state.call?.code;
  if (code === undefined || code.at === 'none') return step(state);
  const digits = code.at === 'failed' ? '' : code.digits;
  switch (message.outcome) {
    case 'MATCHED':
      // Told again at the beginning of each epoch; said to the resident once.
      if (code.at === 'matched') return step(state);
      return step({ ...inCall(state, { code: { at: 'matched', digits } }), notice: 'code-matched' });
    case 'SAY_AGAIN':
      return step(inCall(state, { code: { at: 'showing', digits, ask: 'again' } }));
    case 'ASKED_AGAIN':
      return step({ ...inCall(state, { code: { at: 'showing', digits, ask: 'by-phone' } }), notice: null });
    case 'FAILED':
      return step(inCall(state, { code: { at: 'failed' } }));
    case 'REFUSED':
      return step({ ...state, ignoredFrames: state.ignoredFrames + 1 });
  }
}

// ---- files -------------------------------------------------------------------------------------------------------------------

const running = (file: Transfer): boolean => file.state === 'offered' || file.state === 'moving';
export const partsOf = (file: Transfer): number => Math.ceil(file.bytes / PART_BYTES);

function changeFile(state: PageState, id: string, change: Partial<Transfer>): PageState {
  const files = exchangeOf(state)?.files ?? [];
  return inExchange(state, { files: files.map((file) => (file.id === id ? { ...file, ...change } : file)) });
}

const fileOf = (state: PageState, id: string): Transfer | undefined =>
  exchangeOf(state)?.files.find((file) => file.id === id);

const answer = (file: string, decision: FileDecision): Effect =>
  seal({ type: 'file-answer', file, decision });

/** Ours: read, measured and hashed; now the other side may say yes. */
export function fileReady(state: PageState, offer: PeerMessageOf<'file-offer'>): Step {
  const files = exchangeOf(state)?.files ?? [];
  if (!isSecure(state) || files.length >= MAX_FILES) return step(state, { do: 'drop-file', id: offer.file });
  return step(withFile(state, offer, 'me'), seal(offer));
}

function fileOffered(state: PageState, offer: PeerMessageOf<'file-offer'>): Step {
  const files = exchangeOf(state)?.files ?? [];
  const known = fileOf(state, offer.file);
  if (known) return offeredAgain(state, known);
  if (files.length >= MAX_FILES) return step(state, answer(offer.file, 'DECLINED'));
  const next = withFile(state, offer, 'them');
  const unread = chatInSight(state) ? 0 : (exchangeOf(state)?.unread ?? 0) + 1;
  return step(inExchange(next, { unread }));
}

/** Our answer was lost with an epoch: a no stays a no, a file that broke off may be taken after all. */
function offeredAgain(state: PageState, file: Transfer): Step {
  if (file.from === 'me') return step(state);
  if (file.state === 'declined') return step(state, answer(file.id, 'DECLINED'));
  const anew = file.state === 'cancelled' || file.state === 'broken';
  return step(anew ? changeFile(state, file.id, { state: 'offered', parts: 0 }) : state);
}

const offerOf = ({ id, name, bytes, mediaType, sha256 }: Transfer): PeerMessageOf<'file-offer'> => ({
  type: 'file-offer',
  file: id,
  name,
  bytes,
  mediaType,
  sha256,
});

function withFile(state: PageState, offer: PeerMessageOf<'file-offer'>, from: 'me' | 'them'): PageState {
  const { file: id, name, bytes, mediaType, sha256 } = offer;
  const file: Transfer = { id, from, name, bytes, mediaType, sha256, state: 'offered', parts: 0 };
  return inExchange(state, { files: [...(exchangeOf(state)?.files ?? []), file], fileTrouble: 'none' });
}

/** What the resident decides about a file of either side. */
export function fileDecided(
  state: PageState,
  id: string,
  decision: 'ACCEPTED' | 'DECLINED' | 'CANCELLED',
): Step {
  const file = fileOf(state, id);
  if (!file || !running(file) || !isSecure(state)) return step(state);
  if (decision === 'CANCELLED') {
    return step(changeFile(state, id, { state: 'cancelled' }), { do: 'drop-file', id }, answer(id, decision));
  }
  if (file.from === 'me' || file.state !== 'offered') return step(state);
  if (decision === 'DECLINED')
    return step(changeFile(state, id, { state: 'declined' }), answer(id, decision));
  return step(
    changeFile(state, id, { state: 'moving' }),
    { do: 'expect-file', transfer: file },
    answer(id, decision),
  );
}

/** What the other side decides, about a file of theirs or ours. */
function fileAnswered(state: PageState, id: string, decision: FileDecision): Step {
  const file = fileOf(state, id);
  // An answer to a file that a new epoch has cancelled: the other side learns that it will not come.
  if (decision === 'ACCEPTED' && file?.from === 'me' && !running(file))
    return step(state, answer(id, 'CANCELLED'));
  if (!file || !running(file)) return step(state);
  const drop: Effect = { do: 'drop-file', id };
  if (decision === 'CANCELLED') return step(changeFile(state, id, { state: 'cancelled' }), drop);
  if (file.from === 'them') return step(state);
  switch (decision) {
    case 'ACCEPTED':
      if (file.state !== 'offered') return step(state);
      return step(changeFile(state, id, { state: 'moving' }), { do: 'send-parts', id, arrived: 0 });
    case 'DECLINED':
      return step(changeFile(state, id, { state: 'declined' }), drop);
    case 'COMPLETE':
      return step(changeFile(state, id, { state: 'complete', parts: partsOf(file) }), drop);
    case 'BROKEN':
      return step(changeFile(state, id, { state: 'broken' }), drop);
  }
}

function fileProgress(state: PageState, id: string, parts: number): Step {
  const file = fileOf(state, id);
  const believable = file?.from === 'me' && file.state === 'moving' && parts > file.parts;
  if (!believable || parts > partsOf(file) || parts > file.parts + PARTS_UNDER_WAY) return step(state);
  return step(changeFile(state, id, { parts }), { do: 'send-parts', id, arrived: parts });
}

export function filePartKept(state: PageState, id: string, parts: number): Step {
  if (!isSecure(state)) return step(state);
  return step(changeFile(state, id, { parts }), seal({ type: 'file-progress', file: id, parts }));
}

export function fileWhole(state: PageState, id: string): Step {
  return step(changeFile(state, id, { state: 'complete' }), answer(id, 'COMPLETE'));
}

export function fileSpoiled(state: PageState, id: string): Step {
  return step(changeFile(state, id, { state: 'broken' }), answer(id, 'BROKEN'));
}
