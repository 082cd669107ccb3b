/**
 * The page as a pure state machine: a state and an event give the next state and what to do. No time, no
 * network, no document in here, so that every path is tested without a browser.
 */
import type { Joined, Office, Problem, Site } from '../protocol/http';
import type { Channel, ErrorCode, MessageOf, RelayToResident, ResidentToRelay } from '../protocol/messages';
import { receiptOf } from '../protocol/receipt';
import type { Effect, OpenedMedia, PageEvent, Refusal, Remembered } from './events';
import {
  chatAgain,
  chatSent,
  codeKnown,
  draftTyped,
  exchangeTick,
  fileDecided,
  filePartKept,
  fileReady,
  fileSpoiled,
  fileWhole,
  frameSealed,
  lineOpened,
  liveSwitched,
  peerSaid,
  phoneNumberGiven,
} from './exchange';
import { callbackAsked, callbackToggled } from './callback';
import { inCall, inExchange, isSecure, seal, send, step } from './step';
import type { Step } from './step';
import { NEW_CALL, NO_EXCHANGE, NO_MEDIA, NO_WAITING, mediaOnWire, municipalityName } from './state';
import type { Call, DeviceState, Goodbye, IdentityStep, PageState, ProblemKind, Screen } from './state';

/** After this long without the server, waiting in silence would be a dead end. */
export const SERVER_GONE_AFTER_MS = 45_000;

const show = (state: PageState, screen: Screen): PageState => ({ ...state, screen, confirming: false });
const problem = (state: PageState, kind: ProblemKind): PageState => show(state, { name: 'problem', kind });

/** The first step: what this page may believe comes before everything else. */
export function begin(state: PageState): Step {
  const site: Effect = { do: 'load-site' };
  return step(state.link.kind === 'none' ? problem(state, 'link-unknown') : state, site);
}

export function reduce(state: PageState, event: PageEvent): Step {
  switch (event.type) {
    case 'language-chosen':
      return step(
        { ...state, language: event.language },
        { do: 'remember-language', language: event.language },
      );
    case 'channel-chosen':
      return step({ ...state, channel: event.channel });
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
    case 'go-on-without-picture':
      return goOnWithoutPicture(state, event.channel);
    case 'switch-clicked':
      return switchClicked(state, event.channel);
    case 'chat-opened':
      return step(inExchange(state, { open: event.open, unread: 0 }));
    case 'draft-typed':
      return draftTyped(state, event.text);
    case 'live-switched':
      return liveSwitched(state);
    case 'chat-sent':
      return lineRemembered(chatSent(state, event.id));
    case 'chat-again':
      return chatAgain(state, event.id);
    case 'phone-number-given':
      return phoneNumberGiven(state, event.number);
    case 'file-picked':
      return isSecure(state)
        ? step(state, { do: 'offer-file', id: event.id, file: event.file })
        : step(state);
    case 'file-answered':
      return fileDecided(state, event.id, event.decision);
    case 'file-saved':
      return step(state, { do: 'save-file', id: event.id });
    case 'receipt-saved':
      return receiptSaved(state, event.name);
    case 'receipt-printed':
      return step(state, { do: 'print' });
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
    case 'slipped-away':
      return slippedAway(state);
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
      return goodbyeResumed(state, event.goodbye);
    case 'browser-too-old':
      return step(problem(state, 'old-browser'), { do: 'load-site' }); // for the telephone number
    case 'crashed':
      return crashed(state);
    case 'site-loaded':
      return siteLoaded(state, event.site);
    case 'office-loaded':
      return officeLoaded(state, event.office);
    case 'joined':
      return joined(state, event.joined);
    case 'http-refused':
      return httpRefused(state, event.problem);
    case 'http-failed':
      return httpFailed(state);
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
      return state.goodbye ? step(state) : over(state, 'conversation-gone');
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
    case 'described':
      return described(state, event.epoch, event.sdp, event.fingerprint);
    case 'candidate-found':
      return ofEpoch(state, event.epoch, {
        type: 'candidate',
        epoch: event.epoch,
        candidate: event.candidate,
      });
    case 'candidates-done':
      return ofEpoch(state, event.epoch, { type: 'candidates-done', epoch: event.epoch });
    case 'peer-changed':
      return peerChanged(state, event.epoch, event.peer);
    case 'offer-unusable':
      return peerChanged(state, event.epoch, 'failed');
    case 'quality-changed':
      return step(inCall(state, { quality: event.quality }));
    case 'sound-blocked':
      return step(inCall(state, { soundBlocked: true }));
    case 'certificate-mismatch':
      return state.call?.epoch === event.epoch ? unsafe(state, 'CERTIFICATE_MISMATCH') : step(state);
    case 'key-ready':
      return keyReady(state, event.key, event.lasting);
    case 'offer-refused':
      return offerRefused(state, event.epoch, event.refusal);
    case 'offer-verified':
      return offerVerified(state, event);
    case 'epoch-announced':
      return epochAnnounced(state, event);
    case 'frame-sealed':
      return ofEpoch(frameSealed(state, event.data, event.ref), event.data.epoch, {
        type: 'sealed',
        data: event.data,
      });
    case 'frame-again':
      return ofEpoch(state, event.data.epoch, { type: 'sealed', data: event.data });
    case 'frames-missing':
      return ofEpoch(state, event.epoch, { type: 'sealed-resend', epoch: event.epoch, from: event.from });
    case 'line-broken':
      return lineBroken(state, event.epoch);
    case 'peer-said':
      return peerSaid(state, event.epoch, event.message);
    case 'code-known':
      return step(codeKnown(state, event.code, event.matched));
    case 'code-refused':
      return unsafe(state, 'CODE_REFUSED');
    case 'life-signed':
      return ofEpoch(state, event.epoch, {
        type: 'heartbeat',
        epoch: event.epoch,
        number: event.number,
        signature: event.signature,
      });
    case 'consent-signed':
      return consentSigned(state, event.disclosure, event.device, event.signature);
    case 'consent-impossible':
      return step(atIdentityStep(state, { at: 'asked' }));
    case 'disclosure-proven':
      return step(disclosureProven(state, event.started));
    case 'disclosure-unproven':
      return step(disclosureUnproven(state, event.started));
    case 'file-ready':
      return fileReady(state, event.offer);
    case 'file-unfit':
      return step(inExchange(state, { fileTrouble: event.why }));
    case 'file-part-read':
      return isSecure(state) ? step(state, seal(event.message)) : step(state);
    case 'file-part-kept':
      return filePartKept(state, event.id, event.parts);
    case 'file-whole':
      return fileWhole(state, event.id);
    case 'file-spoiled':
      return fileSpoiled(state, event.id);
    case 'callback-toggled':
      return callbackToggled(state, event.open);
    case 'callback-asked':
      return callbackAsked(state, event);
    case 'callback-promised':
      return step({ ...state, callback: { at: 'promised', by: event.by } });
    case 'callback-failed':
      return step({ ...state, callback: { at: 'failed', why: event.why } });
  }
}

// ---- the link -------------------------------------------------------------------------------------------------

/** The link is redeemed by this click; when it was, the click only chooses how to talk. */
function startClicked(state: PageState): Step {
  if (state.screen.name !== 'welcome' || state.screen.busy) return step(state);
  if (state.ticket !== null) return goOn(state);
  return step(show(state, { name: 'welcome', busy: true }), { do: 'redeem', link: state.link });
}

/** What is believed is known; now the relay may speak. */
function siteLoaded(before: PageState, site: Site): Step {
  const state: PageState = { ...before, site, demo: site.demo };
  const { link, ticket, screen } = state;
  if (ticket !== null && screen.name === 'loading') return connected(state, ticket);
  if (screen.name === 'problem') return step(state);
  if (link.kind === 'walk-in' && state.office === null) {
    return step(state, { do: 'load-office', municipality: link.municipality, topic: link.topic });
  }
  return link.kind === 'invitation' && screen.name === 'loading'
    ? step(show(state, { name: 'welcome', busy: false }))
    : step(state);
}

/** A municipality that whoever serves this page does not know is none that the resident may be shown. */
function officeLoaded(state: PageState, office: Office): Step {
  const { link } = state;
  const municipality = office.municipality.id;
  const other = link.kind === 'walk-in' && link.municipality !== municipality;
  const known: PageState = { ...state, office, municipality, channel: chosenChannel(state.channel, office) };
  if (state.screen.name === 'goodbye') return step(other ? state : known);
  if (other || municipalityName(known) === '') {
    return step(problem({ ...state, reference: 'MUNICIPALITY_UNKNOWN' }, 'unsafe'));
  }
  return step(state.screen.name === 'loading' ? show(known, { name: 'welcome', busy: false }) : known);
}

function chosenChannel(wanted: Channel, office: Office): Channel {
  const { channels } = office.topic;
  return channels.includes(wanted) ? wanted : (channels[0] ?? 'VIDEO');
}

function joined(state: PageState, answer: Joined): Step {
  const known = officeLoaded({ ...state, conversation: answer.conversation }, answer.office).state;
  if (known.screen.name === 'problem') return step(known);
  const next: PageState = { ...known, ticket: answer.ticket };
  const on = choosesAfterRedeeming(next) ? step(show(next, { name: 'welcome', busy: false })) : goOn(next);
  return { state: on.state, effects: [...remembered(on.state), ...on.effects] };
}

/** An invitation told nothing before it was redeemed; then the resident reads what it is about and chooses. */
const choosesAfterRedeeming = (state: PageState): boolean =>
  state.link.kind === 'invitation' && (state.office?.topic.channels.length ?? 0) > 1;

/** From the welcome on: with a picture by way of the camera, else straight to the waiting room; both once connected. */
function goOn(state: PageState): Step {
  const next =
    state.channel === 'VIDEO'
      ? step(show(state, { name: 'devices' }))
      : joinQueue({ ...state, waiting: NO_WAITING });
  if (state.signalling === 'open') return { ...next, effects: [...remembered(next.state), ...next.effects] };
  return connected(next.state, state.ticket!);
}

function goOnWithoutPicture(before: PageState, channel: 'CHAT' | 'PHONE'): Step {
  const state = { ...before, channel, media: NO_MEDIA, waiting: NO_WAITING };
  const next = joinQueue(state);
  return { state: next.state, effects: [...remembered(state), { do: 'close-media' }, ...next.effects] };
}

function connected(state: PageState, ticket: string): Step {
  return step({ ...state, signalling: 'connecting' }, ...remembered(state), { do: 'connect', ticket });
}

function resumed(state: PageState, session: Remembered): Step {
  const media = { ...NO_MEDIA, camera: session.camera, microphone: session.microphone };
  const { office, ticket, conversation, channel, line } = session;
  const municipality = office.municipality.id;
  const known = { ...state, office, municipality, ticket, conversation, channel, media, firstLine: line };
  return step(show(known, { name: 'loading' }), { do: 'load-site' });
}

/** Where a conversation is over the answer has come too late to matter. */
const isSettled = (state: PageState): boolean =>
  state.screen.name === 'goodbye' || state.screen.name === 'problem';

function httpFailed(state: PageState): Step {
  return step(isSettled(state) ? state : problem(state, 'server-gone'));
}

function httpRefused(state: PageState, answer: Problem): Step {
  const known = named(state, answer);
  return step(isSettled(known) ? known : problem(known, httpProblemOf(answer.code) ?? 'server-gone'));
}

/** Before there is a conversation these two mean something else than within one (docs/protocol.md section 2). */
function httpProblemOf(code: Problem['code']): ProblemKind | null {
  if (code === 'NOT_AVAILABLE') return 'too-early';
  if (code === 'TICKET_INVALID') return 'not-here';
  return problemOf(code);
}

/** Of a refused invitation only the contact tells the municipality; it must be one that the site knows. */
function named(state: PageState, { contact }: Problem): PageState {
  if (state.municipality !== '' || contact === undefined) return state;
  const { phoneHref, website } = contact;
  const same = state.site?.municipalities.find(
    (known) => known.contact.phoneHref === phoneHref && known.contact.website === website,
  );
  return same ? { ...state, municipality: same.id } : state;
}

function problemOf(code: Problem['code']): ProblemKind | null {
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
      return 'full';
    case 'TOO_MANY_MESSAGES':
      return 'too-many';
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
function mediaChanged(before: PageState): Step {
  const { camera, microphone } = before.media;
  const asked = before.notice === 'now-video'; // to switch both on; done is done
  const state = asked && camera === 'on' && microphone === 'on' ? { ...before, notice: null } : before;
  const effects: Effect[] = [...remembered(state)];
  if (state.joined) effects.push(send({ type: 'media-state', media: mediaOnWire(state.media) }));
  return step(state, ...effects);
}

function remembered(state: PageState): Effect[] {
  const { office, ticket, conversation, channel, media } = state;
  if (!office || !ticket) return [];
  const line = state.call?.exchange.line ?? state.firstLine;
  const { camera, microphone } = media;
  return [{ do: 'remember', session: { office, ticket, conversation, channel, line, camera, microphone } }];
}

const forget = (state: PageState): Effect => ({ do: 'forget', conversation: state.conversation });

/** The other side tells our lines apart by their number, over a reload as well. */
function lineRemembered(next: Step): Step {
  const live = next.state.call?.exchange.live ?? false;
  return live ? { state: next.state, effects: [...next.effects, ...remembered(next.state)] } : next;
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

/** The key goes first: joining waits for it. */
function joinQueue(before: PageState): Step {
  const state = show({ ...before, joined: true, wantsToJoin: !before.announced }, { name: 'waiting' });
  return state.announced ? step(state, join(state)) : step(state);
}

const join = (state: PageState): Effect =>
  send({
    type: 'join-queue',
    channel: state.channel,
    language: state.language.signalling,
    media: mediaOnWire(state.media),
  });

function leaveConfirmed(state: PageState): Step {
  const leaving = { ...state, confirming: false };
  if (state.signalling === 'open') return step(leaving, send({ type: 'leave', manner: 'OPENLY' }));
  // Without a connection nobody can be told; the server notices the absence by itself.
  return ended(leaving, { type: 'ended', reason: 'RESIDENT_LEFT', reference: '' });
}

/** At once and without a question: to whoever looks along, the connection was lost. */
function slippedAway(state: PageState): Step {
  const word = state.signalling === 'open' ? [send({ type: 'leave', manner: 'QUIETLY' })] : [];
  return over({ ...state, confirming: false }, 'slipped-away', ...word);
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
    case 'sealed':
      return step(state, { do: 'hear', data: message.data });
    case 'sealed-resend':
      return step(state, { do: 'frames-again', epoch: message.epoch, from: message.from });
    case 'channel-changed':
      return channelChanged(state, message.channel);
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
    case 'receipt':
      return step(receiptOf(message.file) === null ? state : inCall(state, { receipt: message.file }));
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
  if (message.conversation !== state.conversation) return unsafe(state, 'OTHER_CONVERSATION');
  if (message.municipality !== state.office?.municipality.id) return unsafe(state, 'OTHER_MUNICIPALITY');
  switch (message.stage) {
    case 'ARRIVED':
      // The server was away in between and does not know yet that we were ready.
      if (state.joined) return joinQueue(state);
      if (state.screen.name === 'loading' && choosesAfterRedeeming(state)) {
        return step(show(state, { name: 'welcome', busy: false }));
      }
      if (state.channel !== 'VIDEO') return joinQueue(state);
      return reopened(step(state.screen.name === 'devices' ? state : show(state, { name: 'devices' })));
    case 'WAITING':
      return reopened(joinQueue(state));
    case 'IN_CALL':
      return reopened(step(backInCall(unconfirmed({ ...state, joined: true }), { midway: true })));
    case 'ENDED':
      return step(state);
  }
}

function backInCall(state: PageState, fresh: Partial<Call> = {}): PageState {
  const call = state.call ?? { ...newCall(state), ...fresh };
  const stays = state.screen.name === 'identity' && state.identity !== null;
  return stays ? { ...state, call } : show({ ...state, call }, { name: 'call' });
}

function newCall(state: PageState): Call {
  const exchange = { ...NO_EXCHANGE, line: state.firstLine };
  return { ...NEW_CALL, channel: state.channel, exchange };
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

function accepted(before: PageState, message: MessageOf<'accepted'>): Step {
  const firstTime = before.call === null;
  const { channel, iceServers } = message;
  // The way to talk may have changed while this page was away, and a wish for another one got lost.
  const changed = !firstTime && before.call?.channel !== channel;
  const { state, effects: first } = changed ? channelChanged(before, channel) : step(before);
  const call = { ...(state.call ?? newCall(state)), channel, switching: null };
  const next = backInCall({ ...state, call, channel, joined: true });
  const effects: Effect[] = [...first, { do: 'keep-ice', iceServers }];
  if (channel === 'VIDEO') effects.push({ do: 'prepare-peer' });
  effects.push(send({ type: 'media-state', media: mediaOnWire(state.media) }));
  if (!firstTime) return step(next, ...effects);
  return step({ ...next, notice: 'your-turn' }, { do: 'call-attention' }, ...effects);
}

// ---- the keys of the two ------------------------------------------------------------------------------------------

function keyReady(before: PageState, key: string, lasting: boolean): Step {
  const state: PageState = { ...before, key: lasting ? 'lasting' : 'fleeting' };
  if (state.signalling !== 'open' || state.announced) return step(state);
  const told: PageState = { ...state, announced: true, wantsToJoin: false };
  const effects: Effect[] = [send({ type: 'announce-key', key })];
  if (state.wantsToJoin) effects.push(join(state));
  return step(told, ...effects);
}

function offered(state: PageState, message: MessageOf<'offer'>): Step {
  const call = state.call ?? newCall(state);
  if (message.epoch <= call.epoch) return step({ ...state, ignoredFrames: state.ignoredFrames + 1 });
  const next: PageState = { ...state, call: { ...call, epoch: message.epoch, security: 'checking' } };
  return step(next, { do: 'verify-offer', offer: message });
}

function offerRefused(state: PageState, epoch: number, refusal: Refusal): Step {
  if (state.call?.epoch !== epoch) return step(state);
  // A replay of what is over; the present offer comes or has come.
  if (refusal === 'OLD_EPOCH') return step({ ...state, ignoredFrames: state.ignoredFrames + 1 });
  // An offer for our key of before a reload, which crossed the new one: nothing of it is used, another is asked for.
  if (refusal === 'SIGNATURE_REFUSED' && state.call.midway) return unanswered(state);
  return unsafe(state, refusal);
}

function offerVerified(before: PageState, event: Extract<PageEvent, { type: 'offer-verified' }>): Step {
  const { call } = before;
  if (!call || call.epoch !== event.epoch) return step(before);
  const { epoch, sdp, fingerprint, displayName, role, binding } = event;
  const fresh = call.binding !== binding;
  // Another b: nothing of the run before counts, and lines are counted anew on their side.
  const anew: Partial<Call> = fresh
    ? { code: { at: 'none' }, exchange: { ...call.exchange, theirLine: null, theirLinesDone: 0 } }
    : {};
  const media = sdp === undefined ? 'none' : 'connecting';
  const state = inCall(before, {
    ...anew,
    staff: { displayName, role },
    binding,
    peer: media,
    midway: false,
  });
  if (sdp !== undefined) return step(state, { do: 'answer', epoch, sdp, fingerprint });
  return step(state, { do: 'close-peer' }, { do: 'announce-epoch', epoch, fingerprint: new Uint8Array(0) });
}

function described(state: PageState, epoch: number, sdp: string, fingerprint: Uint8Array<ArrayBuffer>): Step {
  if (state.call?.epoch !== epoch) return step(state);
  return step(state, { do: 'announce-epoch', epoch, sdp, fingerprint });
}

function epochAnnounced(before: PageState, event: Extract<PageEvent, { type: 'epoch-announced' }>): Step {
  if (before.call?.epoch !== event.epoch) return step(before);
  const { epoch, sdp, announcement } = event;
  const state = inCall(before, { security: 'secure' });
  const opened = lineOpened(quiet(state));
  const answer: ResidentToRelay =
    sdp === undefined
      ? { type: 'answer', epoch, announcement }
      : { type: 'answer', epoch, sdp, announcement };
  return step(opened.state, send(answer), { do: 'answered', epoch }, ...beat(state), ...opened.effects);
}

/** "It is your turn" has been said; without a picture the first safe message is the beginning. */
function quiet(state: PageState): PageState {
  const begun = state.notice === 'your-turn' && state.call?.channel !== 'VIDEO';
  return begun ? { ...state, notice: null } : state;
}

/** Both prove to the gate that they are here. Which number is due is told by the page's own clock, in binding/life.ts. */
function beat({ call, signalling }: PageState): Effect[] {
  const living = call?.security === 'secure' && signalling === 'open';
  return living ? [{ do: 'sign-life', epoch: call.epoch }] : [];
}

/** Too many messages in it that the staff member did not seal: this connection is given up, the next one is asked for. */
function lineBroken(state: PageState, epoch: number): Step {
  return state.call?.epoch === epoch ? unanswered(state) : step(state);
}

/** Nothing goes on under this epoch. */
function unanswered(state: PageState): Step {
  return wantNewConnection(inCall(state, { security: 'none', midway: false }));
}

/** Somebody may be in the middle: nothing more leaves this page, and the resident is told in one sentence. */
function unsafe(state: PageState, refusal: Refusal): Step {
  return over({ ...state, reference: refusal }, 'unsafe', send({ type: 'leave', manner: 'OPENLY' }));
}

// ---- video, telephone, chat ------------------------------------------------------------------------------------------

/** To go on with a picture, the resident turns on the camera; the other side cannot do it. */
function switchClicked(state: PageState, channel: Channel): Step {
  const { call } = state;
  if (!call || call.channel === channel || call.switching !== null) return step(state);
  const asked = inCall({ ...state, notice: null }, { switching: channel });
  const change = send({ type: 'switch-channel', channel });
  if (channel !== 'VIDEO') return step(asked, change);
  const next = mediaWanted(asked, true, true);
  return step(next.state, ...next.effects, change);
}

function channelChanged(before: PageState, channel: Channel): Step {
  const { call } = before;
  if (!call) return step(before);
  const notice =
    channel === 'VIDEO' ? 'now-video' : channel === 'CHAT' ? ('now-chat' as const) : ('now-phone' as const);
  const changed = inCall(
    { ...before, channel, notice: call.channel === channel ? before.notice : notice },
    { channel, switching: null },
  );
  const state = remembered(changed);
  if (channel === 'VIDEO') return step(changed, ...state);
  // Camera and microphone rest: by telephone and in writing nothing is seen or heard here.
  const silent = mediaChanged(inCall({ ...changed, media: NO_MEDIA }, { peer: 'none' }));
  return step(silent.state, { do: 'close-peer' }, { do: 'close-media' }, ...silent.effects);
}

/** Our answer crossed what made it void, and nobody waits for it; STALE_EPOCH means that the next offer is here. */
const ANSWER_CAME_LATE: readonly ErrorCode[] = ['NOT_IN_THIS_STATE', 'ANSWER_WITHOUT_OFFER'];

function refused(state: PageState, message: MessageOf<'refused'>): Step {
  const counted = { ...state, ignoredFrames: state.ignoredFrames + 1 };
  if (state.identity && message.about === 'start-disclosure') {
    const outcome = message.code === 'NO_DISCLOSURE_ASKED' ? 'TIMED_OUT' : 'UNAVAILABLE';
    return step(atIdentityStep(counted, { at: 'finished', outcome }));
  }
  if (state.identity && message.about === 'pairing-code') return step(pairingRefused(counted, message.code));
  // The clock of this page was set: no sign of this epoch counts any more, those of the next do.
  if (message.about === 'heartbeat' && message.code === 'SIGNATURE_REFUSED')
    return wantNewConnection(counted);
  if (message.about === 'announce-key' && message.code === 'KEY_REFUSED') return unsafe(state, 'KEY_REFUSED');
  if (message.about === 'switch-channel') {
    return step(inCall({ ...counted, notice: 'switch-refused' }, { switching: null }));
  }
  if (message.about === 'answer' && ANSWER_CAME_LATE.includes(message.code) && isSecure(state)) {
    return unanswered(counted);
  }
  if (message.about !== undefined && message.about !== 'join-queue') return step(counted);
  const kind = problemOf(message.code);
  return kind === null ? step(counted) : over(counted, kind);
}

/**
 * Whether the same conversation can go on after this problem, here or after a reload. An invitation opens once: who had
 * no place keeps the conversation that it opened.
 */
export function goesOn({ link }: PageState, kind: ProblemKind): boolean {
  if (kind === 'closed' || kind === 'full') return link.kind === 'invitation';
  return kind === 'crash' || RESUMABLE.includes(kind);
}

/** Nothing more can be done on this conversation from here: everything is released, one screen says what now. */
function over(state: PageState, kind: ProblemKind, ...first: Effect[]): Step {
  return step(
    { ...problem(state, kind), call: null, identity: null, media: NO_MEDIA, statuses: [] },
    ...first,
    goesOn(state, kind) ? { do: 'let-go' } : forget(state),
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
    municipality: state.municipality,
    feedbackTicket: message.feedbackTicket ?? null,
    feedback: 'open',
    score: 0,
    codeFailed: state.call?.code.at === 'failed',
    // who left unseen wants nobody behind them to read what the talk was about
    receipt: message.reason === 'RESIDENT_LEFT_QUIETLY' ? null : (state.call?.receipt ?? null),
  };
  return step(
    show(
      { ...state, call: null, identity: null, media: NO_MEDIA, ticket: null, goodbye, joined: false },
      { name: 'goodbye' },
    ),
    { do: 'close-peer' },
    { do: 'close-media' },
    { do: 'disconnect' },
    forget(state),
    { do: 'remember-goodbye', goodbye },
  );
}

// ---- the call ----------------------------------------------------------------------------------------------------

/** What belongs to another epoch goes nowhere. */
function ofEpoch(state: PageState, epoch: number, message: ResidentToRelay): Step {
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

/** Of which media flows now, or whose messages go on. Only of this the server may be told, else nobody would connect us anew. */
export function liveEpoch(state: PageState): number {
  const { call } = state;
  if (call?.security !== 'secure') return 0;
  return call.channel !== 'VIDEO' || call.peer === 'connected' ? call.epoch : 0;
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
    call: state.call ?? newCall(state),
    identity: { ask, step: { at: 'asked' }, unconfirmed: false, progress: null },
  };
  return step(show({ ...asked, notice: null }, { name: 'identity' }));
}

function walletChosen(state: PageState, device: 'THIS_DEVICE' | 'OTHER_DEVICE'): Step {
  if (!state.identity) return step(state);
  const disclosure = state.identity.ask.disclosure;
  return step(
    atIdentityStep({ ...state, identity: { ...state.identity, progress: null } }, { at: 'starting', device }),
    { do: 'sign-consent', disclosure, device },
  );
}

function consentSigned(
  state: PageState,
  disclosure: string,
  device: 'THIS_DEVICE' | 'OTHER_DEVICE',
  signature: string,
): Step {
  if (state.identity?.ask.disclosure !== disclosure) return step(state);
  return step(state, send({ type: 'start-disclosure', disclosure, device, signature }));
}

/** Nothing to scan or to tap is shown before the gate's proof of it holds. */
function disclosureStarted(state: PageState, started: MessageOf<'disclosure-started'>): Step {
  if (state.identity?.ask.disclosure !== started.disclosure) return step(state);
  const at = state.identity.step;
  const repeated = at.at === 'pairing' && at.started.sessionPointer === started.sessionPointer;
  return repeated ? step(state) : step(state, { do: 'prove-disclosure', started });
}

function disclosureProven(state: PageState, started: MessageOf<'disclosure-started'>): PageState {
  if (state.identity?.ask.disclosure !== started.disclosure) return state;
  // The server may have gone on to the digits while the proof was checked.
  const { progress, step: at } = state.identity;
  if (at.at === 'sharing' || at.at === 'finished') return state;
  const shown = atIdentityStep(
    { ...state, identity: { ...state.identity, progress: null } },
    { at: 'wallet', started },
  );
  return progress === null ? shown : disclosureProgress(shown, progress);
}

function disclosureUnproven(state: PageState, started: MessageOf<'disclosure-started'>): PageState {
  if (state.identity?.ask.disclosure !== started.disclosure) return state;
  return atIdentityStep({ ...state, ignoredFrames: state.ignoredFrames + 1 }, { at: 'unproven' });
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
  if (progress.step === 'WAITING_FOR_WALLET') return state;
  if (started === null) return { ...state, identity: { ...state.identity, progress } };
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

function goodbyeResumed(state: PageState, goodbye: Goodbye): Step {
  const municipality = state.municipality || goodbye.municipality;
  return step(show({ ...state, goodbye, municipality }, { name: 'goodbye' }), { do: 'load-site' });
}

function receiptSaved(state: PageState, name: string): Step {
  const receipt = receiptOf(state.goodbye?.receipt ?? '');
  return receipt === null ? step(state) : step(state, { do: 'save-text', content: receipt.file, name });
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
  const live = claimedEpoch > 0 && claimedEpoch === before.call?.epoch;
  const state: PageState = { ...before, signalling: 'open', lostSince: null, announced: live };
  const next = mediaAfterOpening(state, claimedEpoch);
  return step(next.state, live ? { do: 'resume-line' } : loadKey(state), ...next.effects);
}

function loadKey({ conversation, office, site }: PageState): Effect {
  return { do: 'load-key', conversation, municipality: office!.municipality.id, site: site! };
}

function mediaAfterOpening(state: PageState, claimedEpoch: number): Step {
  if (state.call?.peer !== 'failed') return step(state);
  // The media broke off while the socket was opening with the claim that it flows.
  if (claimedEpoch === state.call.epoch) return wantNewConnection(state);
  return step(inCall(state, { askedNewAfter: state.call.epoch })); // without a claim the server asks by itself
}

function signallingLost(state: PageState): Step {
  if (state.goodbye || state.screen.name === 'problem') return step({ ...state, signalling: 'lost' });
  return step({ ...state, signalling: 'lost', lostSince: state.lostSince ?? state.now });
}

function tick(before: PageState): Step {
  const exchanged = exchangeTick(before);
  const { state } = exchanged;
  const effects = [...exchanged.effects, ...beat(state)];
  const lostFor = state.lostSince === null ? 0 : state.now - state.lostSince;
  // In a call the picture may well go on without the server; then nothing is taken away.
  const talking = liveEpoch(state) > 0;
  const alone = lostFor >= SERVER_GONE_AFTER_MS && !talking && state.screen.name !== 'problem';
  return step(alone ? problem(state, 'server-gone') : state, ...effects);
}

/** Kinds after which the same conversation can go on here when the connection is made anew. */
const RESUMABLE: readonly ProblemKind[] = ['server-gone', 'elsewhere', 'too-many'];

function retryClicked(state: PageState): Step {
  const kind = state.screen.name === 'problem' ? state.screen.kind : null;
  if (kind !== null && RESUMABLE.includes(kind) && state.ticket && state.site) {
    return step(show({ ...state, signalling: 'connecting', lostSince: null }, { name: 'loading' }), {
      do: 'connect',
      ticket: state.ticket,
    });
  }
  return step(state, { do: 'reload' });
}

/** What a device is now for the buttons: a refused or missing one cannot be switched, only asked for again. */
export const usable = (device: DeviceState): boolean => device === 'on' || device === 'off';
