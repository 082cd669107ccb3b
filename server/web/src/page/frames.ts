/**
 * Draws at once, and then at most once a frame: however much the other side says, the page stays usable. Without
 * frames (another tab is in front) a slow timer takes their place, so that the title of the tab still tells the news.
 */
const WITHOUT_FRAMES_MS = 250;

export class Frames {
  private resting = false;
  private wanted = false;

  constructor(
    private readonly draw: () => void,
    private readonly next: (then: () => void) => void = nextFrame,
  ) {}

  want(): void {
    if (this.resting) {
      this.wanted = true;
      return;
    }
    this.resting = true;
    this.next(() => {
      this.resting = false;
      const late = this.wanted;
      this.wanted = false;
      if (late) this.want();
    });
    this.draw();
  }
}

function nextFrame(then: () => void): void {
  const once = (): void => {
    cancelAnimationFrame(frame);
    window.clearTimeout(timer);
    then();
  };
  const frame = requestAnimationFrame(once);
  const timer = window.setTimeout(once, WITHOUT_FRAMES_MS);
}
