/**
 * The talk in writing: what was said, what is being typed, files. Who reads with a screen reader hears each finished
 * message once, with its speaker; a line that grows letter by letter can be read, and is not read out.
 */
import type { Entry, Transfer } from '../../page/state';
import { partsOf } from '../../page/exchange';
import { MAX_CHAT_CHARS, MAX_LINE_CHARS, MEDIA_TYPES } from '../../protocol/peer';
import { h } from '../dom';
import type { Child, Node } from '../dom';
import { icon } from '../icons';
import type { IconName } from '../icons';
import { alert, button, heading, paragraph, status, timeOfDay } from '../scene';
import type { Scene } from '../scene';

export function chat(scene: Scene): Node {
  const { state } = scene;
  const always = state.call!.channel === 'CHAT';
  const open = always || state.call!.exchange.open;
  return h(
    'section',
    { key: 'chat', class: `panel chat${always ? ' chat--main' : ''}`, 'data-chat': open ? 'open' : 'closed' },
    head(scene, always, open),
    open && [said(scene), files(scene), composer(scene)],
  );
}

function head(scene: Scene, always: boolean, open: boolean): Node {
  const { t, dispatch } = scene;
  const { unread } = scene.state.call!.exchange;
  return h(
    'div',
    { key: 'chat-head', class: 'chat__head' },
    h('div', { class: 'panel__head' }, icon('chat', 'chat'), heading(t('chat.title'))),
    status(
      'unread',
      !open && unread > 0 && (unread === 1 ? t('chat.unread.one') : t('chat.unread.many', { count: unread })),
    ),
    !always &&
      button(
        t(open ? 'chat.close' : 'chat.open'),
        { action: 'chat', weight: 'secondary', expanded: open },
        () => dispatch({ type: 'chat-opened', open: !open }),
      ),
  );
}

// ---- what was said ------------------------------------------------------------------------------------------------

const staffName = (scene: Scene): string => scene.state.call!.staff?.displayName ?? scene.t('chat.staff');

function said(scene: Scene): Node {
  const { t, state } = scene;
  const { entries, theirLine, theyTypeUntil } = state.call!.exchange;
  return h(
    'div',
    { key: 'said', class: 'chat__scroll', tabindex: 0, role: 'region', 'aria-label': t('chat.log') },
    entries.length === 0 && h('p', { key: 'empty', class: 'nl-paragraph hint' }, t('chat.empty')),
    h(
      'div',
      {
        key: 'log',
        class: 'chat__log',
        role: 'log',
        'aria-relevant': 'additions',
        'aria-label': t('chat.log'),
      },
      entries.map((entry) => bubble(scene, entry)),
    ),
    theirLine !== null &&
      h(
        'div',
        {
          key: 'their-line',
          class: 'bubble bubble--them bubble--growing',
          'aria-live': 'off',
          'data-role': 'live',
        },
        h('p', { class: 'bubble__who' }, t('chat.types', { name: staffName(scene) })),
        h('p', { class: 'bubble__text', dir: 'auto' }, theirLine.text),
      ),
    theirLine === null &&
      theyTypeUntil > state.now &&
      h(
        'p',
        { key: 'typing', class: 'hint chat__typing', 'aria-live': 'off' },
        t('chat.types', { name: staffName(scene) }),
      ),
  );
}

function bubble(scene: Scene, entry: Entry): Node {
  const { bubbles, state } = scene;
  const language = state.language.tag;
  const name = staffName(scene);
  const before = bubbles.get(entry);
  if (before?.language === language && before.name === name) return before.node;
  const node = drawnBubble(scene, entry);
  bubbles.set(entry, { node, language, name });
  return node;
}

function drawnBubble(scene: Scene, entry: Entry): Node {
  const { t } = scene;
  const mine = entry.from === 'me';
  return h(
    'div',
    {
      key: `entry-${entry.id}`,
      class: `bubble bubble--${entry.from}`,
      'data-delivery': mine ? entry.delivery : undefined,
    },
    h(
      'p',
      { class: 'bubble__who' },
      `${mine ? t('chat.me') : staffName(scene)} · ${timeOfDay(scene, entry.at)}`,
    ),
    h('p', { class: 'bubble__text', dir: 'auto' }, entry.text),
    mine && delivery(scene, entry),
  );
}

const DELIVERY_ICON: { readonly [D in Entry['delivery']]: IconName } = {
  sending: 'clock',
  delivered: 'check',
  resent: 'clock',
  failed: 'warning',
};

function delivery(scene: Scene, entry: Entry): Child {
  const { t, dispatch } = scene;
  return [
    h(
      'p',
      { key: 'delivery', class: `bubble__delivery bubble__delivery--${entry.delivery}` },
      h('span', { key: entry.delivery }, icon(DELIVERY_ICON[entry.delivery], `entry-${entry.id}`)),
      t(`chat.delivery.${entry.delivery}`),
    ),
    entry.delivery === 'failed' &&
      button(t('chat.again'), { action: 'chat-again', weight: 'subtle' }, () =>
        dispatch({ type: 'chat-again', id: entry.id }),
      ),
  ];
}

// ---- writing ------------------------------------------------------------------------------------------------------

function composer(scene: Scene): Node {
  const { t, state, dispatch, newId } = scene;
  const { draft, live } = state.call!.exchange;
  const sendNow = (): void => dispatch({ type: 'chat-sent', id: newId() });
  const submit = (event: Event): void => {
    event.preventDefault();
    sendNow();
  };
  const keys = (event: Event): void => {
    const pressed = event as KeyboardEvent;
    if (pressed.key !== 'Enter' || pressed.shiftKey || pressed.isComposing) return;
    event.preventDefault();
    sendNow();
  };
  return h(
    'form',
    { key: 'composer', class: 'composer', on: { submit } },
    state.call!.security !== 'secure' && h('p', { key: 'not-yet', class: 'hint' }, t('chat.not-yet')),
    h('label', { class: 'utrecht-form-label', for: 'draft' }, t('chat.label')),
    h('textarea', {
      key: 'draft',
      id: 'draft',
      name: 'draft',
      rows: 2,
      maxlength: live ? MAX_LINE_CHARS : MAX_CHAT_CHARS,
      dir: 'auto',
      class: 'utrecht-textarea utrecht-textarea--html-textarea',
      'aria-describedby': 'draft-hint',
      value: draft,
      on: {
        keydown: keys,
        input: (event) =>
          dispatch({ type: 'draft-typed', text: (event.target as HTMLTextAreaElement).value }),
      },
    }),
    h('p', { id: 'draft-hint', class: 'hint' }, t('chat.hint')),
    h(
      'label',
      { key: 'live', class: 'check' },
      h('input', {
        type: 'checkbox',
        class: 'check__box',
        checked: live,
        'data-action': 'live',
        on: { change: () => dispatch({ type: 'live-switched' }) },
      }),
      h('span', {}, t('chat.live')),
    ),
    h(
      'div',
      { key: 'send-row', class: 'composer__row' },
      button(t('chat.send'), { action: 'send-chat', weight: 'primary', submit: true }),
      fileButton(scene),
    ),
    fileTrouble(scene),
  );
}

// ---- files ----------------------------------------------------------------------------------------------------------

function fileButton(scene: Scene): Node {
  const { t, dispatch, newId } = scene;
  const picked = (event: Event): void => {
    const field = event.target as HTMLInputElement;
    const file = field.files?.[0];
    if (file) dispatch({ type: 'file-picked', id: newId(), file });
    field.value = ''; // the same file can be picked again
  };
  return h(
    'label',
    { key: 'pick', class: 'nl-button nl-button--secondary file-pick' },
    h('span', { class: 'nl-button__icon-start' }, icon('file', 'pick')),
    h('span', { class: 'nl-button__label' }, t('file.pick')),
    h('input', {
      type: 'file',
      class: 'visually-hidden',
      accept: MEDIA_TYPES.join(','),
      'data-action': 'pick-file',
      'aria-describedby': 'file-hint',
      on: { change: picked },
    }),
  );
}

function fileTrouble(scene: Scene): Child {
  const { t } = scene;
  const { fileTrouble: trouble } = scene.state.call!.exchange;
  return [
    h('p', { key: 'file-hint', id: 'file-hint', class: 'hint' }, t('file.hint')),
    status(
      'file-trouble',
      trouble !== 'none' && alert('warning', 'file', paragraph(t(`file.trouble.${trouble}`))),
    ),
  ];
}

function files(scene: Scene): Child {
  const { files: all } = scene.state.call!.exchange;
  if (all.length === 0) return null;
  return h(
    'ul',
    { key: 'files', class: 'files', 'aria-label': scene.t('file.list') },
    all.map((file) => transfer(scene, file)),
  );
}

function transfer(scene: Scene, file: Transfer): Node {
  const { t } = scene;
  const mine = file.from === 'me';
  const state = file.state;
  return h(
    'li',
    { key: `file-${file.id}`, class: 'file', 'data-file': state },
    h(
      'p',
      { class: 'file__name' },
      icon('file', file.id),
      h('span', {}, h('bdi', {}, file.name), ` (${size(scene, file.bytes)})`),
    ),
    h('p', { class: 'file__who' }, t(mine ? 'file.from.me' : 'file.from.them', { name: staffName(scene) })),
    state === 'moving' &&
      h('progress', {
        key: 'progress',
        class: 'file__progress',
        max: partsOf(file),
        value: file.parts,
        'aria-label': t('file.progress'),
      }),
    status(`file-status-${file.id}`, t(`file.state.${mine || state !== 'complete' ? state : 'here'}`)),
    decisions(scene, file),
  );
}

function decisions(scene: Scene, file: Transfer): Child {
  const { t, dispatch } = scene;
  const { id } = file;
  const decide = (decision: 'ACCEPTED' | 'DECLINED' | 'CANCELLED') => () =>
    dispatch({ type: 'file-answered', id, decision });
  if (file.from === 'them' && file.state === 'offered') {
    return h(
      'div',
      { key: 'decide', class: 'composer__row' },
      button(t('file.accept'), { action: 'accept-file', weight: 'primary' }, decide('ACCEPTED')),
      button(t('file.decline'), { action: 'decline-file', weight: 'secondary' }, decide('DECLINED')),
    );
  }
  if (file.from === 'them' && file.state === 'complete') {
    return button(t('file.save'), { action: 'save-file', weight: 'primary' }, () =>
      dispatch({ type: 'file-saved', id }),
    );
  }
  const running = file.state === 'offered' || file.state === 'moving';
  return (
    running && button(t('file.cancel'), { action: 'cancel-file', weight: 'subtle' }, decide('CANCELLED'))
  );
}

function size(scene: Scene, bytes: number): string {
  const megabytes = bytes >= 1_000_000;
  const amount = megabytes ? bytes / 1_000_000 : Math.max(1, bytes / 1_000);
  const number = new Intl.NumberFormat(scene.state.language.tag, {
    maximumFractionDigits: megabytes ? 1 : 0,
  });
  return `${number.format(amount)} ${megabytes ? 'MB' : 'kB'}`;
}
