/** A staff member's side of a call: another page of the same browser that offers, with a moving picture and a tone. */
import type { BrowserContext, Page } from 'playwright-core';
import type { StandIn } from './stand-in';

interface StaffWindow {
  staff: {
    pc: RTCPeerConnection | null;
    candidates: RTCIceCandidateInit[];
    video: HTMLVideoElement;
  };
}

export class StaffPeer {
  private constructor(
    private readonly page: Page,
    private readonly server: StandIn,
  ) {}

  static async open(context: BrowserContext, base: string, server: StandIn): Promise<StaffPeer> {
    const page = await context.newPage();
    await page.goto(`${base}/favicon.svg`);
    await page.goto('about:blank');
    await page.exposeFunction('relayCandidate', (epoch: number, line: string, mid: string) =>
      server.send({ type: 'candidate', epoch, candidate: { line, mid } }),
    );
    return new StaffPeer(page, server);
  }

  /** Offers an epoch, waits for the answer and the candidates, and connects. */
  async call(epoch: number): Promise<void> {
    const sdp = await this.page.evaluate(offer, epoch);
    this.server.send(this.server.counter.offer(epoch, sdp));
    const answer = await this.server.expect('answer');
    await this.page.evaluate(async (text) => {
      const { staff } = window as unknown as StaffWindow;
      await staff.pc!.setRemoteDescription({ type: 'answer', sdp: text });
    }, answer.sdp!);
    void this.relayCandidates(epoch);
    await this.page.waitForFunction(
      () => (window as unknown as StaffWindow).staff.pc?.connectionState === 'connected',
    );
  }

  /** A description as the staff client would offer it, not sent. */
  describe(epoch: number): Promise<string> {
    return this.page.evaluate(offer, epoch);
  }

  /** Frames of the resident that were decoded here. */
  async framesDecoded(): Promise<number> {
    return this.page.evaluate(async () => {
      const { pc } = (window as unknown as StaffWindow).staff;
      let frames = 0;
      (await pc!.getStats()).forEach((entry: { type: string; kind?: string; framesDecoded?: number }) => {
        if (entry.type === 'inbound-rtp' && entry.kind === 'video') frames += entry.framesDecoded ?? 0;
      });
      return frames;
    });
  }

  private async relayCandidates(epoch: number): Promise<void> {
    for (;;) {
      const { candidate, epoch: of } = await this.server.expect('candidate');
      if (of !== epoch) return;
      await this.page.evaluate((init) => (window as unknown as StaffWindow).staff.pc!.addIceCandidate(init), {
        candidate: candidate.line,
        sdpMid: candidate.mid,
      });
    }
  }
}

async function offer(epoch: number): Promise<string> {
  const here = window as unknown as StaffWindow & {
    relayCandidate: (epoch: number, line: string, mid: string) => void;
  };
  here.staff?.pc?.close();
  const canvas = document.createElement('canvas');
  canvas.width = 320;
  canvas.height = 240;
  const paint = canvas.getContext('2d')!;
  let turn = 0;
  setInterval(() => {
    turn++;
    paint.fillStyle = `rgb(${turn % 2 === 0 ? 200 : 180}, 40, 40)`;
    paint.fillRect(0, 0, 320, 240);
  }, 33);
  const sound = new AudioContext();
  const tone = sound.createOscillator();
  const out = sound.createMediaStreamDestination();
  tone.connect(out);
  tone.start();
  const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
  here.staff = { pc, candidates: [], video: document.createElement('video') };
  pc.onicecandidate = ({ candidate }) => {
    if (candidate?.candidate) here.relayCandidate(epoch, candidate.candidate, candidate.sdpMid ?? '0');
  };
  pc.addTransceiver(out.stream.getAudioTracks()[0]!, { direction: 'sendrecv' });
  pc.addTransceiver(canvas.captureStream(30).getVideoTracks()[0]!, { direction: 'sendrecv' });
  await pc.setLocalDescription(await pc.createOffer());
  return pc.localDescription!.sdp;
}
