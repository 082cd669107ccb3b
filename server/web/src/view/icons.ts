/** Drawings of this page; each is an SVG file in ../icons, drawn in the colour of the text around it. */
import { own } from './dom';
import type { Node } from './dom';

const files = import.meta.glob<string>('../icons/*.svg', { eager: true, query: '?raw', import: 'default' });
const drawn = new Map<string, Element>();

export type IconName =
  | 'microphone'
  | 'microphone-off'
  | 'camera'
  | 'camera-off'
  | 'hang-up'
  | 'phone'
  | 'chat'
  | 'file'
  | 'place'
  | 'clock'
  | 'globe'
  | 'check'
  | 'info'
  | 'warning'
  | 'sound'
  | 'person'
  | 'lock'
  | 'eye'
  | 'list'
  | 'counter'
  | 'permission-chromium'
  | 'permission-firefox'
  | 'permission-safari'
  | 'permission-ios';

function drawing(name: IconName): Element {
  const parsed = new DOMParser().parseFromString(files[`../icons/${name}.svg`] ?? '', 'image/svg+xml');
  const element = document.importNode(parsed.documentElement, true);
  element.setAttribute('aria-hidden', 'true');
  element.setAttribute('focusable', 'false');
  element.classList.add(name.startsWith('permission') ? 'picture' : 'icon');
  return element;
}

/** @param place tells two icons of the same name on one screen apart */
export function icon(name: IconName, place: string): Node {
  const key = `${name}/${place}`;
  let element = drawn.get(key);
  if (!element) {
    element = drawing(name);
    drawn.set(key, element);
  }
  return own(element, key);
}
