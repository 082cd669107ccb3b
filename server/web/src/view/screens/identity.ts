/** Showing who I am: why, which data, what the staff member then sees; here or on another device; or not at all. */
import type { Identity } from '../../page/state';
import type { MessageOf } from '../../protocol/messages';
import { h } from '../dom';
import type { Child, Node } from '../dom';
import { icon } from '../icons';
import { qrCode } from '../qr';
import {
  alert,
  button,
  buttons,
  heading,
  lead,
  list,
  localized,
  paragraph,
  status,
  steps,
  timeLeft,
  title,
} from '../scene';
import type { Scene } from '../scene';
import { codeText, safeLink } from '../wallet';
import { spokenCode } from './code';
import { controls, remarks, slipAway, stage } from './talk';

export function identity(scene: Scene): Child {
  const asked = scene.state.identity!;
  return [
    h('div', { key: 'head', class: 'call-head' }, title(titleOf(scene, asked))),
    scene.state.call!.channel === 'VIDEO' && stage(scene),
    h(
      'div',
      { key: 'body', class: 'call-body identity', 'data-step': asked.step.at },
      spokenCode(scene),
      remarks(scene),
      step(scene, asked),
      controls(scene),
      slipAway(scene),
    ),
  ];
}

function titleOf(scene: Scene, asked: Identity): string {
  const { t } = scene;
  switch (asked.step.at) {
    case 'asked':
      return t('identity.title');
    case 'no-app':
      return t('identity.no-app.title');
    case 'starting':
      return t('identity.starting.title');
    case 'wallet':
      return walletTitle(scene, asked.step.started);
    case 'pairing':
      return t('identity.pairing.title');
    case 'sharing':
      return t('identity.sharing.title');
    case 'unproven':
      return t('identity.unproven.title');
    case 'finished':
      return t(`identity.finished.${asked.step.outcome}.title`);
  }
}

function walletTitle(scene: Scene, started: MessageOf<'disclosure-started'>): string {
  const here = started.device === 'THIS_DEVICE';
  const shown = here ? linkOf(scene, started) : codeOf(scene, started);
  if (shown === null) return scene.t('identity.finished.UNAVAILABLE.title');
  return scene.t(here ? 'identity.button.title' : 'identity.qr.title');
}

/** What may be tapped on this device. */
const linkOf = (scene: Scene, { walletLink }: MessageOf<'disclosure-started'>): string | null =>
  safeLink(walletLink, scene.pageProtocol);

/** What another device may scan: never the link instead. */
function codeOf(scene: Scene, started: MessageOf<'disclosure-started'>): string | null {
  const link = linkOf(scene, started);
  return link === null ? null : codeText(link, started.sessionPointer);
}

function step(scene: Scene, asked: Identity): Child {
  const at = asked.step;
  switch (at.at) {
    case 'asked':
      return question(scene, asked.ask);
    case 'no-app':
      return otherWays(scene);
    case 'starting':
      return lead(scene.t('identity.starting.body'));
    case 'wallet':
      return at.started.device === 'THIS_DEVICE'
        ? walletHere(scene, at.started)
        : walletElsewhere(scene, at.started);
    case 'pairing':
      return pairing(scene, at);
    case 'sharing':
      return [lead(scene.t('identity.sharing.body')), stopButton(scene)];
    case 'unproven':
      return unproven(scene);
    case 'finished':
      return finished(scene, at.outcome);
  }
}

function question(scene: Scene, ask: MessageOf<'disclosure-asked'>): Child {
  const { t, dispatch, phone } = scene;
  const here = button(
    t(phone ? 'identity.here' : 'identity.this'),
    { action: 'wallet-this', weight: phone ? 'primary' : 'secondary' },
    () => dispatch({ type: 'wallet-chosen', device: 'THIS_DEVICE' }),
  );
  const elsewhere = button(
    t('identity.other'),
    { action: 'wallet-other', weight: phone ? 'secondary' : 'primary' },
    () => dispatch({ type: 'wallet-chosen', device: 'OTHER_DEVICE' }),
  );
  return [
    localized(scene, 'p', ask.why, { key: 'why', class: 'nl-paragraph why' }),
    h(
      'section',
      { key: 'data', class: 'panel panel--tight' },
      h('div', { class: 'panel__head' }, icon('person', 'data'), heading(t('identity.data'))),
      list(ask.attributes.map((attribute) => localized(scene, 'span', attribute.label))),
    ),
    h('div', { key: 'first', class: 'buttons buttons--tight' }, phone ? here : elsewhere),
    more(
      'visible',
      t('identity.visible', { minutes: ask.visibleForMinutes }),
      list(ask.visibleToStaff.map((words) => localized(scene, 'span', words))),
      paragraph(t('identity.visible.minutes', { minutes: ask.visibleForMinutes })),
    ),
    more('how', t('identity.how.title'), paragraph(t('identity.how'))),
    buttons(
      phone ? elsewhere : here,
      button(t('identity.no-app'), { action: 'no-app', weight: 'subtle' }, () =>
        dispatch({ type: 'no-app-clicked' }),
      ),
      button(t('identity.decline'), { action: 'decline', weight: 'subtle' }, () =>
        dispatch({ type: 'declined', reason: 'NOT_NOW' }),
      ),
    ),
    h('p', { key: 'decline-why', class: 'nl-paragraph hint' }, t('identity.decline.why')),
  ];
}

/** What not everybody needs to read, one press away. */
function more(key: string, summary: string, ...told: Child[]): Node {
  return h(
    'details',
    { key: `more-${key}`, class: 'more more--tight' },
    h('summary', { class: 'more__summary' }, summary),
    ...told,
  );
}

function otherWays(scene: Scene): Child {
  const { t, dispatch } = scene;
  return [
    lead(t('identity.no-app.body')),
    list([t('identity.no-app.visit'), t('identity.no-app.phone'), t('identity.no-app.helper')]),
    buttons(
      button(t('identity.no-app.continue'), { action: 'decline-no-app', weight: 'primary' }, () =>
        dispatch({ type: 'declined', reason: 'NO_WALLET' }),
      ),
      button(t('identity.back'), { action: 'back', weight: 'subtle' }, () =>
        dispatch({ type: 'identity-back-clicked' }),
      ),
    ),
  ];
}

// ---- with the app ----------------------------------------------------------------------------------------------------------

function walletHere(scene: Scene, started: MessageOf<'disclosure-started'>): Child {
  const { t } = scene;
  const link = linkOf(scene, started);
  if (link === null) return finished(scene, 'UNAVAILABLE');
  return [
    lead(t('identity.button.body')),
    h(
      'p',
      { class: 'buttons' },
      h(
        'a',
        {
          class: 'nl-button nl-button--primary',
          href: link,
          target: '_blank',
          rel: 'noopener noreferrer',
          'data-action': 'open-wallet',
        },
        h(
          'span',
          { class: 'nl-button__label' },
          t('identity.button.open'),
          h('span', { class: 'visually-hidden' }, ` ${t('app.new-tab')}`),
        ),
      ),
    ),
    countdown(scene, started),
    stopButton(scene),
  ];
}

function walletElsewhere(scene: Scene, started: MessageOf<'disclosure-started'>): Child {
  const { t } = scene;
  const link = linkOf(scene, started);
  const code = codeOf(scene, started);
  if (link === null || code === null) return finished(scene, 'UNAVAILABLE');
  const pairing = started.pairing === 'REQUIRED';
  return [
    h('div', { key: 'qr', class: 'qr' }, qrCode(code, t('identity.qr.picture'))),
    steps([t('identity.qr.1'), t('identity.qr.2'), ...(pairing ? [t('identity.qr.3')] : [])]),
    alert('info', 'warning', paragraph(t('identity.qr.warning'))),
    countdown(scene, started),
    h(
      'details',
      { key: 'trouble', class: 'more' },
      h('summary', { class: 'more__summary' }, t('identity.qr.trouble')),
      h(
        'p',
        { class: 'nl-paragraph' },
        h(
          'a',
          {
            class: 'nl-link',
            href: link,
            target: '_blank',
            rel: 'noopener noreferrer',
            'data-action': 'open-wallet',
          },
          t('identity.qr.link'),
          h('span', { class: 'visually-hidden' }, ` ${t('app.new-tab')}`),
        ),
      ),
      button(t('identity.qr.this'), { action: 'wallet-this' }, () =>
        scene.dispatch({ type: 'wallet-chosen', device: 'THIS_DEVICE' }),
      ),
    ),
    stopButton(scene),
  ];
}

/** WCAG 2.2.1: the time can be had anew before and after it is over. */
function countdown(scene: Scene, started: MessageOf<'disclosure-started'>): Node {
  const { t } = scene;
  const left = started.expiresAt - scene.state.now;
  const over = left <= 0;
  return h(
    'div',
    { key: 'countdown', class: 'countdown' },
    icon('clock', 'countdown'),
    h('span', {}, over ? t('identity.time.over') : t('identity.time', { time: timeLeft(scene, left) })),
    button(
      t(over ? 'identity.time.again' : 'identity.time.more'),
      { action: 'more-time', weight: 'secondary' },
      () => scene.dispatch({ type: 'wallet-chosen', device: started.device }),
    ),
  );
}

function pairing(
  scene: Scene,
  at: {
    readonly started: MessageOf<'disclosure-started'>;
    readonly wrong: boolean;
    readonly sent: boolean;
    readonly triesLeft: number | null;
  },
): Child {
  const { t, dispatch } = scene;
  const submit = (event: Event): void => {
    event.preventDefault();
    const field = (event.target as HTMLFormElement).elements.namedItem('code') as HTMLInputElement;
    const code = field.value.replace(/\s/g, '');
    field.value = '';
    field.focus();
    dispatch({ type: 'pairing-code-typed', code });
  };
  const described = at.wrong ? 'code-hint code-error' : 'code-hint';
  return [
    h(
      'form',
      { key: 'pairing', class: 'pairing', novalidate: true, on: { submit } },
      h(
        'div',
        { class: `utrecht-form-field${at.wrong ? ' utrecht-form-field--invalid' : ''}` },
        h('label', { class: 'utrecht-form-label', for: 'code' }, t('identity.pairing.label')),
        h('p', { class: 'utrecht-form-field-description', id: 'code-hint' }, t('identity.pairing.hint')),
        h(
          'div',
          { id: 'code-error', role: 'alert', class: at.wrong ? 'utrecht-form-field-error-message' : '' },
          at.wrong && `${t('identity.pairing.wrong')} ${triesWords(scene, at.triesLeft)}`,
        ),
        h('input', {
          id: 'code',
          name: 'code',
          class: 'utrecht-textbox utrecht-textbox--html-input pairing__code',
          type: 'text',
          inputmode: 'numeric',
          pattern: '[0-9]*',
          maxlength: 4,
          autocomplete: 'off',
          'aria-describedby': described,
          'aria-invalid': at.wrong ? 'true' : undefined,
        }),
      ),
      status('code-status', at.sent && paragraph(t('identity.pairing.sending'))),
      buttons(
        button(t('identity.pairing.send'), {
          action: 'send-code',
          weight: 'primary',
          submit: true,
          busy: at.sent,
        }),
      ),
    ),
    countdown(scene, at.started),
    stopButton(scene),
  ];
}

function triesWords(scene: Scene, triesLeft: number | null): string {
  if (triesLeft === null || triesLeft < 1) return '';
  return triesLeft === 1
    ? scene.t('identity.pairing.left.one')
    : scene.t('identity.pairing.left.many', { count: triesLeft });
}

function stopButton(scene: Scene): Node {
  return h(
    'div',
    { key: 'stop', class: 'buttons' },
    button(scene.t('identity.decline'), { action: 'decline', weight: 'subtle' }, () =>
      scene.dispatch({ type: 'declined', reason: 'NOT_NOW' }),
    ),
  );
}

/** A code that belongs to another talk is never shown: whoever scans it would show their data to a stranger. */
function unproven(scene: Scene): Child {
  const { t, dispatch } = scene;
  return [
    status('outcome', alert('warning', 'unproven', paragraph(t('identity.unproven.body')))),
    buttons(
      button(t('identity.finished.back'), { action: 'back-to-call', weight: 'primary' }, () =>
        dispatch({ type: 'back-to-call-clicked' }),
      ),
    ),
  ];
}

function finished(scene: Scene, outcome: MessageOf<'disclosure-finished'>['outcome']): Child {
  const { t } = scene;
  return [
    status(
      'outcome',
      alert(
        outcome === 'VERIFIED' ? 'ok' : 'info',
        'outcome-alert',
        paragraph(t(`identity.finished.${outcome}.body`)),
      ),
    ),
    buttons(
      button(t('identity.finished.back'), { action: 'back-to-call', weight: 'primary' }, () =>
        scene.dispatch({ type: 'back-to-call-clicked' }),
      ),
    ),
  ];
}
