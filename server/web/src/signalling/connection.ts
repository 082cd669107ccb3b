/**
 * The WebSocket to the server: opens it with the ticket, opens it again when it breaks, turns frames into
 * events. Nothing is queued while it is down: after each opening the server says where we are, and both sides
 * go on from there.
 */
import { decode } from '../protocol/decode';
import { MAX_FRAME_CHARS, encode } from '../protocol/encode';
import type { ResidentToRelay } from '../protocol/messages';
import type { PageEvent } from '../page/events';
import { waitBeforeRetry } from './backoff';

/** Close codes of docs/protocol.md section 5. */
const REPLACED = 4409;
const TICKET_INVALID = 4401;

/**
 * A browser hides why an opening was refused: 401 looks like no network. So after some failures the server is
 * asked for an ordinary page first; openings that fail although it answered speak against the ticket.
 */
const FAILURES_BEFORE_ASKING = 3;
const FAILURES_AGAINST_TICKET = 2;

export interface Surroundings {
  readonly url: string;
  /** The epoch whose media flows at this moment, 0 for none: then the server makes no new connection. */
  readonly liveEpoch: () => number;
  readonly random: () => number;
  /** True when the server answers an ordinary request. */
  readonly serverAnswers: () => Promise<boolean>;
  readonly dispatch: (event: PageEvent) => void;
}

export class Connection {
  private socket: WebSocket | null = null;
  private timer = 0;
  private failures = 0;
  private serverAnswered = false;
  private againstTicket = 0;
  private closed = false;

  constructor(
    private readonly ticket: string,
    private readonly around: Surroundings,
  ) {
    this.open();
  }

  send(message: ResidentToRelay): void {
    const frame = encode(message);
    if (this.socket?.readyState !== WebSocket.OPEN || frame.length > MAX_FRAME_CHARS) return;
    this.socket.send(frame);
  }

  /** The network is back or the page is looked at again: waiting longer makes no sense. */
  hurry(): void {
    if (this.closed || this.socket !== null) return;
    window.clearTimeout(this.timer);
    this.open();
  }

  close(): void {
    this.closed = true;
    window.clearTimeout(this.timer);
    this.socket?.close(1000);
    this.socket = null;
  }

  private open(): void {
    const claimedEpoch = this.around.liveEpoch();
    const url = claimedEpoch > 0 ? `${this.around.url}?epoch=${claimedEpoch}` : this.around.url;
    const socket = new WebSocket(url, ['balie.v1', `ticket.${this.ticket}`]);
    this.socket = socket;
    socket.onopen = () => {
      this.failures = 0;
      this.serverAnswered = false;
      this.againstTicket = 0;
      this.around.dispatch({ type: 'signalling-open', claimedEpoch });
    };
    socket.onmessage = (frame: MessageEvent<unknown>) => this.received(frame.data);
    socket.onclose = (close) => this.lost(socket, close.code);
  }

  private received(frame: unknown): void {
    const decoded = decode(frame);
    this.around.dispatch(
      decoded.kind === 'message' ? { type: 'message', message: decoded.message } : { type: 'frame-ignored' },
    );
  }

  private lost(socket: WebSocket, code: number): void {
    if (this.closed || this.socket !== socket) return;
    this.socket = null;
    if (code === REPLACED) return this.over({ type: 'signalling-replaced' });
    if (code === TICKET_INVALID) return this.over({ type: 'ticket-refused' });
    this.failures++;
    if (this.serverAnswered) this.againstTicket++;
    if (this.againstTicket >= FAILURES_AGAINST_TICKET) return this.over({ type: 'ticket-refused' });
    this.around.dispatch({ type: 'signalling-lost' });
    this.timer = window.setTimeout(
      () => void this.retry(),
      waitBeforeRetry(this.failures, this.around.random()),
    );
  }

  private async retry(): Promise<void> {
    if (this.failures >= FAILURES_BEFORE_ASKING) this.serverAnswered = await this.around.serverAnswers();
    if (!this.closed && this.socket === null) this.open();
  }

  private over(event: PageEvent): void {
    this.closed = true;
    this.around.dispatch(event);
  }
}
