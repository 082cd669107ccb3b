/** The microphone's level and the two sounds of this page, by Web Audio; browsers give it after a first click. */

/** Below this a room is silent; a voice at arm's length is far above. */
const HEARD_LEVEL = 0.12;
const READ_EVERY_MS = 80;

export class Sound {
  private context: AudioContext | null = null;
  private source: MediaStreamAudioSourceNode | null = null;
  private timer = 0;

  constructor(
    private readonly showLevel: (level: number) => void,
    private readonly heard: () => void,
  ) {}

  /** Browsers keep sound shut until the page was touched; before that there is nothing to wake. */
  wake(): void {
    if (navigator.userActivation && !navigator.userActivation.hasBeenActive) return;
    const Context =
      window.AudioContext ?? (window as { webkitAudioContext?: typeof AudioContext }).webkitAudioContext;
    if (!Context) return;
    this.context ??= new Context();
    if (this.context.state === 'suspended') void this.context.resume().catch(() => undefined);
  }

  listenTo(track: MediaStreamTrack | null): void {
    window.clearInterval(this.timer);
    this.source?.disconnect();
    this.source = null;
    this.showLevel(0);
    if (!track || !this.context) return;
    const analyser = this.context.createAnalyser();
    analyser.fftSize = 1024;
    this.source = this.context.createMediaStreamSource(new MediaStream([track]));
    this.source.connect(analyser);
    const samples = new Uint8Array(analyser.fftSize);
    this.timer = window.setInterval(() => this.read(analyser, samples), READ_EVERY_MS);
  }

  /** Two soft notes upwards: it is your turn. */
  attention(): void {
    this.note(523, 0, 0.5);
    this.note(784, 0.25, 0.8);
    this.note(523, 1.4, 0.5);
    this.note(784, 1.65, 0.8);
    if ('vibrate' in navigator) navigator.vibrate([250, 120, 250]);
  }

  test(): void {
    this.note(440, 0, 0.35);
    this.note(554, 0.25, 0.35);
    this.note(659, 0.5, 0.6);
  }

  private read(analyser: AnalyserNode, samples: Uint8Array<ArrayBuffer>): void {
    analyser.getByteTimeDomainData(samples);
    let sum = 0;
    for (const sample of samples) sum += ((sample - 128) / 128) ** 2;
    // The square root of the loudness spreads quiet and loud voices over the whole bar.
    const level = Math.min(1, Math.sqrt(Math.sqrt(sum / samples.length)));
    this.showLevel(level < 0.05 ? 0 : level);
    if (level > HEARD_LEVEL) this.heard();
  }

  private note(frequency: number, after: number, length: number): void {
    const context = this.context;
    if (!context) return;
    const start = context.currentTime + after;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.2, start + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.001, start + length);
    tone.connect(volume).connect(context.destination);
    tone.start(start);
    tone.stop(start + length);
  }
}
