/** How much may come: so much at once, and so much each second after it. */
export class Pace {
  private left: number;

  /** @param at the time of the first look, in milliseconds */
  constructor(
    private readonly burst: number,
    private readonly perSecond: number,
    private at: number,
  ) {
    this.left = burst;
  }

  /** Whether one more may pass. A clock that was set back gives nothing and takes nothing. */
  take(now: number): boolean {
    const passed = Math.max(0, now - this.at);
    this.at = now;
    this.left = Math.min(this.burst, this.left + (passed * this.perSecond) / 1_000);
    if (this.left < 1) return false;
    this.left--;
    return true;
  }
}
