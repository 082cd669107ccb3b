/**
 * Small building blocks that check what came over the network. A check returns the typed value or throws
 * Malformed; only decode.ts and http.ts catch it, so no unchecked value gets past them.
 */

export class Malformed extends Error {}

export type Check<T> = (value: unknown) => T;

/** A field that may be left out; null is not the same as left out. */
export interface OptionalCheck<T> {
  readonly optional: Check<T>;
}

type Fields = { readonly [name: string]: Check<unknown> | OptionalCheck<unknown> };

type Checked<F extends Fields> = {
  readonly [K in keyof F as F[K] extends OptionalCheck<unknown> ? never : K]: F[K] extends Check<infer T>
    ? T
    : never;
} & {
  readonly [K in keyof F as F[K] extends OptionalCheck<unknown> ? K : never]?: F[K] extends OptionalCheck<
    infer T
  >
    ? T
    : never;
};

/** What becomes of a field that nobody asked for. */
type UnknownFields = 'refused' | 'ignored';

function fail(what: string): never {
  throw new Malformed(what);
}

export const optional = <T>(check: Check<T>): OptionalCheck<T> => ({ optional: check });

function object<F extends Fields>(fields: F, unknownFields: UnknownFields): Check<Checked<F>> {
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) fail('an object is needed');
    const source = value as { [name: string]: unknown };
    if (unknownFields === 'refused') {
      for (const name of Object.keys(source)) if (!(name in fields)) fail('unknown field');
    }
    const result: { [name: string]: unknown } = {};
    for (const name of Object.keys(fields)) {
      const field = fields[name]!;
      const present = Object.prototype.hasOwnProperty.call(source, name);
      if (typeof field === 'function') {
        if (!present) fail(`${name} is missing`);
        result[name] = field(source[name]);
      } else if (present) {
        result[name] = field.optional(source[name]);
      }
    }
    return result as Checked<F>;
  };
}

/** Signalling messages: a field that is not in the protocol is refused. */
export const record = <F extends Fields>(fields: F): Check<Checked<F>> => object(fields, 'refused');

/** HTTP answers: a newer server may tell more. */
export const openRecord = <F extends Fields>(fields: F): Check<Checked<F>> => object(fields, 'ignored');

export const text =
  (maxChars: number): Check<string> =>
  (value) =>
    typeof value === 'string' && value.length <= maxChars ? value : fail('text');

export const pattern =
  (shape: RegExp): Check<string> =>
  (value) =>
    typeof value === 'string' && shape.test(value) ? value : fail('shape');

export const whole =
  (min: number, max: number): Check<number> =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
      ? value
      : fail('number');

export const flag: Check<boolean> = (value) => (typeof value === 'boolean' ? value : fail('boolean'));

export const oneOf =
  <T extends string>(...names: readonly T[]): Check<T> =>
  (value) =>
    names.includes(value as T) ? (value as T) : fail('name');

export const list =
  <T>(item: Check<T>, maxItems: number): Check<readonly T[]> =>
  (value) =>
    Array.isArray(value) && value.length <= maxItems ? value.map(item) : fail('list');

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/;

/** RFC 3339 in UTC on the wire, milliseconds since 1970 in the page. */
export const instant: Check<number> = (value) => {
  const millis = typeof value === 'string' && INSTANT.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(millis) ? fail('instant') : millis;
};

export type LocalText = { readonly [language: string]: string };

const MAX_LANGUAGES = 20;
const MAX_LONG_TEXT_CHARS = 4_000;

/** A text by language; Dutch is always there. */
export const localText: Check<LocalText> = (value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail('texts');
  const entries = Object.entries(value as object);
  if (entries.length > MAX_LANGUAGES) fail('languages');
  const result: { [language: string]: string } = {};
  for (const [language, words] of entries) {
    if (!/^[A-Za-z0-9-]{1,8}$/.test(language)) fail('language');
    result[language] = text(MAX_LONG_TEXT_CHARS)(words);
  }
  return 'nl' in result ? result : fail('the Dutch text is missing');
};
