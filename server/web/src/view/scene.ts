/** What a screen needs to draw itself, and the few parts that all screens are made of. */
import type { BrowserFamily } from '../call/browser';
import type { PageEvent } from '../page/events';
import { contactOf } from '../page/state';
import type { Entry, PageState } from '../page/state';
import type { LocalText } from '../protocol/shape';
import { fill, local, localTag } from '../texts/texts';
import type { TextKey, Values } from '../texts/texts';
import { h } from './dom';
import type { Attributes, Child, Node } from './dom';
import { icon } from './icons';
import type { IconName } from './icons';

/** Elements that live longer than one drawing and are filled from outside. */
export interface LiveElements {
  readonly remote: HTMLVideoElement;
  readonly self: HTMLVideoElement;
  readonly level: HTMLElement;
}

export interface Bubble {
  readonly node: Node;
  readonly language: string;
  readonly name: string;
}

export interface Surroundings {
  readonly live: LiveElements;
  readonly browser: BrowserFamily;
  readonly phone: boolean;
  readonly pageProtocol: string;
  /** What was drawn of each message; it is drawn anew when the message, its language or the name above it changes. */
  readonly bubbles: WeakMap<Entry, Bubble>;
  /** A fresh name for a message or a file. */
  readonly newId: () => string;
  readonly dispatch: (event: PageEvent) => void;
}

export interface Scene extends Surroundings {
  readonly state: PageState;
  readonly t: (key: TextKey, values?: Values) => string;
}

export function sceneOf(state: PageState, surroundings: Surroundings): Scene {
  const t = (key: TextKey, values: Values = {}): string => fill(state.language.texts[key], values);
  return { ...surroundings, state, t };
}

// ---- words --------------------------------------------------------------------------------------------------------

/** A municipality's own text, marked with its language where that differs from the page's. */
export function localized(scene: Scene, tag: string, text: LocalText, attributes: Attributes = {}): Node {
  const language = localTag(text, scene.state.language);
  const lang = language === scene.state.language.tag ? undefined : language;
  return h(tag, { ...attributes, lang }, local(text, scene.state.language));
}

const MUNICIPAL_TIME = 'Europe/Amsterdam';

export function dayAndTime(scene: Scene, millis: number): string {
  return new Intl.DateTimeFormat(scene.state.language.tag, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: MUNICIPAL_TIME,
  }).format(millis);
}

export function timeOfDay(scene: Scene, millis: number): string {
  return new Intl.DateTimeFormat(scene.state.language.tag, {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: MUNICIPAL_TIME,
  }).format(millis);
}

/** Whole minutes while there are several, then tens of seconds: a running clock makes nervous. */
export function timeLeft(scene: Scene, millis: number): string {
  const seconds = Math.max(0, Math.ceil(millis / 1000));
  if (seconds > 90) return scene.t('time.minutes', { count: Math.round(seconds / 60) });
  if (seconds > 60) return scene.t('time.minute');
  return scene.t('time.seconds', { count: seconds > 10 ? Math.ceil(seconds / 10) * 10 : seconds });
}

// ---- parts ----------------------------------------------------------------------------------------------------------

/** The one heading of a screen; focus goes here when the screen appears. */
export const title = (text: string): Node =>
  h('h1', { key: 'title', id: 'title', tabindex: -1, class: 'nl-heading nl-heading--level-1' }, text);

export const heading = (text: string): Node => h('h2', { class: 'nl-heading nl-heading--level-2' }, text);

export const paragraph = (...children: Child[]): Node => h('p', { class: 'nl-paragraph' }, ...children);

export const lead = (...children: Child[]): Node =>
  h('p', { class: 'nl-paragraph nl-paragraph--lead' }, ...children);

export const list = (items: readonly Child[]): Node =>
  h(
    'ul',
    { class: 'utrecht-unordered-list' },
    items.map((item) => h('li', { class: 'utrecht-unordered-list__item' }, item)),
  );

export const steps = (items: readonly string[]): Node =>
  h(
    'ol',
    { class: 'utrecht-ordered-list' },
    items.map((item) => h('li', { class: 'utrecht-ordered-list__item' }, item)),
  );

export type Weight = 'primary' | 'secondary' | 'subtle';

export interface ButtonLook {
  /** Names the button for tests; people see the words. */
  readonly action: string;
  readonly weight?: Weight;
  readonly negative?: boolean;
  readonly icon?: IconName;
  readonly busy?: boolean;
  /** Said after the words to those who do not see the icon. */
  readonly aside?: string;
  readonly submit?: boolean;
  /** What the button opens is open. */
  readonly expanded?: boolean;
}

export function button(label: string, look: ButtonLook, onClick?: () => void): Node {
  const { action, weight = 'secondary', negative = false, busy = false } = look;
  const classes = `nl-button nl-button--${weight}${negative ? ' nl-button--negative' : ''}${busy ? ' nl-button--busy' : ''}`;
  return h(
    'button',
    {
      key: `button-${action}`,
      type: look.submit ? 'submit' : 'button',
      class: classes,
      'data-action': action,
      // A busy button keeps the focus and stays readable; its clicks are ignored by the state.
      'aria-disabled': busy ? 'true' : undefined,
      'aria-expanded': look.expanded === undefined ? undefined : String(look.expanded),
      on: onClick ? { click: onClick } : {},
    },
    look.icon && h('span', { class: 'nl-button__icon-start' }, icon(look.icon, action)),
    h(
      'span',
      { class: 'nl-button__label' },
      label,
      look.aside !== undefined && h('span', { class: 'visually-hidden' }, `, ${look.aside}`),
    ),
  );
}

/** The way on where only a person can help; nothing while nobody knows the number. */
export function telephone(scene: Scene, weight: Weight): Node | null {
  const contact = contactOf(scene.state);
  if (contact === null) return null;
  return h(
    'a',
    {
      key: 'telephone',
      class: `nl-button nl-button--${weight}`,
      href: contact.phoneHref,
      'data-action': 'call',
    },
    h('span', { class: 'nl-button__icon-start' }, icon('phone', 'telephone')),
    h('span', { class: 'nl-button__label' }, scene.t('contact.call', { phone: contact.phone })),
  );
}

export const buttons = (...children: Child[]): Node =>
  h('div', { key: 'buttons', class: 'buttons' }, ...children);

export type Tone = 'info' | 'ok' | 'warning' | 'error';

const TONE_ICON: { readonly [T in Tone]: IconName } = {
  info: 'info',
  ok: 'check',
  warning: 'warning',
  error: 'warning',
};

/** A framed message: an icon and words, never colour alone. */
export function alert(tone: Tone, key: string, ...children: Child[]): Node {
  return h(
    'div',
    { key, class: `utrecht-alert utrecht-alert--${tone}` },
    h('div', { class: 'utrecht-alert__icon' }, icon(TONE_ICON[tone], `alert-${key}`)),
    h('div', { class: 'utrecht-alert__content' }, h('div', { class: 'utrecht-alert__message' }, ...children)),
  );
}

/** Always in the document, so that what appears in it is read aloud. */
export const status = (key: string, ...children: Child[]): Node =>
  h('div', { key, role: 'status', class: 'status' }, ...children);

export interface Row {
  readonly icon: IconName;
  readonly label: string;
  readonly value: Child;
}

/** Facts, each with its icon. */
/** @param place tells one list from another on the same screen */
export const facts = (rows: readonly Row[], place = ''): Node =>
  h(
    'dl',
    { class: 'utrecht-data-list facts' },
    rows.map((row) =>
      h(
        'div',
        { class: 'utrecht-data-list__item facts__item' },
        h(
          'dt',
          { class: 'utrecht-data-list__item-key facts__key' },
          icon(row.icon, `${place}${row.label}`),
          row.label,
        ),
        h('dd', { class: 'utrecht-data-list__item-value utrecht-data-list__item-value--html-dd' }, row.value),
      ),
    ),
  );
