/** Passes on the latest of what comes quickly one after the other, at once and then at most once in a while. */
export class Latest<T> {
  private waiting: T | null = null;
  private resting = false;

  constructor(
    private readonly everyMs: number,
    private readonly pass: (value: T) => void,
  ) {}

  offer(value: T): void {
    if (this.resting) {
      this.waiting = value;
      return;
    }
    this.resting = true;
    setTimeout(() => {
      this.resting = false;
      const latest = this.waiting;
      this.waiting = null;
      if (latest !== null) this.offer(latest);
    }, this.everyMs);
    this.pass(value);
  }

  /** What waits is out of date. */
  forget(): void {
    this.waiting = null;
  }
}
