/**
 * Words for people. Each language is one file in this folder; adding a file adds the language, right-to-left
 * included. Words never live in code.
 */
import type { SignallingLanguage } from '../protocol/messages';
import type { LocalText } from '../protocol/shape';
import dutch from './nl.json';

export type TextKey = keyof typeof dutch;
export type Texts = { readonly [K in TextKey]: string };

export interface Language {
  /** BCP 47 tag; also the name of the file. */
  readonly tag: string;
  /** The language's own name, for the choice. */
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
  /** What the staff member is told; the protocol knows Dutch and English. */
  readonly signalling: SignallingLanguage;
  readonly texts: Texts;
}

const files = import.meta.glob<Texts>('./*.json', { eager: true, import: 'default' });

function languageOf(path: string, texts: Texts): Language {
  return {
    tag: path.replace(/^\.\/|\.json$/g, ''),
    name: texts['language.name'],
    direction: texts['language.direction'] === 'rtl' ? 'rtl' : 'ltr',
    signalling: texts['language.signalling'] === 'NL' ? 'NL' : 'EN',
    texts,
  };
}

/** Dutch first, then by name. */
export const LANGUAGES: readonly Language[] = Object.keys(files)
  .map((path) => languageOf(path, files[path]!))
  .sort((a, b) => Number(b.tag === 'nl') - Number(a.tag === 'nl') || a.name.localeCompare(b.name));

/** The first wish that exists, else Dutch: the municipality's own language. */
export function chooseLanguage(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    const primary = wish.toLowerCase().split('-')[0];
    const found = LANGUAGES.find((language) => language.tag === primary);
    if (found) return found;
  }
  return LANGUAGES[0]!;
}

/** A municipality's text in this language, else in Dutch. */
export const local = (text: LocalText, language: Language): string => text[language.tag] ?? text['nl'] ?? '';

/** The language that {@link local} answers in, for the lang attribute. */
export const localTag = (text: LocalText, language: Language): string =>
  language.tag in text ? language.tag : 'nl';

export type Values = { readonly [name: string]: string | number };

/** Fills the {names} of a text. */
export function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
