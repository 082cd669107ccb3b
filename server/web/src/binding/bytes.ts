/** Bytes, base64url (RFC 4648 5, no padding) and transcripts: the alphabet of everything in this folder. */

export type Bytes = Uint8Array<ArrayBuffer>;

export const utf8 = (text: string): Bytes => new Uint8Array(new TextEncoder().encode(text));

export const utf8Text = (bytes: Bytes): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
};

export function join(...parts: readonly Bytes[]): Bytes {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Looks at every byte, so that the time tells nothing of where they differ. */
export function same(a: Bytes, b: Bytes): boolean {
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at++) difference |= a[at]! ^ (b[at] ?? 0);
  return difference === 0;
}

/** String.fromCharCode takes its bytes as arguments, and engines bound those. */
const CHUNK = 8_192;

export function toBase64url(bytes: Bytes): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** Null for anything that is not base64url; one value has one spelling, so stray bits at the end are refused. */
export function fromBase64url(text: string): Bytes | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return null;
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return toBase64url(bytes) === text ? bytes : null;
}

export const randomBytes = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));

/** A name that nobody can guess and no two share. */
export const randomId = (): string => toBase64url(randomBytes(16));

export const sha256 = async (bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** Bytes to hash or sign: each field is preceded by its length, so that no two lists of fields give the same bytes. */
export function transcript(label: string, ...fields: ReadonlyArray<Bytes | string | number>): Bytes {
  const parts: Bytes[] = [];
  for (const field of [label, ...fields]) {
    const bytes =
      typeof field === 'string' ? utf8(field) : typeof field === 'number' ? eightBytes(field) : field;
    parts.push(fourBytes(bytes.length), bytes);
  }
  return join(...parts);
}

function fourBytes(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** Big endian; numbers here stay far below 2^53. */
export function eightBytes(value: number): Bytes {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Math.floor(value / 2 ** 32));
  view.setUint32(4, value % 2 ** 32);
  return bytes;
}
