/** Before the talk: welcome, camera and sound, waiting. */
import { municipalityName } from '../../page/state';
import type { Device } from '../../page/state';
import type { Channel } from '../../protocol/messages';
import { usable } from '../../page/reducer';
import { h, own } from '../dom';
import type { Child, Node } from '../dom';
import { icon } from '../icons';
import {
  alert,
  button,
  buttons,
  dayAndTime,
  facts,
  lead,
  localized,
  paragraph,
  status,
  steps,
  telephone,
  title,
} from '../scene';
import type { Scene } from '../scene';

export function loading(scene: Scene): Child {
  return [title(scene.t('loading.title')), lead(scene.t('loading.body'))];
}

// ---- welcome ---------------------------------------------------------------------------------------------------------

export function welcome(scene: Scene): Child {
  const { office } = scene.state;
  if (!office) return neutralWelcome(scene);
  return office.opening.state === 'CLOSED' ? closedWelcome(scene) : openWelcome(scene);
}

/** Before the link is redeemed nothing is told: somebody else may have opened it. */
function neutralWelcome(scene: Scene): Child {
  return [
    title(scene.t('welcome.neutral.title')),
    lead(scene.t('welcome.neutral.body')),
    paragraph(scene.t('welcome.neutral.once')),
    startButton(scene),
  ];
}

function startButton(scene: Scene): Node {
  const busy = scene.state.screen.name === 'welcome' && scene.state.screen.busy;
  return buttons(
    button(
      scene.t(busy ? 'welcome.busy' : 'welcome.start'),
      { action: 'start', weight: 'primary', busy },
      () => scene.dispatch({ type: 'start-clicked' }),
    ),
  );
}

function openWelcome(scene: Scene): Child {
  const { topic } = scene.state.office!;
  const { channel } = scene.state;
  return [
    title(
      scene.t('welcome.title', { municipality: municipalityName(scene.state).replace(/^gemeente\s+/i, '') }),
    ),
    localized(scene, 'p', topic.description, { class: 'nl-paragraph nl-paragraph--lead' }),
    facts([
      { icon: 'counter', label: scene.t('welcome.about'), value: localized(scene, 'span', topic.title) },
      { icon: 'eye', label: scene.t('welcome.who'), value: scene.t('welcome.who.body') },
      { icon: 'list', label: scene.t('welcome.bring'), value: localized(scene, 'span', topic.bring) },
      {
        icon: 'clock',
        label: scene.t('welcome.duration'),
        value: scene.t('welcome.duration.body', { minutes: topic.minutes }),
      },
    ]),
    channelChoice(scene),
    paragraph(scene.t(`welcome.next.${channel}`)),
    startButton(scene),
  ];
}

/** Each way with what it means for the resident; nothing to choose where there is one way only. */
function channelChoice(scene: Scene): Child {
  const { state, t, dispatch } = scene;
  const { channels } = state.office!.topic;
  if (channels.length < 2) return null;
  const way = (channel: Channel): Node =>
    h(
      'label',
      {
        key: `way-${channel}`,
        class: `score way${state.channel === channel ? ' score--chosen' : ''}`,
        'data-channel': channel,
      },
      h('input', {
        type: 'radio',
        name: 'channel',
        value: channel,
        class: 'utrecht-radio-button utrecht-radio-button--html-input',
        checked: state.channel === channel,
        on: { change: () => dispatch({ type: 'channel-chosen', channel }) },
      }),
      h(
        'span',
        {},
        h('strong', {}, t(`welcome.way.${channel}`)),
        h('span', { class: 'way__what' }, t(`welcome.way.${channel}.what`)),
      ),
    );
  return h(
    'fieldset',
    { key: 'ways', class: 'scores ways-choice' },
    h('legend', { class: 'nl-heading nl-heading--level-2' }, t('welcome.way')),
    channels.map(way),
  );
}

function closedWelcome(scene: Scene): Child {
  const { opensAt } = scene.state.office!.opening;
  return [
    title(scene.t('welcome.closed.title')),
    lead(
      opensAt === undefined
        ? scene.t('welcome.closed.unknown')
        : scene.t('welcome.closed.opens', { when: dayAndTime(scene, opensAt) }),
    ),
    buttons(
      button(scene.t('welcome.closed.again'), { action: 'retry', weight: 'primary' }, () =>
        scene.dispatch({ type: 'retry-clicked' }),
      ),
    ),
  ];
}

// ---- camera and sound ---------------------------------------------------------------------------------------------------

export function devices(scene: Scene): Child {
  const { media } = scene.state;
  const opened = usable(media.camera) || usable(media.microphone);
  const refused = media.camera === 'refused' || media.microphone === 'refused';
  const tried = media.camera !== 'unknown' || media.microphone !== 'unknown';
  return [
    title(scene.t('devices.title')),
    !tried || media.asking ? askForDevices(scene) : opened ? tryOut(scene) : null,
    tried && !media.asking && obstacles(scene, refused, opened),
    tried && !media.asking && goOn(scene, opened),
  ];
}

function askForDevices(scene: Scene): Child {
  const { asking } = scene.state.media;
  const want = (camera: boolean) => () => scene.dispatch({ type: 'media-wanted', camera, microphone: true });
  return [
    lead(scene.t('devices.ask.body')),
    h('p', { class: 'nl-paragraph reassurance' }, icon('lock', 'private'), scene.t('devices.ask.private')),
    status('asking', asking && alert('info', 'asking-alert', paragraph(scene.t('devices.ask.busy')))),
    buttons(
      button(
        scene.t('devices.ask.both'),
        { action: 'ask-both', weight: 'primary', icon: 'camera', busy: asking },
        want(true),
      ),
      button(
        scene.t('devices.ask.sound'),
        { action: 'ask-sound', weight: 'secondary', icon: 'microphone', busy: asking },
        want(false),
      ),
    ),
  ];
}

function tryOut(scene: Scene): Child {
  const { media } = scene.state;
  return h(
    'div',
    { key: 'try-out', class: 'try-out' },
    h(
      'figure',
      { class: 'preview' },
      h(
        'div',
        { class: 'preview__frame' },
        media.camera === 'on' ? own(scene.live.self, 'self') : noPicture(scene),
      ),
      h('figcaption', { class: 'preview__caption' }, scene.t('devices.preview')),
    ),
    media.microphone === 'on'
      ? h(
          'div',
          { key: 'level', class: 'level' },
          icon('microphone', 'level'),
          own(scene.live.level, 'level-bars'),
          status(
            'heard',
            h(
              'p',
              { class: 'nl-paragraph' },
              scene.t(media.heard ? 'devices.level.heard' : 'devices.level.try'),
            ),
          ),
        )
      : alert('warning', 'no-microphone', paragraph(scene.t('devices.level.none'))),
    h(
      'div',
      { key: 'test-sound', class: 'test-sound' },
      button(scene.t('devices.sound'), { action: 'test-sound', weight: 'subtle', icon: 'sound' }, () =>
        scene.dispatch({ type: 'test-sound-clicked' }),
      ),
      h('p', { class: 'nl-paragraph hint' }, scene.t('devices.sound.why')),
    ),
    choice(scene),
  );
}

function noPicture(scene: Scene): Node {
  const off = scene.state.media.camera === 'off';
  return h(
    'div',
    { key: 'no-picture', class: 'no-picture' },
    icon('camera-off', 'no-picture'),
    h('span', {}, scene.t(off ? 'devices.preview.off' : 'devices.preview.none')),
  );
}

function choice(scene: Scene): Child {
  const { media } = scene.state;
  if (media.cameras.length < 2 && media.microphones.length < 2) return null;
  return h(
    'details',
    { key: 'choice', class: 'more' },
    h('summary', { class: 'more__summary' }, scene.t('devices.choose')),
    media.camera === 'on' &&
      select(scene, 'camera', scene.t('devices.choose.camera'), media.cameras, media.cameraId, (id) =>
        scene.dispatch({ type: 'device-chosen', cameraId: id, microphoneId: media.microphoneId }),
      ),
    media.microphone === 'on' &&
      select(
        scene,
        'microphone',
        scene.t('devices.choose.microphone'),
        media.microphones,
        media.microphoneId,
        (id) => scene.dispatch({ type: 'device-chosen', cameraId: media.cameraId, microphoneId: id }),
      ),
  );
}

function select(
  scene: Scene,
  id: string,
  label: string,
  options: readonly Device[],
  chosen: string,
  choose: (id: string) => void,
): Node {
  return h(
    'div',
    { key: id, class: 'utrecht-form-field' },
    h('label', { class: 'utrecht-form-label', for: `choose-${id}` }, label),
    h(
      'select',
      {
        id: `choose-${id}`,
        class: 'utrecht-select',
        on: { change: (event) => choose((event.target as HTMLSelectElement).value) },
      },
      options.map((option, index) =>
        h(
          'option',
          { key: option.id, value: option.id, selected: option.id === chosen },
          option.label || scene.t('devices.unnamed', { number: index + 1 }),
        ),
      ),
    ),
  );
}

function obstacles(scene: Scene, refused: boolean, opened: boolean): Child {
  const { camera, microphone } = scene.state.media;
  const { t } = scene;
  if (camera === 'unsupported' || microphone === 'unsupported') {
    return status('obstacle', alert('warning', 'unsupported', paragraph(t('devices.unsupported'))));
  }
  return status(
    'obstacle',
    refused && howToAllow(scene),
    camera === 'missing' && alert('info', 'camera', paragraph(t('devices.missing.camera'))),
    camera === 'busy' && alert('warning', 'camera', paragraph(t('devices.busy.camera'))),
    microphone === 'missing' &&
      !opened &&
      alert('warning', 'microphone', paragraph(t('devices.missing.microphone'))),
    microphone === 'busy' && alert('warning', 'microphone', paragraph(t('devices.busy.microphone'))),
  );
}

function howToAllow(scene: Scene): Node {
  const { t, browser } = scene;
  return alert(
    'warning',
    'refused',
    h('h2', { class: 'nl-heading nl-heading--level-2' }, t('devices.refused.title')),
    paragraph(t('devices.refused.body')),
    h(
      'div',
      { class: 'picture-frame', role: 'img', 'aria-label': t('permission.picture') },
      icon(`permission-${browser}`, 'how'),
    ),
    steps([t(`permission.${browser}.1`), t(`permission.${browser}.2`), t(`permission.${browser}.3`)]),
  );
}

function goOn(scene: Scene, opened: boolean): Child {
  const { media } = scene.state;
  const { t, dispatch } = scene;
  const ready = () => dispatch({ type: 'ready-clicked' });
  const instead = usable(media.camera) ? [] : withoutPicture(scene);
  if (!opened) {
    return buttons(
      button(t('devices.retry'), { action: 'retry-devices', weight: 'primary' }, () =>
        dispatch({ type: 'media-wanted', camera: media.camera !== 'off', microphone: true }),
      ),
      instead.length === 0 && button(t('devices.without'), { action: 'ready', weight: 'secondary' }, ready),
      instead,
    );
  }
  const troubled = [media.camera, media.microphone].some(
    (device) => device === 'refused' || device === 'busy',
  );
  return buttons(
    button(t('devices.ready'), { action: 'ready', weight: 'primary', icon: 'check' }, ready),
    troubled &&
      button(t('devices.retry'), { action: 'retry-devices', weight: 'secondary' }, () =>
        dispatch({ type: 'media-wanted', camera: true, microphone: true }),
      ),
    !troubled &&
      usable(media.camera) &&
      button(
        t(media.camera === 'on' ? 'devices.camera.off' : 'devices.camera.on'),
        {
          action: 'toggle-camera',
          weight: 'secondary',
          icon: media.camera === 'on' ? 'camera-off' : 'camera',
        },
        () => dispatch({ type: 'camera-clicked' }),
      ),
    instead,
  );
}

/** Nobody needs a camera to be helped. */
function withoutPicture(scene: Scene): Node[] {
  const offered = scene.state.office?.topic.channels ?? [];
  const ways = (['CHAT', 'PHONE'] as const).filter((channel) => offered.includes(channel));
  return ways.map((channel) =>
    button(
      scene.t(`devices.instead.${channel}`),
      { action: `instead-${channel.toLowerCase()}`, icon: channel === 'CHAT' ? 'chat' : 'phone' },
      () => scene.dispatch({ type: 'go-on-without-picture', channel }),
    ),
  );
}

// ---- waiting ---------------------------------------------------------------------------------------------------------------

export function waiting(scene: Scene): Child {
  const { t, state } = scene;
  const room = state.waiting;
  const closed = room.availability === 'CLOSED';
  return [
    h(
      'div',
      { key: 'good', class: `big-icon${closed ? ' big-icon--calm' : ''}` },
      icon(closed ? 'clock' : 'check', 'waiting'),
    ),
    title(t(closed ? 'waiting.closed.title' : 'waiting.title')),
    closed ? null : lead(t('waiting.works')),
    status(
      'waiting-status',
      state.signalling === 'lost' && alert('warning', 'lost', paragraph(t('connection.lost.waiting'))),
      closed ? waitingClosed(scene) : waitingPlace(scene),
    ),
    closed ? null : paragraph(t(`waiting.next.${state.channel}`)),
    state.key === 'fleeting' && h('p', { key: 'fleeting', class: 'nl-paragraph hint' }, t('key.fleeting')),
    closed ? null : h('p', { class: 'nl-paragraph hint' }, t('waiting.keeps')),
    closed ? null : h('p', { class: 'nl-paragraph hint' }, t('waiting.slip-away')),
    buttons(
      closed && telephone(scene, 'primary'),
      button(t('waiting.leave'), { action: 'leave', weight: 'subtle' }, () =>
        scene.dispatch({ type: 'leave-clicked' }),
      ),
    ),
  ];
}

function waitingClosed(scene: Scene): Child {
  const { opensAt } = scene.state.waiting;
  return alert(
    'info',
    'closed',
    opensAt !== null && paragraph(scene.t('waiting.closed.opens', { when: dayAndTime(scene, opensAt) })),
    paragraph(scene.t('waiting.closed.body')),
    callbackBelow(scene),
  );
}

function waitingPlace(scene: Scene): Child {
  const { t } = scene;
  const { availability, position, expectedWaitSeconds } = scene.state.waiting;
  if (availability === 'NOBODY') {
    return alert(
      'info',
      'nobody',
      h('h2', { class: 'nl-heading nl-heading--level-2' }, t('waiting.nobody.title')),
      paragraph(t('waiting.nobody.body')),
      callbackBelow(scene),
    );
  }
  if (position === null && expectedWaitSeconds === null) return null;
  return h(
    'div',
    { key: 'place', class: 'place' },
    position !== null && h('p', { class: 'place__position' }, placeWords(scene, position)),
    expectedWaitSeconds !== null && h('p', { class: 'place__wait' }, waitWords(scene, expectedWaitSeconds)),
  );
}

function placeWords(scene: Scene, position: number): string {
  if (position === 1) return scene.t('waiting.position.first');
  if (position === 2) return scene.t('waiting.position.one');
  return scene.t('waiting.position.many', { count: position - 1 });
}

function waitWords(scene: Scene, seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return scene.t('waiting.expected.short');
  return minutes === 1 ? scene.t('waiting.expected.one') : scene.t('waiting.expected.many', { minutes });
}

/** Nobody is there: the form at the end of the page is a way on. */
function callbackBelow(scene: Scene): Node | null {
  const offered = scene.state.office?.callbackBy !== undefined;
  return offered && scene.state.callback.at !== 'promised' ? paragraph(scene.t('callback.below')) : null;
}
