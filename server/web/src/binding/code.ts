/**
 * The spoken code: the counter commits to a nonce, this page answers with one, the counter reveals; both then have
 * the same six digits, and whoever stands in the middle one blind guess in a million. One run for each b.
 */
import { join, sha256, same, utf8 } from './bytes';
import type { Bytes } from './bytes';

export const NONCE_BYTES = 32;
const CODES = 1_000_000;

export const commitment = (counterNonce: Bytes, binding: Bytes): Promise<Bytes> =>
  sha256(join(utf8('sas-commit/1'), counterNonce, binding));

/** Six digits, leading zeros kept. */
export async function spokenCode(residentNonce: Bytes, counterNonce: Bytes, binding: Bytes): Promise<string> {
  const key = await crypto.subtle.importKey(
    'raw',
    join(residentNonce, counterNonce),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, join(utf8('sas-code/1'), binding)));
  // The first 8 bytes as an unsigned number modulo a million, digit by digit of base 256.
  const code = mac.slice(0, 8).reduce((rest, byte) => (rest * 256 + byte) % CODES, 0);
  return String(code).padStart(6, '0');
}

/** The resident's side of the run; kept over a reload, so that a reload is no second guess. */
export type Run =
  | { readonly at: 'ready' }
  | { readonly at: 'answered'; readonly commitment: Bytes; readonly nonce: Bytes }
  | { readonly at: 'showing'; readonly commitment: Bytes; readonly nonce: Bytes; readonly code: string }
  | { readonly at: 'refused' };

/** A commitment came. The same one again (a new connection, a resend) is answered as before; another is a guess. */
export function committed(run: Run, given: Bytes, fresh: Bytes): Run {
  switch (run.at) {
    case 'ready':
      return { at: 'answered', commitment: given, nonce: fresh };
    case 'answered':
    case 'showing':
      return same(run.commitment, given) ? run : { at: 'refused' };
    case 'refused':
      return run;
  }
}

/** The counter's nonce came: it must be the one that was committed to. */
export async function revealed(run: Run, counterNonce: Bytes, binding: Bytes): Promise<Run> {
  if (run.at !== 'answered' && run.at !== 'showing') return { at: 'refused' };
  const honest =
    counterNonce.length === NONCE_BYTES && same(run.commitment, await commitment(counterNonce, binding));
  if (!honest) return { at: 'refused' };
  const code = await spokenCode(run.nonce, counterNonce, binding);
  return { at: 'showing', commitment: run.commitment, nonce: run.nonce, code };
}
