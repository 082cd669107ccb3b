/**
 * Which sign of life is due (docs/protocol.md 3.0). Each number stands for five seconds of the epoch by this page's own
 * clock and by no other, so that a sign that somebody held back on the way is worth no more than its own time.
 */

export const SIGN_EVERY_MS = 5_000;

export class LifeSigns {
  private last = 0;

  /** @param boundAt when the counter's announcement of this epoch was verified, in milliseconds of the page's clock */
  constructor(private readonly boundAt: number) {}

  /**
   * The number to sign now, each at most once and never one of later; null when there is none. After a pause numbers
   * are left out; a clock that was set back gives none until it has caught up.
   */
  due(now: number): number | null {
    const number = 1 + Math.floor((now - this.boundAt) / SIGN_EVERY_MS);
    if (number <= this.last) return null;
    this.last = number;
    return number;
  }
}
