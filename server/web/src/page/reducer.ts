/**
 * The page as a pure state machine: a state and an event give the next state and what to do. No time, no
 * network, no document in here, so that every path is tested without a browser.
 */
import { fingerprintFault } from '../call/fingerprint';
import type { Joined, Office, Problem } from '../protocol/http';
import type { ErrorCode, MessageOf, RelayToResident, ResidentToRelay } from '../protocol/messages';
import type { Effect, OpenedMedia, PageEvent, Remembered } from './events';
import { NEW_CALL, NO_MEDIA, NO_WAITING, mediaOnWire } from './state';
import type { Call, DeviceState, Goodbye, IdentityStep, PageState, ProblemKind, Screen } from './state';

export interface Step {
  readonly state: PageState;
  readonly effects: readonly Effect[];
}

/** After this long without the server, waiting in silence would be a dead end. */
export const SERVER_GONE_AFTER_MS = 45_000;

const step = (state: PageState, ...effects: Effect[]): Step => ({ state, effects });
const send = (message: ResidentToRelay): Effect => ({ do: 'send', message });
const show = (state: PageState, screen: Screen): PageState => ({ ...state, screen, confirming: false });
const problem = (state: PageState, kind: ProblemKind): PageState => show(state, { name: 'problem', kind });

/** The first step: what a freshly opened page does. */
export function begin(state: PageState): Step {
  const { link } = state;
  const site: Effect = { do: 'load-site' };
  switch (link.kind) {
    case 'walk-in':
      return step(state, site, { do: 'load-office', municipality: link.municipality, topic: link.topic });
    case 'invitation':
      return step(show(state, { name: 'welcome', busy: false }), site);
    case 'none':
      return step(problem(state, 'link-unknown'), site);
  }
}

export function reduce(state: PageState, event: PageEvent): Step {
  switch (event.type) {
    case 'language-chosen':
      return step(
        { ...state, language: event.language },
        { do: 'remember-language', language: event.language },
      );
    case 'start-clicked':
      return startClicked(state);
    case 'media-wanted':
      return mediaWanted(state, event.camera, event.microphone);
    case 'device-chosen':
      return deviceChosen(state, event.cameraId, event.microphoneId);
    case 'test-sound-clicked':
      return step(state, { do: 'test-sound' });
    case 'ready-clicked':
      return readyClicked(state);
    case 'microphone-clicked':
      return microphoneClicked(state);
    case 'camera-clicked':
      return cameraClicked(state);
    case 'sound-clicked':
      return step(inCall(state, { soundBlocked: false }), { do: 'play-sound' });
    case 'leave-clicked':
      return step({ ...state, confirming: true });
    case 'leave-cancelled':
      return step({ ...state, confirming: false });
    case 'leave-confirmed':
      return leaveConfirmed(state);
    case 'wallet-chosen':
      return walletChosen(state, event.device);
    case 'no-app-clicked':
      return step(atIdentityStep(state, { at: 'no-app' }));
    case 'identity-back-clicked':
      return step(atIdentityStep(state, { at: 'asked' }));
    case 'declined':
      return declined(state, event.reason);
    case 'pairing-code-typed':
      return pairingCodeTyped(state, event.code);
    case 'back-to-call-clicked':
      return step(show({ ...state, identity: null }, { name: 'call' }));
    case 'notice-read':
      return step({ ...state, notice: null });
    case 'score-chosen':
      return step(withGoodbye(state, { score: event.score }));
    case 'feedback-sent-clicked':
      return feedbackSent(state, event.sentence);
    case 'retry-clicked':
      return retryClicked(state);
    case 'tick':
      return tick({ ...state, now: event.now + state.clockOffset });
    case 'resumed':
      return resumed(state, event.remembered);
    case 'goodbye-resumed':
      return step(show({ ...state, goodbye: event.goodbye }, { name: 'goodbye' }));
    case 'browser-too-old':
      return step(problem(state, 'old-browser'));
    case 'crashed':
      return crashed(state);
    case 'site-loaded':
      return step({ ...state, demo: event.demo });
    case 'office-loaded':
      return officeLoaded(state, event.office);
    case 'joined':
      return joined(state, event.joined);
    case 'http-refused':
      return httpRefused(state, event.problem);
    case 'http-failed':
      return step(problem(state, 'server-gone'));
    case 'feedback-stored':
      return feedbackStored(state);
    case 'feedback-failed':
      return step(withGoodbye(state, { feedback: 'failed' }));
    case 'signalling-open':
      return signallingOpen(state, event.claimedEpoch);
    case 'signalling-lost':
      return signallingLost(state);
    case 'signalling-replaced':
      return over(state, 'elsewhere');
    case 'ticket-refused':
      return state.goodbye ? step(state) : over(state, 'conversation-gone', { do: 'forget' });
    case 'frame-ignored':
      return step({ ...state, ignoredFrames: state.ignoredFrames + 1 });
    case 'message':
      return received(state, event.message);
    case 'media-opened':
      return mediaOpened(state, event.media);
    case 'camera-changed':
      return mediaChanged({ ...state, media: { ...state.media, camera: event.camera } });
    case 'microphone-changed':
      return mediaChanged({ ...state, media: { ...state.media, microphone: event.microphone } });
    case 'voice-heard':
      return step({ ...state, media: { ...state.media, heard: true } });
    case 'answered':
      return fromPeer(state, event.epoch, { type: 'answer', epoch: event.epoch, sdp: event.sdp });
    case 'candidate-found':
      return fromPeer(state, event.epoch, {
        type: 'candidate',
        epoch: event.epoch,
        candidate: event.candidate,
      });
    case 'candidates-done':
      return fromPeer(state, event.epoch, { type: 'candidates-done', epoch: event.epoch });
    case 'peer-changed':
      return peerChanged(state, event.epoch, event.peer);
    case 'offer-unusable':
      return peerChanged(state, event.epoch, 'failed');
    case 'quality-changed':
      return step(inCall(state, { quality: event.quality }));
    case 'sound-blocked':
      return step(inCall(state, { soundBlocked: true }));
  }
}

// ---- the link -------------------------------------------------------------------------------------------------

function startClicked(state: PageState): Step {
  if (state.screen.name !== 'welcome' || state.screen.busy) return step(state);
  return step(show(state, { name: 'welcome', busy: true }), { do: 'redeem', link: state.link });
}

function officeLoaded(state: PageState, office: Office): Step {
  const known = { ...state, office, contact: office.municipality.contact, demo: office.demo };
  return step(state.screen.name === 'loading' ? show(known, { name: 'welcome', busy: false }) : known);
}

function joined(state: PageState, answer: Joined): Step {
  const known = officeLoaded(state, answer.office).state;
  return step(
    show({ ...known, ticket: answer.ticket, signalling: 'connecting' }, { name: 'devices' }),
    { do: 'remember', office: answer.office, ticket: answer.ticket, media: state.media },
    { do: 'connect', ticket: answer.ticket },
  );
}

function resumed(state: PageState, remembered: Remembered): Step {
  const known = officeLoaded(state, remembered.office).state;
  const media = { ...NO_MEDIA, camera: remembered.camera, microphone: remembered.microphone };
  return step(
    show({ ...known, ticket: remembered.ticket, media, signalling: 'connecting' }, { name: 'loading' }),
    { do: 'connect', ticket: remembered.ticket },
  );
}

function httpRefused(state: PageState, answer: Problem): Step {
  const known = answer.contact ? { ...state, contact: answer.contact } : state;
  return step(problem(known, problemOf(answer.code) ?? 'server-gone'));
}

function problemOf(code: ErrorCode | 'UNKNOWN'): ProblemKind | null {
  switch (code) {
    case 'LINK_UNKNOWN':
      return 'link-unknown';
    case 'LINK_EXPIRED':
      return 'link-expired';
    case 'LINK_USED':
      return 'link-used';
    case 'CLOSED':
      return 'closed';
    case 'WAITING_ROOM_FULL':
    case 'TOO_MANY_MESSAGES':
      return 'full';
    case 'CHANNEL_NOT_OFFERED':
      return 'not-offered';
    case 'TICKET_INVALID':
    case 'UNKNOWN_CONVERSATION':
      return 'conversation-gone';
    default:
      return null;
  }
}

// ---- camera and microphone ------------------------------------------------------------------------------------

function mediaWanted(state: PageState, camera: boolean, microphone: boolean): Step {
  const media = { ...state.media, asking: camera || microphone, heard: false };
  return step({ ...state, media }, openMedia(state, camera, microphone));
}

function openMedia(state: PageState, camera: boolean, microphone: boolean): Effect {
  const { cameraId, microphoneId } = state.media;
  return { do: 'open-media', camera, microphone, cameraId, microphoneId };
}

function deviceChosen(state: PageState, cameraId: string, microphoneId: string): Step {
  const media = { ...state.media, cameraId, microphoneId };
  return mediaWanted({ ...state, media }, media.camera === 'on', media.microphone === 'on');
}

function mediaOpened(state: PageState, opened: OpenedMedia): Step {
  return mediaChanged({ ...state, media: { ...state.media, ...opened, asking: false } });
}

/** Whoever waits or talks with us is told at once. */
function mediaChanged(state: PageState): Step {
  const effects: Effect[] = [];
  const remember = rememberMedia(state);
  if (remember) effects.push(remember);
  if (state.joined) effects.push(send({ type: 'media-state', media: mediaOnWire(state.media) }));
  return step(state, ...effects);
}

function rememberMedia(state: PageState): Effect | null {
  const { office, ticket, media } = state;
  return office && ticket ? { do: 'remember', office, ticket, media } : null;
}

function microphoneClicked(state: PageState): Step {
  const { camera, microphone } = state.media;
  if (microphone === 'on' || microphone === 'off') {
    return step(state, { do: 'switch-microphone', on: microphone === 'off' });
  }
  return mediaWanted(state, camera === 'on', true);
}

function cameraClicked(state: PageState): Step {
  return step(state, { do: 'switch-camera', on: state.media.camera !== 'on' });
}

// ---- waiting ---------------------------------------------------------------------------------------------------

function readyClicked(state: PageState): Step {
  return joinQueue({ ...state, joined: true, waiting: NO_WAITING });
}

function joinQueue(state: PageState): Step {
  return step(
    show({ ...state, joined: true }, { name: 'waiting' }),
    send({
      type: 'join-queue',
      channel: 'VIDEO',
      language: state.language.signalling,
      media: mediaOnWire(state.media),
    }),
  );
}

function leaveConfirmed(state: PageState): Step {
  const leaving = { ...state, confirming: false };
  if (state.signalling === 'open') return step(leaving, send({ type: 'leave' }));
  // Without a connection nobody can be told; the server notices the absence by itself.
  return ended(leaving, { type: 'ended', reason: 'RESIDENT_LEFT', reference: '' });
}

// ---- the server speaks ------------------------------------------------------------------------------------------

function received(state: PageState, message: RelayToResident): Step {
  switch (message.type) {
    case 'welcome':
      return welcomed(state, message);
    case 'waiting':
      return waiting(state, message);
    case 'accepted':
      return accepted(state, message);
    case 'offer':
      return offered(state, message);
    case 'candidate':
      return state.call && state.call.epoch === message.epoch
        ? step(state, { do: 'add-candidate', epoch: message.epoch, candidate: message.candidate })
        : step(state);
    case 'candidates-done':
      return state.call && state.call.epoch === message.epoch
        ? step(state, { do: 'no-more-candidates', epoch: message.epoch })
        : step(state);
    case 'media-state':
      return step(inCall(state, { staffMedia: message.media, hold: message.hold }));
    case 'staff-presence':
      return step(inCall(state, { staffPresence: message.presence }));
    case 'disclosure-asked':
      return disclosureAsked(state, message);
    case 'disclosure-started':
      return disclosureStarted(state, message);
    case 'disclosure-progress':
      return step(disclosureProgress(state, message));
    case 'disclosure-finished':
      return step(disclosureFinished(state, message));
    case 'panel-visibility':
      return step(
        questionOver(inCall(state, { visible: message.categories, visibleUntil: message.until ?? null })),
      );
    case 'ended':
      return ended(state, message);
    case 'refused':
      return refused(state, message);
  }
}

function welcomed(before: PageState, message: MessageOf<'welcome'>): Step {
  const clockOffset = message.serverTime - (before.now - before.clockOffset);
  const state = { ...before, clockOffset, now: message.serverTime };
  switch (message.stage) {
    case 'ARRIVED':
      // The server was away in between and does not know yet that we were ready.
      if (state.joined) return joinQueue(state);
      return reopened(step(state.screen.name === 'devices' ? state : show(state, { name: 'devices' })));
    case 'WAITING':
      return reopened(joinQueue(state));
    case 'IN_CALL':
      return reopened(step(backInCall(unconfirmed({ ...state, joined: true }))));
    case 'ENDED':
      return step(state);
  }
}

function backInCall(state: PageState): PageState {
  const call = state.call ?? NEW_CALL;
  const stays = state.screen.name === 'identity' && state.identity !== null;
  return stays ? { ...state, call } : show({ ...state, call }, { name: 'call' });
}

/** After a reload the devices that were in use are opened again, without a question to the resident. */
function reopened(next: Step): Step {
  const { media } = next.state;
  const closed = media.cameras.length === 0 && media.microphones.length === 0;
  const camera = media.camera === 'on';
  const microphone = media.microphone === 'on' || media.microphone === 'off';
  if (!closed || media.asking || !(camera || microphone)) return next;
  const state = { ...next.state, media: { ...media, asking: true } };
  return { state, effects: [...next.effects, openMedia(state, camera, microphone)] };
}

function waiting(state: PageState, message: MessageOf<'waiting'>): Step {
  const room = {
    availability: message.availability,
    position: message.position ?? null,
    expectedWaitSeconds: message.expectedWaitSeconds ?? null,
    opensAt: message.opensAt ?? null,
  };
  return step({ ...state, waiting: room });
}

function accepted(state: PageState, message: MessageOf<'accepted'>): Step {
  const firstTime = state.call === null;
  const call = { ...(state.call ?? NEW_CALL), staff: message.staff };
  const next = backInCall({ ...state, call, joined: true });
  const prepare: Effect = { do: 'prepare-peer', iceServers: message.iceServers };
  const tell = send({ type: 'media-state', media: mediaOnWire(state.media) });
  if (!firstTime) return step(next, prepare, tell);
  return step({ ...next, notice: 'your-turn' }, { do: 'call-attention' }, prepare, tell);
}

function offered(state: PageState, message: MessageOf<'offer'>): Step {
  const call = state.call ?? NEW_CALL;
  if (message.epoch <= call.epoch) return step(state);
  if (fingerprintFault(message.sdp) !== null) return over(state, 'unsafe', send({ type: 'leave' }));
  const next: PageState = { ...state, call: { ...call, epoch: message.epoch, peer: 'connecting' } };
  return step(next, { do: 'answer', epoch: message.epoch, sdp: message.sdp });
}

function refused(state: PageState, message: MessageOf<'refused'>): Step {
  const counted = { ...state, ignoredFrames: state.ignoredFrames + 1 };
  if (state.identity && message.about === 'start-disclosure') {
    const outcome = message.code === 'NO_DISCLOSURE_ASKED' ? 'TIMED_OUT' : 'UNAVAILABLE';
    return step(atIdentityStep(counted, { at: 'finished', outcome }));
  }
  if (state.identity && message.about === 'pairing-code') return step(pairingRefused(counted, message.code));
  if (message.about !== undefined && message.about !== 'join-queue') return step(counted);
  const kind = problemOf(message.code);
  return kind === null ? step(counted) : over(counted, kind);
}

/** Nothing more can be done on this conversation from here: everything is released, one screen says what now. */
function over(state: PageState, kind: ProblemKind, ...first: Effect[]): Step {
  return step(
    { ...problem(state, kind), call: null, identity: null, media: NO_MEDIA },
    ...first,
    { do: 'close-peer' },
    { do: 'close-media' },
    { do: 'disconnect' },
  );
}

function crashed(state: PageState): Step {
  return over(state, 'crash');
}

function ended(state: PageState, message: MessageOf<'ended'>): Step {
  const goodbye: Goodbye = {
    reason: message.reason,
    reference: message.reference,
    feedbackTicket: message.feedbackTicket ?? null,
    feedback: 'open',
    score: 0,
  };
  return step(
    show(
      { ...state, call: null, identity: null, media: NO_MEDIA, ticket: null, goodbye, joined: false },
      { name: 'goodbye' },
    ),
    { do: 'close-peer' },
    { do: 'close-media' },
    { do: 'disconnect' },
    { do: 'forget' },
    { do: 'remember-goodbye', goodbye },
  );
}

// ---- the call ----------------------------------------------------------------------------------------------------

function inCall(state: PageState, change: Partial<Call>): PageState {
  return state.call ? { ...state, call: { ...state.call, ...change } } : state;
}

function fromPeer(state: PageState, epoch: number, message: ResidentToRelay): Step {
  return state.call && state.call.epoch === epoch ? step(state, send(message)) : step(state);
}

function peerChanged(
  state: PageState,
  epoch: number,
  peer: 'connecting' | 'connected' | 'interrupted' | 'failed',
): Step {
  const call = state.call;
  if (!call || call.epoch !== epoch) return step(state);
  if (peer === 'connected' && state.notice === 'your-turn') {
    return step(inCall({ ...state, notice: null }, { peer }));
  }
  const next = inCall(state, { peer });
  // Without the server nobody can be asked; on the way back it learns that no media flows.
  return peer === 'failed' && state.signalling === 'open' ? wantNewConnection(next) : step(next);
}

/** Asked once for each epoch; the staff client then offers the next one. */
function wantNewConnection(state: PageState): Step {
  const call = state.call;
  if (!call || call.askedNewAfter >= call.epoch) return step(state);
  const { epoch } = call;
  return step(inCall(state, { askedNewAfter: epoch }), send({ type: 'want-new-connection', epoch }));
}

/** Of which media flows now. Only of this the server may be told, else nobody would connect us anew. */
export function liveEpoch(state: PageState): number {
  return state.call?.peer === 'connected' ? state.call.epoch : 0;
}

// ---- who I am ------------------------------------------------------------------------------------------------------

function atIdentityStep(state: PageState, next: IdentityStep): PageState {
  return state.identity ? { ...state, identity: { ...state.identity, step: next } } : state;
}

function disclosureAsked(state: PageState, ask: MessageOf<'disclosure-asked'>): Step {
  const shown = state.identity;
  if (shown?.ask.disclosure === ask.disclosure && shown.step.at !== 'starting') {
    // Repeated after a lost connection; whoever types a code or reads on is not thrown back.
    return step({ ...state, identity: { ...shown, ask, unconfirmed: false } });
  }
  const asked: PageState = {
    ...state,
    call: state.call ?? NEW_CALL,
    identity: { ask, step: { at: 'asked' }, unconfirmed: false },
  };
  return step(show({ ...asked, notice: null }, { name: 'identity' }));
}

function walletChosen(state: PageState, device: 'THIS_DEVICE' | 'OTHER_DEVICE'): Step {
  if (!state.identity) return step(state);
  const disclosure = state.identity.ask.disclosure;
  return step(
    atIdentityStep(state, { at: 'starting', device }),
    send({ type: 'start-disclosure', disclosure, device }),
  );
}

function disclosureStarted(state: PageState, started: MessageOf<'disclosure-started'>): Step {
  if (state.identity?.ask.disclosure !== started.disclosure) return step(state);
  const at = state.identity.step;
  const repeated = at.at === 'pairing' && at.started.sessionPointer === started.sessionPointer;
  if (repeated) return step(state);
  return step(atIdentityStep(state, { at: 'wallet', started }));
}

/** After a lost connection: does the server still ask? It repeats the question if so. */
function unconfirmed(state: PageState): PageState {
  const { identity } = state;
  if (!identity || identity.step.at === 'finished') return state;
  return { ...state, identity: { ...identity, unconfirmed: true } };
}

/**
 * What the staff member can see is told last after each connection (docs/protocol.md section 3.2). A question that
 * was not repeated until then ended while the connection was away, often because the wallet was in front.
 */
function questionOver(state: PageState): PageState {
  if (!state.identity?.unconfirmed) return state;
  const open = (state.call?.visible.length ?? 0) > 0;
  const notice = open ? 'identified' : 'question-over';
  return show({ ...state, identity: null, notice }, { name: 'call' });
}

function startedOf(at: IdentityStep): MessageOf<'disclosure-started'> | null {
  return at.at === 'wallet' || at.at === 'pairing' ? at.started : null;
}

function disclosureProgress(state: PageState, progress: MessageOf<'disclosure-progress'>): PageState {
  if (state.identity?.ask.disclosure !== progress.disclosure) return state;
  if (progress.step === 'SHARING') return atIdentityStep(state, { at: 'sharing' });
  const started = startedOf(state.identity.step);
  if (started === null || progress.step === 'WAITING_FOR_WALLET') return state;
  return atIdentityStep(state, {
    at: 'pairing',
    started,
    wrong: progress.step === 'PAIRING_CODE_WRONG',
    sent: false,
    triesLeft: progress.triesLeft ?? null,
  });
}

function pairingCodeTyped(state: PageState, code: string): Step {
  const at = state.identity?.step;
  if (!state.identity || at?.at !== 'pairing' || at.sent) return step(state);
  if (!/^[0-9]{4}$/.test(code)) return step(atIdentityStep(state, { ...at, wrong: true }));
  const disclosure = state.identity.ask.disclosure;
  return step(
    atIdentityStep(state, { ...at, wrong: false, sent: true }),
    send({ type: 'pairing-code', disclosure, code }),
  );
}

function pairingRefused(state: PageState, code: ErrorCode): PageState {
  if (code === 'PAIRING_TRIES_EXHAUSTED')
    return atIdentityStep(state, { at: 'finished', outcome: 'REJECTED' });
  const at = state.identity?.step;
  if (at?.at !== 'pairing') return state;
  return atIdentityStep(state, { ...at, wrong: code === 'PAIRING_CODE_WRONG', sent: false });
}

function disclosureFinished(state: PageState, message: MessageOf<'disclosure-finished'>): PageState {
  if (state.identity?.ask.disclosure !== message.disclosure) return state;
  const own = message.outcome === 'DECLINED' || message.outcome === 'NO_WALLET';
  if (own) return show({ ...state, identity: null, notice: 'declined' }, { name: 'call' });
  const notice = message.outcome === 'VERIFIED' ? 'identified' : 'not-identified';
  return atIdentityStep({ ...state, notice }, { at: 'finished', outcome: message.outcome });
}

function declined(state: PageState, reason: 'NOT_NOW' | 'NO_WALLET'): Step {
  if (!state.identity) return step(state);
  const disclosure = state.identity.ask.disclosure;
  return step(
    show({ ...state, identity: null, notice: 'declined' }, { name: 'call' }),
    send({ type: 'decline-disclosure', disclosure, reason }),
  );
}

// ---- goodbye --------------------------------------------------------------------------------------------------------

function withGoodbye(state: PageState, change: Partial<Goodbye>): PageState {
  return state.goodbye ? { ...state, goodbye: { ...state.goodbye, ...change } } : state;
}

function feedbackSent(state: PageState, sentence: string): Step {
  const goodbye = state.goodbye;
  if (!goodbye || !goodbye.feedbackTicket || goodbye.score === 0) return step(state);
  return step(withGoodbye(state, { feedback: 'sending' }), {
    do: 'send-feedback',
    ticket: goodbye.feedbackTicket,
    score: goodbye.score,
    sentence,
  });
}

function feedbackStored(state: PageState): Step {
  const next = withGoodbye(state, { feedback: 'sent', feedbackTicket: null });
  return next.goodbye ? step(next, { do: 'remember-goodbye', goodbye: next.goodbye }) : step(next);
}

// ---- when something fails --------------------------------------------------------------------------------------------

function signallingOpen(before: PageState, claimedEpoch: number): Step {
  const state: PageState = { ...before, signalling: 'open', lostSince: null };
  if (state.call?.peer !== 'failed') return step(state);
  // The media broke off while the socket was opening with the claim that it flows.
  if (claimedEpoch === state.call.epoch) return wantNewConnection(state);
  return step(inCall(state, { askedNewAfter: state.call.epoch })); // without a claim the server asks by itself
}

function signallingLost(state: PageState): Step {
  if (state.goodbye || state.screen.name === 'problem') return step({ ...state, signalling: 'lost' });
  return step({ ...state, signalling: 'lost', lostSince: state.lostSince ?? state.now });
}

function tick(state: PageState): Step {
  const lostFor = state.lostSince === null ? 0 : state.now - state.lostSince;
  // In a call the picture may well go on without the server; then nothing is taken away.
  const talking = state.call?.peer === 'connected';
  const alone = lostFor >= SERVER_GONE_AFTER_MS && !talking && state.screen.name !== 'problem';
  return step(alone ? problem(state, 'server-gone') : state);
}

/** Kinds after which the same conversation can go on when the connection is made anew. */
const RESUMABLE: readonly ProblemKind[] = ['server-gone', 'elsewhere'];

function retryClicked(state: PageState): Step {
  const kind = state.screen.name === 'problem' ? state.screen.kind : null;
  if (kind !== null && RESUMABLE.includes(kind) && state.ticket) {
    return step(show({ ...state, signalling: 'connecting', lostSince: null }, { name: 'loading' }), {
      do: 'connect',
      ticket: state.ticket,
    });
  }
  return step(state, { do: 'reload' });
}

/** What a device is now for the buttons: a refused or missing one cannot be switched, only asked for again. */
export const usable = (device: DeviceState): boolean => device === 'on' || device === 'off';
