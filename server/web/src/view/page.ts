/** The frame around every screen: skip link, demo band, header with the languages, the screen, the ways to a person. */
import { contactOf, municipalityName } from '../page/state';
import type { Screen } from '../page/state';
import { LANGUAGES } from '../texts/texts';
import type { TextKey } from '../texts/texts';
import { callback } from './callback';
import { h } from './dom';
import type { Child, Node } from './dom';
import { icon } from './icons';
import { button, buttons, localized, paragraph } from './scene';
import type { Scene } from './scene';
import { devices, loading, waiting, welcome } from './screens/arrival';
import { identity } from './screens/identity';
import { goodbye, problem } from './screens/leaving';
import { call } from './screens/talk';

export function page(scene: Scene): Node[] {
  const { state, t } = scene;
  const wide = state.screen.name === 'call' || state.screen.name === 'identity';
  const parts: Array<Node | false> = [
    h(
      'a',
      { key: 'skip', class: 'nl-skip-link nl-skip-link--visible-on-focus', href: '#main' },
      t('app.skip'),
    ),
    header(scene),
    h(
      'main',
      {
        key: 'main',
        id: 'main',
        tabindex: -1,
        class: `content content--${state.screen.name}${wide ? ` content--wide content--by-${state.call!.channel.toLowerCase()}` : ''}`,
      },
      screen(scene, state.screen),
    ),
    contact(scene),
    state.confirming && confirmation(scene),
  ];
  return parts.filter((part): part is Node => part !== false);
}

function screen(scene: Scene, shown: Screen): Child {
  switch (shown.name) {
    case 'loading':
      return loading(scene);
    case 'welcome':
      return welcome(scene);
    case 'devices':
      return devices(scene);
    case 'waiting':
      return waiting(scene);
    case 'call':
      return call(scene);
    case 'identity':
      return identity(scene);
    case 'goodbye':
      return goodbye(scene);
    case 'problem':
      return problem(scene, shown.kind);
  }
}

function header(scene: Scene): Node {
  const { state, t, dispatch } = scene;
  const municipality = municipalityName(state);
  return h(
    'header',
    { key: 'header', class: 'page-header' },
    state.demo && h('p', { key: 'demo', class: 'demo-band' }, t('app.demo')),
    h(
      'div',
      { class: 'page-header__inner' },
      h(
        'p',
        { class: 'brand' },
        icon('counter', 'brand'),
        h(
          'span',
          { class: 'brand__words' },
          h('span', { class: 'brand__name' }, t('app.title')),
          municipality !== '' && h('span', { class: 'brand__of' }, municipality),
        ),
      ),
      h(
        'nav',
        { class: 'languages', 'aria-label': t('app.languages') },
        LANGUAGES.map((language) =>
          h(
            'button',
            {
              key: language.tag,
              type: 'button',
              class: 'language',
              lang: language.tag,
              'data-language': language.tag,
              'aria-current': language.tag === state.language.tag ? 'true' : undefined,
              on: { click: () => dispatch({ type: 'language-chosen', language }) },
            },
            language.name,
          ),
        ),
      ),
    ),
  );
}

/** On every screen: nobody is left without a person to turn to. */
function contact(scene: Scene): Node {
  const { state, t } = scene;
  const known = contactOf(state);
  return h(
    'footer',
    { key: 'contact', class: 'contact' },
    h(
      'div',
      { class: 'contact__inner' },
      callback(scene),
      h('h2', { class: 'nl-heading nl-heading--level-2' }, t('contact.title')),
      known === null
        ? paragraph(t('contact.unknown'))
        : h(
            'ul',
            { class: 'contact__ways' },
            h(
              'li',
              {},
              icon('phone', 'contact'),
              h(
                'a',
                { class: 'nl-link contact__phone', href: known.phoneHref },
                t('contact.call', { phone: known.phone }),
              ),
            ),
            h(
              'li',
              {},
              icon('clock', 'contact'),
              h('span', {}, h('strong', {}, t('contact.hours')), localized(scene, 'span', known.hours)),
            ),
            h(
              'li',
              {},
              icon('place', 'contact'),
              h('span', {}, h('strong', {}, t('contact.visit')), localized(scene, 'span', known.visit)),
            ),
            h(
              'li',
              {},
              icon('globe', 'contact'),
              h(
                'a',
                { class: 'nl-link', href: known.website, target: '_blank', rel: 'noopener noreferrer' },
                t('contact.website'),
                h('span', { class: 'visually-hidden' }, ` ${t('app.new-tab')}`),
              ),
            ),
          ),
    ),
  );
}

/** Asks once before the talk or the place in the line is given up. */
function confirmation(scene: Scene): Node {
  const { t, dispatch, state } = scene;
  const about = state.screen.name === 'waiting' ? 'waiting.leave' : 'call.hang-up';
  const words = (part: 'title' | 'body' | 'yes' | 'no'): string => t(`${about}.${part}` as TextKey);
  const cancel = (): void => dispatch({ type: 'leave-cancelled' });
  const keys = (event: Event): void => {
    const pressed = event as KeyboardEvent;
    if (pressed.key === 'Escape') cancel();
    if (pressed.key === 'Tab') keepFocusInside(pressed);
  };
  return h(
    'div',
    { key: 'confirmation', class: 'dialog-backdrop' },
    h(
      'div',
      {
        class: 'dialog',
        role: 'alertdialog',
        'aria-modal': 'true',
        'aria-labelledby': 'dialog-title',
        'aria-describedby': 'dialog-body',
        on: { keydown: keys },
      },
      h('h2', { id: 'dialog-title', class: 'nl-heading nl-heading--level-2' }, words('title')),
      h('p', { id: 'dialog-body', class: 'nl-paragraph' }, words('body')),
      buttons(
        button(words('no'), { action: 'leave-no', weight: 'primary' }, cancel),
        button(words('yes'), { action: 'leave-yes', weight: 'secondary', negative: true }, () =>
          dispatch({ type: 'leave-confirmed' }),
        ),
      ),
    ),
  );
}

function keepFocusInside(event: KeyboardEvent): void {
  const dialog = event.currentTarget as HTMLElement;
  const inside = Array.from(dialog.querySelectorAll('button'));
  const first = inside[0]!;
  const last = inside[inside.length - 1]!;
  const leaving = event.shiftKey ? document.activeElement === first : document.activeElement === last;
  if (!leaving) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}

/** Names a screen for the move of the focus and for tests: it changes exactly when the heading is another one. */
export function screenName(shown: Screen): string {
  return shown.name === 'problem' ? `problem-${shown.kind}` : shown.name;
}
