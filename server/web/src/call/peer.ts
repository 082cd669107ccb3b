/**
 * The media connection to the staff member. This page is always the answerer (RFC 9429); each offer is a new
 * epoch with a new RTCPeerConnection and a fresh certificate. Owns the connection; nobody else touches it.
 */
import { same, sha256, fromBase64url } from '../binding/bytes';
import type { Bytes } from '../binding/bytes';
import type { PageEvent } from '../page/events';
import type { Candidate, IceServer } from '../protocol/messages';
import type { Tracks } from './devices';
import { fingerprintBytes, fingerprintOf } from './fingerprint';
import { qualityBetween } from './quality';
import type { Sample } from './quality';

const MAX_CANDIDATE_CHARS = 512;
const SAMPLE_EVERY_MS = 3_000;

interface Current {
  readonly pc: RTCPeerConnection;
  readonly certificate: RTCCertificate | null;
  /** SHA-256 of the certificate that the other side announced. */
  announced: Bytes;
  epoch: number;
  remoteIsSet: boolean;
  answered: boolean;
  /** Found before the answer was sent; the server takes candidates only after it. */
  readonly ownEarly: Candidate[];
  ownDone: boolean;
  /** Received before the offer was set; at most a browser's few dozen. */
  readonly remoteEarly: RTCIceCandidateInit[];
}

const MAX_EARLY = 100;

export class Peer {
  private current: Current | null = null;
  /** Of an epoch whose offer is still being verified. */
  private early: { readonly epoch: number; readonly candidates: RTCIceCandidateInit[] } | null = null;
  private iceServers: readonly IceServer[] = [];
  private tracks: Tracks = { camera: null, microphone: null };
  private certificate: Promise<RTCCertificate | null> = Promise.resolve(null);
  private sampler = 0;
  private lastSample: Sample | null = null;

  constructor(
    private readonly dispatch: (event: PageEvent) => void,
    private readonly showRemote: (stream: MediaStream | null) => void,
  ) {}

  /** Makes the certificate while the resident waits, so that the call begins sooner. */
  warmUp(): void {
    if (!window.RTCPeerConnection) return;
    this.certificate = RTCPeerConnection.generateCertificate({
      name: 'ECDSA',
      namedCurve: 'P-256',
    } as AlgorithmIdentifier).catch(() => null);
  }

  useServers(iceServers: readonly IceServer[]): void {
    this.iceServers = iceServers;
  }

  async prepare(): Promise<void> {
    if (this.current === null) this.current = await this.create();
  }

  useTracks(tracks: Tracks): void {
    this.tracks = tracks;
    if (this.current?.remoteIsSet) this.attach(this.current.pc).catch(ignoreUnusable);
  }

  /**
   * Sets an offer that was verified.
   *
   * @param announced the certificate that the other side announced and signed
   */
  async answer(epoch: number, sdp: string, announced: string): Promise<void> {
    const current = await this.takeFresh(epoch);
    current.announced = fromBase64url(announced) ?? new Uint8Array(0);
    const { pc } = current;
    try {
      await pc.setRemoteDescription({ type: 'offer', sdp });
      await this.attach(pc);
      await pc.setLocalDescription(await pc.createAnswer());
    } catch {
      // A description that this browser cannot use; the other side may offer another one.
      if (this.current === current) this.dispatch({ type: 'offer-unusable', epoch });
      return;
    }
    if (this.current !== current) return;
    current.remoteIsSet = true;
    this.attach(pc).catch(ignoreUnusable); // a camera that was turned on while the answer was made
    for (const candidate of current.remoteEarly.splice(0)) this.add(pc, candidate);
    const own = pc.localDescription!.sdp;
    const fingerprint = ownFingerprint(current.certificate, own);
    if (fingerprint === null) this.dispatch({ type: 'offer-unusable', epoch });
    else this.dispatch({ type: 'described', epoch, sdp: own, fingerprint });
  }

  /** The answer has left: now the server takes candidates. */
  answered(epoch: number): void {
    const current = this.current;
    if (current?.epoch !== epoch) return;
    current.answered = true;
    for (const candidate of current.ownEarly.splice(0)) {
      this.dispatch({ type: 'candidate-found', epoch, candidate });
    }
    if (current.ownDone) this.dispatch({ type: 'candidates-done', epoch });
  }

  addCandidate(epoch: number, candidate: Candidate): void {
    const init = { candidate: candidate.line, sdpMid: candidate.mid };
    const current = this.current;
    if (current?.epoch === epoch) {
      if (current.remoteIsSet) this.add(current.pc, init);
      else if (current.remoteEarly.length < MAX_EARLY) current.remoteEarly.push(init);
      return;
    }
    if (this.early?.epoch !== epoch) this.early = { epoch, candidates: [] };
    if (this.early.candidates.length < MAX_EARLY) this.early.candidates.push(init);
  }

  noMoreCandidates(): void {
    if (this.current?.remoteIsSet) this.current.pc.addIceCandidate().catch(ignoreUnusable);
  }

  close(): void {
    window.clearInterval(this.sampler);
    this.lastSample = null;
    if (this.current) discard(this.current.pc);
    this.current = null;
    this.showRemote(null);
  }

  /** The prepared connection when it is still unused, else a new one in place of the old. */
  private async takeFresh(epoch: number): Promise<Current> {
    const prepared = this.current;
    const unused = prepared !== null && prepared.epoch === 0;
    if (prepared && !unused) discard(prepared.pc);
    const current = unused ? prepared : await this.create();
    current.epoch = epoch;
    this.current = current;
    if (this.early?.epoch === epoch) current.remoteEarly.push(...this.early.candidates);
    this.early = null;
    return current;
  }

  private async create(): Promise<Current> {
    const certificate = await this.certificate;
    this.warmUp(); // the next epoch gets its own
    const pc = new RTCPeerConnection({
      iceServers: this.iceServers.map((server) => ({ ...server, urls: [...server.urls] })),
      bundlePolicy: 'max-bundle',
      rtcpMuxPolicy: 'require',
      ...(certificate ? { certificates: [certificate] } : {}),
    });
    const current: Current = {
      pc,
      certificate,
      announced: new Uint8Array(0),
      epoch: 0,
      remoteIsSet: false,
      answered: false,
      ownEarly: [],
      ownDone: false,
      remoteEarly: [],
    };
    this.listen(current);
    return current;
  }

  private listen(current: Current): void {
    const { pc } = current;
    const remote = new MediaStream();
    pc.ontrack = ({ track }) => {
      remote.addTrack(track);
      if (this.current === current) this.showRemote(remote);
    };
    pc.onicecandidate = ({ candidate }) => this.found(current, candidate);
    pc.onconnectionstatechange = () => this.changed(current);
    pc.oniceconnectionstatechange = () => this.changed(current);
  }

  private found(current: Current, candidate: RTCIceCandidate | null): void {
    if (this.current !== current) return;
    if (candidate === null) {
      current.ownDone = true;
      if (current.answered) this.dispatch({ type: 'candidates-done', epoch: current.epoch });
      return;
    }
    // The empty line only marks the end of a generation (W3C WebRTC 4.8.2).
    if (candidate.candidate === '' || candidate.candidate.length > MAX_CANDIDATE_CHARS) return;
    const own = { line: candidate.candidate, mid: candidate.sdpMid ?? '0' };
    if (current.answered) this.dispatch({ type: 'candidate-found', epoch: current.epoch, candidate: own });
    else if (current.ownEarly.length < MAX_EARLY) current.ownEarly.push(own);
  }

  private changed(current: Current): void {
    if (this.current !== current || current.epoch === 0) return;
    const { pc, epoch } = current;
    // Firefox before 113 has no connectionState.
    const state: string = pc.connectionState ?? pc.iceConnectionState;
    if (state === 'connected' || state === 'completed') {
      void this.compareCertificate(current);
      this.sample(current);
      this.dispatch({ type: 'peer-changed', epoch, peer: 'connected' });
    } else if (state === 'disconnected') {
      this.dispatch({ type: 'peer-changed', epoch, peer: 'interrupted' });
    } else if (state === 'failed') {
      this.dispatch({ type: 'peer-changed', epoch, peer: 'failed' });
    }
  }

  /** The browser has compared it already; where it shows what it saw, so do we. */
  private async compareCertificate(current: Current): Promise<void> {
    const transport: RTCDtlsTransport | null | undefined = current.pc.getReceivers()[0]?.transport;
    const [seen] = transport?.getRemoteCertificates?.() ?? [];
    if (seen === undefined) return;
    const matches = same(await sha256(new Uint8Array(seen)), current.announced);
    if (!matches && this.current === current) {
      this.dispatch({ type: 'certificate-mismatch', epoch: current.epoch });
    }
  }

  /** A direction without a track still says "both ways", so that the camera can be turned on later without a new offer. */
  private async attach(pc: RTCPeerConnection): Promise<void> {
    for (const transceiver of pc.getTransceivers()) {
      const video = transceiver.receiver.track.kind === 'video';
      if (transceiver.direction !== 'sendrecv') transceiver.direction = 'sendrecv';
      await transceiver.sender.replaceTrack(video ? this.tracks.camera : this.tracks.microphone);
    }
  }

  private add(pc: RTCPeerConnection, candidate: RTCIceCandidateInit): void {
    pc.addIceCandidate(candidate).catch(ignoreUnusable);
  }

  private sample(current: Current): void {
    window.clearInterval(this.sampler);
    this.lastSample = null;
    this.sampler = window.setInterval(() => void this.takeSample(current), SAMPLE_EVERY_MS);
  }

  private async takeSample(current: Current): Promise<void> {
    const report = await current.pc.getStats().catch(() => null);
    if (report === null || this.current !== current) return;
    const sample = sampleOf(report);
    if (this.lastSample) {
      this.dispatch({ type: 'quality-changed', quality: qualityBetween(this.lastSample, sample) });
    }
    this.lastSample = sample;
  }
}

/** A candidate of a kind that this browser cannot use, or a track for a connection just closed, costs only itself. */
function ignoreUnusable(): void {}

/** Of the certificate itself where the browser tells, and as the description names it; they must agree. */
function ownFingerprint(certificate: RTCCertificate | null, sdp: string): Bytes | null {
  const described = fingerprintOf(sdp);
  const told = certificate?.getFingerprints?.().find(({ algorithm }) => algorithm === 'sha-256')?.value;
  if (described === null || told === undefined) return described;
  return same(described, fingerprintBytes(told)) ? described : null;
}

function discard(pc: RTCPeerConnection): void {
  pc.ontrack = pc.onicecandidate = pc.onconnectionstatechange = pc.oniceconnectionstatechange = null;
  pc.close();
}

function sampleOf(report: RTCStatsReport): Sample {
  let packetsReceived = 0;
  let packetsLost = 0;
  let freezes = 0;
  let roundTripSeconds: number | null = null;
  report.forEach((entry: { type: string; [name: string]: unknown }) => {
    const amount = (name: string): number => (typeof entry[name] === 'number' ? (entry[name] as number) : 0);
    if (entry.type === 'inbound-rtp') {
      packetsReceived += amount('packetsReceived');
      packetsLost += amount('packetsLost');
      freezes += amount('freezeCount');
    } else if (entry.type === 'candidate-pair' && entry['nominated'] === true) {
      roundTripSeconds = amount('currentRoundTripTime');
    }
  });
  return { packetsReceived, packetsLost, freezes, roundTripSeconds };
}
