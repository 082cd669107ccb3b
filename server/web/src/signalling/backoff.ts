/** How long to wait before the next try; jitter keeps a thousand phones from coming back in the same second. */

export const FIRST_WAIT_MS = 500;
export const LONGEST_WAIT_MS = 10_000;

/** @param failures tries that failed in a row, from 1; @param random a number from 0 up to 1 */
export function waitBeforeRetry(failures: number, random: number): number {
  const doubled = FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 10);
  const longest = Math.min(doubled, LONGEST_WAIT_MS);
  return Math.round(longest * (0.5 + random / 2));
}
