/** The call. The pictures stay in one place of the document, also while the resident shows who they are. */
import { municipalityName } from '../../page/state';
import type { Call } from '../../page/state';
import type { Channel } from '../../protocol/messages';
import { local } from '../../texts/texts';
import { h, own } from '../dom';
import type { Child, Node } from '../dom';
import { icon } from '../icons';
import { alert, button, heading, list, localized, paragraph, status, timeOfDay, title } from '../scene';
import type { Scene, Tone } from '../scene';
import { chat } from './chat';
import { spokenCode } from './code';
import { phone } from './phone';

export function call(scene: Scene): Child {
  const { channel } = scene.state.call!;
  return [
    h('div', { key: 'head', class: 'call-head' }, who(scene)),
    middle(scene),
    h(
      'div',
      { key: 'body', class: 'call-body' },
      channel !== 'PHONE' && spokenCode(scene),
      controls(scene),
      remarks(scene),
      channel !== 'CHAT' && chat(scene),
      visibility(scene),
      otherWays(scene),
      slipAway(scene),
    ),
  ];
}

/** For who cannot speak freely. What it does is said before the talk, not here, where others may read along. */
export function slipAway({ t, dispatch }: Scene): Node {
  return h(
    'div',
    { key: 'slip-away', class: 'buttons' },
    button(
      t('call.slip-away'),
      { action: 'slip-away', weight: 'subtle', aside: t('call.slip-away.aside') },
      () => dispatch({ type: 'slipped-away' }),
    ),
  );
}

/** What takes the most room: the picture, the words, or how to telephone. */
function middle(scene: Scene): Node {
  switch (scene.state.call!.channel) {
    case 'VIDEO':
      return stage(scene);
    case 'CHAT':
      return h('div', { key: 'middle', class: 'call-middle' }, chat(scene));
    case 'PHONE':
      return h('div', { key: 'middle', class: 'call-middle' }, spokenCode(scene), phone(scene));
  }
}

/** Nothing is said of who it is before the gate's ticket was checked. */
function who(scene: Scene): Child {
  const { t, state } = scene;
  const staff = state.call?.staff;
  if (!staff) return [title(t('call.title.unknown')), h('p', { class: 'call-role' }, t('call.checking'))];
  const role = local(staff.role, state.language);
  return [
    title(t('call.title', { name: staff.displayName })),
    h(
      'p',
      { class: 'call-role' },
      icon('check', 'verified'),
      h('span', {}, t('call.role', { role, municipality: municipalityName(state) })),
    ),
  ];
}

const WAY_ICON = { VIDEO: 'camera', CHAT: 'chat', PHONE: 'phone' } as const;

/** The same talk goes on another way, with everything that was said. */
function otherWays(scene: Scene): Child {
  const { t, state, dispatch } = scene;
  const { channel, switching } = state.call!;
  const others = (state.office?.topic.channels ?? []).filter((other) => other !== channel);
  if (others.length === 0) return null;
  const way = (other: Channel): Node =>
    button(
      t(`ways.${other}`),
      { action: `to-${other.toLowerCase()}`, icon: WAY_ICON[other], busy: switching === other },
      () => dispatch({ type: 'switch-clicked', channel: other }),
    );
  return h(
    'details',
    { key: 'ways', class: 'more ways' },
    h('summary', { class: 'more__summary' }, t('ways.title')),
    h('div', { class: 'buttons buttons--tight' }, others.map(way)),
  );
}

export function stage(scene: Scene): Node {
  const talk = scene.state.call!;
  const covered = coverOf(scene, talk);
  return h(
    'div',
    { key: 'stage', class: 'stage' },
    own(scene.live.remote, 'remote'),
    covered !== null &&
      h('div', { key: 'cover', class: 'stage__cover' }, icon('person', 'cover'), h('p', {}, covered)),
    h(
      'div',
      { key: 'self', class: 'stage__self' },
      scene.state.media.camera === 'on'
        ? own(scene.live.self, 'self')
        : h(
            'div',
            { key: 'self-off', class: 'no-picture' },
            icon('camera-off', 'self-off'),
            h('span', {}, scene.t('call.self.off')),
          ),
    ),
  );
}

/** What is said where the picture would be. */
function coverOf(scene: Scene, talk: Call): string | null {
  const { t } = scene;
  if (talk.hold === 'ON_HOLD') return t('call.staff.hold');
  if (talk.peer === 'none' || talk.peer === 'connecting') return t('call.connecting');
  return talk.staffMedia.camera === 'ON' ? null : t('call.staff.no-camera');
}

export function controls(scene: Scene): Node {
  const { t, dispatch } = scene;
  const picture = scene.state.call!.channel === 'VIDEO';
  return h(
    'div',
    {
      key: 'controls',
      class: `controls${picture ? '' : ' controls--one'}`,
      role: 'group',
      'aria-label': t('call.controls'),
    },
    picture && deviceSwitch(scene, 'microphone', () => dispatch({ type: 'microphone-clicked' })),
    picture && deviceSwitch(scene, 'camera', () => dispatch({ type: 'camera-clicked' })),
    button(
      t(picture ? 'call.hang-up' : 'call.stop'),
      { action: 'hang-up', weight: 'primary', negative: true, icon: 'hang-up' },
      () => dispatch({ type: 'leave-clicked' }),
    ),
  );
}

/** The words say how it is now; what a click does is added for those who do not see the icon. */
function deviceSwitch(scene: Scene, device: 'camera' | 'microphone', onClick: () => void): Node {
  const { t } = scene;
  const state = scene.state.media[device];
  const on = state === 'on';
  const words = t(`call.${device}.${on ? 'on' : state === 'off' || state === 'unknown' ? 'off' : 'none'}`);
  return button(
    words,
    {
      action: device,
      icon: on ? device : `${device}-off`,
      negative: !on,
      aside: t(on ? 'call.switch-off' : 'call.switch-on'),
    },
    onClick,
  );
}

/** One line about how the talk goes; the most urgent only. */
export function remarks(scene: Scene): Node {
  const remark = remarkOf(scene);
  const { t, state } = scene;
  return status(
    'remarks',
    state.call!.soundBlocked &&
      alert(
        'warning',
        'sound-blocked',
        paragraph(t('call.sound-blocked')),
        button(t('call.sound-blocked.button'), { action: 'sound', weight: 'primary', icon: 'sound' }, () =>
          scene.dispatch({ type: 'sound-clicked' }),
        ),
      ),
    remark && alert(remark.tone, `remark-${remark.tone}`, paragraph(remark.words)),
    state.screen.name === 'call' &&
      state.notice &&
      alert(
        state.notice === 'identified' || state.notice === 'code-matched' ? 'ok' : 'info',
        'notice',
        paragraph(t(`call.notice.${state.notice}`)),
        state.notice !== 'your-turn' &&
          button(t('call.notice.read'), { action: 'notice-read', weight: 'secondary' }, () =>
            scene.dispatch({ type: 'notice-read' }),
          ),
      ),
    state.key === 'fleeting' && h('p', { key: 'fleeting', class: 'hint' }, t('key.fleeting')),
    state.call!.peer === 'connected' &&
      !remark &&
      h(
        'p',
        { key: 'quality', class: 'quality' },
        icon(state.call!.quality === 'good' ? 'check' : 'info', 'quality'),
        t(`call.quality.${state.call!.quality}`),
      ),
  );
}

function remarkOf(scene: Scene): { tone: Tone; words: string } | null {
  const { t, state } = scene;
  const talk = state.call!;
  if (talk.peer === 'failed' || talk.peer === 'interrupted')
    return { tone: 'warning', words: t('call.interrupted') };
  if (talk.staffPresence === 'AWAY') return { tone: 'warning', words: t('call.staff.away') };
  if (state.signalling === 'lost') {
    return talk.peer === 'connected'
      ? { tone: 'info', words: t('call.signalling-lost') }
      : { tone: 'warning', words: t('connection.lost') };
  }
  if (talk.hold === 'ON_HOLD') return { tone: 'info', words: t('call.staff.hold') };
  if (talk.staffMedia.microphone !== 'ON') return { tone: 'info', words: t('call.staff.muted') };
  return talk.quality === 'poor' ? { tone: 'warning', words: t('call.quality.poor') } : null;
}

function visibility(scene: Scene): Node {
  const { t } = scene;
  const { visible, visibleUntil } = scene.state.call!;
  const open = visible.length > 0;
  return h(
    'section',
    {
      key: 'visibility',
      class: `panel${open ? ' panel--open' : ''}`,
      'data-visible': open ? 'some' : 'nothing',
    },
    h(
      'div',
      { class: 'panel__head' },
      icon(open ? 'eye' : 'lock', open ? 'open' : 'closed'),
      heading(t('call.visible.title')),
    ),
    status(
      'visible-status',
      open
        ? [paragraph(t('call.visible.some')), list(visible.map((words) => localized(scene, 'span', words)))]
        : paragraph(t('call.visible.nothing')),
      open &&
        visibleUntil !== null &&
        h(
          'p',
          { class: 'nl-paragraph hint' },
          t('call.visible.until', { time: timeOfDay(scene, visibleUntil) }),
        ),
    ),
  );
}
