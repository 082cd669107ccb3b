/** Passes on the latest of what comes quickly one after the other, at once and then at most once in a while. */
export class Latest<T> {
  private waiting: T | null = null;
  private timer = 0;

  constructor(
    private readonly everyMs: number,
    private readonly pass: (value: T) => void,
  ) {}

  offer(value: T): void {
    if (this.timer !== 0) {
      this.waiting = value;
      return;
    }
    this.pass(value);
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      const latest = this.waiting;
      this.waiting = null;
      if (latest !== null) this.offer(latest);
    }, this.everyMs);
  }

  /** What waits is out of date. */
  forget(): void {
    this.waiting = null;
  }
}
