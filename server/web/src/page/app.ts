/**
 * The edge: owns the state, runs the effects of the reducer, draws after each event. Everything with a memory
 * outside of the state (socket, devices, connection, sound) is owned here and nowhere else.
 */
import { Bond } from '../binding/bond';
import { randomId } from '../binding/bytes';
import { browserFamily, isPhone } from '../call/browser';
import { Devices } from '../call/devices';
import { Peer } from '../call/peer';
import { Sound } from '../call/sound';
import { Connection } from '../signalling/connection';
import type { PeerMessageOf } from '../protocol/peer';
import { chooseLanguage } from '../texts/texts';
import { patch } from '../view/dom';
import type { Node } from '../view/dom';
import { page, screenName } from '../view/page';
import { sceneOf } from '../view/scene';
import type { LiveElements, Surroundings } from '../view/scene';
import { themeProperties } from '../view/theme';
import { askCallback, loadOffice, loadSite, redeem, serverAnswers, storeFeedback } from './api';
import type { Effect, PageEvent } from './events';
import { FileDesk } from './files';
import { Frames } from './frames';
import { Latest } from './latest';
import { linkOf } from './link';
import {
  forgetGoodbye,
  forgetSession,
  rememberGoodbye,
  rememberLanguage,
  rememberSession,
  rememberedGoodbye,
  rememberedLanguage,
  rememberedSession,
} from './memory';
import { begin, goesOn, liveEpoch, reduce } from './reducer';
import type { Step } from './step';
import { initialState } from './state';
import type { PageState } from './state';

const TICK_MS = 1_000;
/** docs/protocol.md section 6; EN 301 549 6.2.4 allows 500 ms from key to screen. */
const LIVE_TEXT_EVERY_MS = 100;
const LEVEL_BARS = 12;

export class App {
  private state: PageState;
  private drawn: readonly Node[] = [];
  private readonly frames = new Frames(() => this.draw());
  private away = false;
  private drawnScreen = '';
  private connection: Connection | null = null;
  private wakeLock: WakeLockSentinel | null = null;
  private returnFocusTo = '';
  private readonly live: LiveElements;
  private readonly devices: Devices;
  private readonly peer: Peer;
  private readonly sound: Sound;
  private readonly bond: Bond;
  private readonly files: FileDesk;
  private readonly liveText: Latest<PeerMessageOf<'live-text'>>;
  private readonly surroundings: Surroundings;

  constructor(private readonly root: HTMLElement) {
    this.live = liveElements();
    const dispatch = (event: PageEvent): void => this.dispatch(event);
    this.sound = new Sound(
      (level) => this.showLevel(level),
      () => this.state.media.heard || dispatch({ type: 'voice-heard' }),
    );
    this.bond = new Bond(dispatch, Date.now);
    this.files = new FileDesk(dispatch);
    this.liveText = new Latest(LIVE_TEXT_EVERY_MS, (message) => this.bond.seal(message, ''));
    this.peer = new Peer(dispatch, (stream) => this.showRemote(stream));
    this.devices = new Devices(dispatch, (tracks) => {
      this.live.self.srcObject = tracks.camera ? new MediaStream([tracks.camera]) : null;
      this.sound.listenTo(tracks.microphone);
      this.peer.useTracks(tracks);
    });
    this.surroundings = {
      live: this.live,
      browser: browserFamily(navigator.userAgent, navigator.maxTouchPoints),
      phone: isPhone(navigator.userAgent, navigator.maxTouchPoints),
      pageProtocol: location.protocol,
      bubbles: new WeakMap(),
      newId: randomId,
      dispatch,
    };
    const language = chooseLanguage([...rememberedLanguage(), ...navigator.languages]);
    this.state = initialState(linkOf(location.pathname, location.hash), language, Date.now());
  }

  start(): void {
    this.watchSurroundings();
    const able = 'RTCPeerConnection' in window && 'WebSocket' in window && 'BigInt' in window;
    // Keys are made on pages that came over TLS only.
    if (!able || !window.crypto?.subtle) {
      this.dispatch({ type: 'browser-too-old' });
      return;
    }
    const session = rememberedSession();
    this.bond.sweep(session?.conversation ?? '');
    const goodbye = wasReloaded() ? rememberedGoodbye() : null;
    if (session) this.dispatch({ type: 'resumed', remembered: session });
    else if (goodbye) this.dispatch({ type: 'goodbye-resumed', goodbye });
    else this.take(begin(this.state));
    this.peer.warmUp();
  }

  dispatch(event: PageEvent): void {
    this.take(reduce(this.state, event));
  }

  private take(next: Step): void {
    const unchanged = this.state === next.state && this.drawn.length > 0;
    this.state = next.state;
    if (!unchanged) this.frames.want();
    for (const effect of next.effects) this.run(effect);
  }

  // ---- effects ----------------------------------------------------------------------------------------------------

  private run(effect: Effect): void {
    switch (effect.do) {
      case 'load-site':
        return this.later(loadSite());
      case 'load-office':
        return this.later(loadOffice(this.relay, effect.municipality, effect.topic));
      case 'redeem':
        return this.later(redeem(this.relay, effect.link));
      case 'send-feedback':
        return this.later(storeFeedback(this.relay, effect.ticket, effect.score, effect.sentence));
      case 'ask-callback': {
        const { do: _, ...wish } = effect;
        return this.later(askCallback(this.relay, wish));
      }
      case 'connect':
        return this.connect(effect.ticket);
      case 'disconnect':
        this.connection?.close();
        this.connection = null;
        return;
      case 'send':
        this.connection?.send(effect.message);
        return;
      case 'open-media':
        this.sound.wake();
        return void this.devices.open(effect);
      case 'switch-camera':
        return void this.devices.switchCamera(effect.on);
      case 'switch-microphone':
        return this.devices.switchMicrophone(effect.on);
      case 'close-media':
        return this.devices.close();
      case 'test-sound':
        this.sound.wake();
        return this.sound.test();
      case 'call-attention':
        return this.sound.attention();
      case 'load-key':
        return this.bond.begin({
          id: effect.conversation,
          municipality: effect.municipality,
          gateKeys: effect.site.gateKeys,
        });
      case 'verify-offer':
        return this.bond.verify(effect.offer);
      case 'announce-epoch':
        return this.bond.announce(effect.epoch, effect.sdp, effect.fingerprint);
      case 'seal':
        if (effect.message.type === 'live-text') this.liveText.forget();
        return this.bond.seal(effect.message, effect.ref);
      case 'seal-live':
        return this.liveText.offer(effect.message);
      case 'hear':
        return this.bond.hear(effect.data);
      case 'frames-again':
        return this.bond.again(effect.epoch, effect.from);
      case 'resume-line':
        return this.bond.resume();
      case 'sign-life':
        return this.bond.signLife(effect.epoch);
      case 'sign-consent':
        return this.bond.signConsent(effect.disclosure, effect.device);
      case 'prove-disclosure':
        return this.bond.prove(effect.started);
      case 'offer-file':
        return void this.files.offer(effect.id, effect.file);
      case 'send-parts':
        return void this.files.send(effect.id, effect.arrived);
      case 'expect-file':
        return this.files.expect(effect.transfer);
      case 'keep-part':
        return void this.files.keep(effect.message);
      case 'save-file':
        return this.files.save(effect.id);
      case 'save-text':
        return this.files.giveText(effect.content, effect.name);
      case 'print':
        return window.print();
      case 'drop-file':
        return this.files.drop(effect.id);
      case 'keep-ice':
        return this.peer.useServers(effect.iceServers);
      case 'prepare-peer':
        return void this.peer.prepare();
      case 'answer':
        return void this.peer.answer(effect.epoch, effect.sdp, effect.fingerprint);
      case 'answered':
        return this.peer.answered(effect.epoch);
      case 'add-candidate':
        return this.peer.addCandidate(effect.epoch, effect.candidate);
      case 'no-more-candidates':
        return this.peer.noMoreCandidates();
      case 'close-peer':
        return this.peer.close();
      case 'play-sound':
        this.sound.wake();
        return this.play(this.live.remote);
      case 'remember':
        return rememberSession(effect.session);
      case 'remember-goodbye':
        return rememberGoodbye(effect.goodbye);
      case 'let-go':
        this.letGo();
        return this.bond.rest();
      case 'forget':
        this.letGo();
        this.bond.erase(effect.conversation);
        return forgetSession();
      case 'remember-language':
        return rememberLanguage(effect.language.tag);
      case 'reload':
        forgetGoodbye();
        if (this.state.screen.name === 'problem' && !goesOn(this.state, this.state.screen.kind))
          forgetSession();
        return location.reload();
    }
  }

  private letGo(): void {
    this.files.clear();
    this.liveText.forget();
  }

  private later(event: Promise<PageEvent | null>): void {
    void event.then((happened) => happened && this.dispatch(happened));
  }

  private connect(ticket: string): void {
    this.connection?.close();
    // http becomes ws, https wss.
    const origin = (this.relay || location.origin).replace(/^http/, 'ws');
    this.connection = new Connection(ticket, {
      url: `${origin}/relay/resident`,
      liveEpoch: () => liveEpoch(this.state),
      random: Math.random,
      serverAnswers: () => serverAnswers(this.relay),
      dispatch: (event) => this.dispatch(event),
    });
  }

  /** Origin of the relay, empty where it is that of this page. */
  private get relay(): string {
    return this.state.site?.relay ?? '';
  }

  // ---- surroundings -------------------------------------------------------------------------------------------------

  private watchSurroundings(): void {
    window.setInterval(() => this.dispatch({ type: 'tick', now: Date.now() }), TICK_MS);
    window.addEventListener('pagehide', (hidden) => hidden.persisted && this.hide());
    window.addEventListener('pageshow', (shown) => shown.persisted && this.showAnew());
    window.addEventListener('online', () => this.connection?.hurry());
    window.addEventListener('pointerdown', () => this.sound.wake());
    window.addEventListener('keydown', () => this.sound.wake());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'visible') return;
      this.connection?.hurry();
      this.wakeLock = null;
      this.keepAwake();
    });
  }

  /** The browser keeps the whole page for its back button; whoever presses that may be somebody else. */
  private hide(): void {
    this.away = true;
    this.root.replaceChildren();
    this.drawn = [];
    document.title = this.state.language.texts['app.title'];
  }

  /** What goes on goes on as after a reload; what was said at the end is not shown again. */
  private showAnew(): void {
    forgetGoodbye();
    location.reload();
  }

  /** A phone that goes dark while somebody waits loses its place. */
  private keepAwake(): void {
    const wanted = ['waiting', 'call', 'identity'].includes(this.state.screen.name);
    if (!wanted) {
      void this.wakeLock?.release();
      this.wakeLock = null;
    } else if (this.wakeLock === null && 'wakeLock' in navigator && document.visibilityState === 'visible') {
      navigator.wakeLock.request('screen').then(
        (lock) => (this.wakeLock = lock),
        () => undefined, // battery saver: the screen may go dark, nothing else is lost
      );
    }
  }

  private showRemote(stream: MediaStream | null): void {
    this.live.remote.srcObject = stream;
    if (stream) this.play(this.live.remote);
  }

  private play(video: HTMLVideoElement): void {
    video.play().catch((refusal: unknown) => {
      const blocked = refusal instanceof DOMException && refusal.name === 'NotAllowedError';
      if (blocked && video === this.live.remote) this.dispatch({ type: 'sound-blocked' });
    });
  }

  private showLevel(level: number): void {
    const { level: meter } = this.live;
    meter.setAttribute('aria-valuenow', String(Math.round(level * 100)));
    const lit = Math.round(level * LEVEL_BARS);
    Array.from(meter.children).forEach((bar, index) => bar.classList.toggle('level__bar--lit', index < lit));
  }

  // ---- drawing ----------------------------------------------------------------------------------------------------------

  private draw(): void {
    if (this.away) return;
    const { state } = this;
    const scene = sceneOf(state, this.surroundings);
    this.live.remote.setAttribute('aria-label', scene.t('call.remote'));
    this.live.self.setAttribute('aria-label', scene.t('call.self'));
    this.live.level.setAttribute('aria-label', scene.t('devices.level'));
    const wasConfirming = this.root.querySelector('[role=alertdialog]') !== null;
    const before = document.activeElement?.getAttribute('data-action') ?? '';

    const atEnd = isAtEnd(this.root.querySelector('.chat__scroll'));
    const tree = page(scene);
    patch(this.root, this.drawn, tree);
    this.drawn = tree;
    if (atEnd) toEnd(this.root.querySelector('.chat__scroll'));

    this.markDocument();
    for (const video of [this.live.remote, this.live.self]) {
      if (video.isConnected && video.srcObject && video.paused) this.play(video);
    }
    this.moveFocus(wasConfirming, before);
    this.keepAwake();
  }

  /** Read by tests and style sheets; nothing of it can be written back. */
  private markDocument(): void {
    const { state } = this;
    const { dataset } = document.body;
    dataset['screen'] = state.screen.name;
    dataset['problem'] = state.screen.name === 'problem' ? state.screen.kind : '';
    dataset['step'] = state.identity?.step.at ?? '';
    dataset['signalling'] = state.signalling;
    dataset['channel'] = state.call?.channel ?? state.channel;
    dataset['security'] = state.call?.security ?? 'none';
    dataset['code'] = state.call?.code.at ?? 'none';
    dataset['key'] = state.key;
    dataset['reference'] = state.reference;
    dataset['connection'] = state.call?.peer ?? 'none';
    dataset['epoch'] = String(state.call?.epoch ?? 0);
    dataset['ignored'] = String(state.ignoredFrames);
    document.documentElement.lang = state.language.tag;
    document.documentElement.dir = state.language.direction;
    const theme = themeProperties(state.office?.municipality.theme ?? {});
    for (const name of Object.keys(theme)) document.documentElement.style.setProperty(name, theme[name]!);
  }

  private moveFocus(wasConfirming: boolean, before: string): void {
    const { state } = this;
    const shown = `${screenName(state.screen)}/${state.screen.name === 'identity' ? (state.identity?.step.at ?? '') : ''}`;
    const heading = this.root.querySelector<HTMLElement>('#title');
    document.title = `${heading?.textContent ?? ''} - ${state.language.texts['app.title']}`;
    if (state.confirming && !wasConfirming) {
      this.returnFocusTo = before;
      this.root.querySelector<HTMLElement>('[data-action="leave-no"]')?.focus();
    } else if (shown !== this.drawnScreen) {
      const first = this.drawnScreen === '';
      this.drawnScreen = shown;
      if (first) return;
      window.scrollTo(0, 0);
      heading?.focus({ preventScroll: true });
    } else if (before === 'notice-read' && state.notice === null) {
      heading?.focus({ preventScroll: true }); // the button went with its message
    } else if (!state.confirming && wasConfirming) {
      this.root.querySelector<HTMLElement>(`[data-action="${this.returnFocusTo}"]`)?.focus();
    }
  }
}

function liveElements(): LiveElements {
  const remote = document.createElement('video');
  const self = document.createElement('video');
  for (const video of [remote, self]) {
    video.autoplay = true;
    video.playsInline = true;
    video.setAttribute('playsinline', '');
  }
  self.muted = true;
  remote.className = 'stage__remote';
  self.className = 'self-view';
  remote.dataset['role'] = 'remote';
  self.dataset['role'] = 'self';
  const level = document.createElement('div');
  level.className = 'level__bars';
  level.setAttribute('role', 'meter');
  level.setAttribute('aria-valuemin', '0');
  level.setAttribute('aria-valuemax', '100');
  level.setAttribute('aria-valuenow', '0');
  for (let bar = 0; bar < LEVEL_BARS; bar++) {
    const element = document.createElement('span');
    element.className = 'level__bar';
    level.appendChild(element);
  }
  return { remote, self, level };
}

/** Whoever reads back in the chat is not pulled away; whoever reads the newest sees the next as well. */
function isAtEnd(chat: Element | null): boolean {
  return chat === null || chat.scrollHeight - chat.scrollTop - chat.clientHeight < 40;
}

function toEnd(chat: Element | null): void {
  if (chat) chat.scrollTop = chat.scrollHeight;
}

function wasReloaded(): boolean {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return navigation?.type === 'reload';
}
