/** Plays the server's side of docs/protocol.md for the tests of the page: serves dist/ and speaks as a test tells it. */
import { readFileSync, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Channel, ResidentToRelay } from '../../src/protocol/messages';
import type { PeerMessage, PeerMessageOf } from '../../src/protocol/peer';
import { CONTACT, CONVERSATION, Counter, Gate } from './counter';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));

/** As strict as the real server's: nothing from elsewhere, nothing inline. */
export const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const TYPES: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export const TICKET = 'dGlja2V0LWZvci10ZXN0aW5n';
/** The relay names a number of its own; no screen may show it. */
export const RELAY_CONTACT = { ...CONTACT, phone: '0900 1234', phoneHref: 'tel:09001234' };

export const office = (change: object = {}, channels: readonly Channel[] = ['VIDEO']): object => ({
  municipality: {
    id: 'voorbeeld',
    name: 'Gemeente Voorbeeld',
    contact: RELAY_CONTACT,
    theme: { primary: '#154273' },
  },
  topic: {
    id: 'wmo',
    title: { nl: 'Hulp en ondersteuning (Wmo)', en: 'Care and support (Wmo)' },
    description: {
      nl: 'Wij praten met u over hulp in huis, vervoer of een aanpassing van uw woning.',
      en: 'We talk with you about help at home, transport or changes to your house.',
    },
    bring: {
      nl: 'Uw telefoon met de app Yivi, als u die hebt.',
      en: 'Your phone with the Yivi app, if you have it.',
    },
    minutes: 15,
    channels,
  },
  opening: { state: 'OPEN', closesAt: '2026-11-24T16:00:00Z' },
  demo: true,
  callbackBy: '2026-11-25T16:00:00Z',
  ...change,
});

export interface Answer {
  readonly status: number;
  readonly body: object | null;
}

const CONFIRM_EVERY = 16;

type Waiter = { readonly type: string; readonly resolve: (message: ResidentToRelay) => void };

export class StandIn {
  readonly gate = new Gate();
  /** The staff member's side; another one is another staff client. */
  counter = new Counter(this.gate);
  site: Answer = { status: 200, body: this.gate.site() };
  welcome: Answer = { status: 200, body: office() };
  conversations: Answer = {
    status: 201,
    body: { ...office(), conversation: CONVERSATION, ticket: TICKET },
  };
  feedback: Answer = { status: 204, body: null };
  callbacks: Answer = { status: 201, body: { promisedBy: '2026-11-25T16:00:00Z' } };
  /** Sent as the first message of each connection; null refuses the opening like an invalid ticket. */
  stage: 'ARRIVED' | 'WAITING' | 'IN_CALL' | null = 'ARRIVED';
  readonly received: ResidentToRelay[] = [];
  readonly requests: Array<{ readonly path: string; readonly body: string }> = [];
  connections = 0;
  /** Answers are verified and sealed frames opened as they come; off, they can be expected like other messages. */
  opens = true;
  /** Where the page comes from when that is not this server; it may ask here (CORS). */
  pageOrigin = '';
  /** What the host of the page allows beside itself. */
  connectElsewhere = '';
  /** What the server believes the time to be. */
  clock: () => number = Date.now;
  /** The server is away: no socket opens, nothing answers. */
  down = false;
  /** The epochs that the page claimed to flow, one for each connection; empty without a claim. */
  readonly claimedEpochs: string[] = [];
  /** Every frame as it came, to look for what must not be readable. */
  readonly heardRaw: string[] = [];
  private readonly said: PeerMessage[] = [];
  private readonly listeners: Array<{ type: string; resolve: (message: PeerMessage) => void }> = [];
  private socket: WebSocket | null = null;
  private readonly waiters: Waiter[] = [];
  private readonly sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'balie.v1' });
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => void this.handle(request, response));
    this.server.on('upgrade', (request, socket, head) => {
      const offered = request.headers['sec-websocket-protocol'] ?? '';
      if (this.down) return void socket.destroy();
      if (this.stage === null || offered !== `balie.v1, ticket.${TICKET}`) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      this.claimedEpochs.push(new URL(request.url ?? '', 'http://localhost').searchParams.get('epoch') ?? '');
      this.sockets.handleUpgrade(request, socket, head, (opened) => this.opened(opened));
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.socket?.terminate();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  send(message: object): void {
    if (!this.socket) throw new Error('nobody is connected');
    this.socket.send(JSON.stringify({ v: 1, ...message }));
  }

  sendRaw(text: string): void {
    this.socket!.send(text);
  }

  close(code: number): void {
    this.socket?.close(code);
  }

  /** Cuts the connection without a closing handshake, as a network does. */
  cut(): void {
    this.socket?.terminate();
  }

  /** The next message of this type, or the last one that came when nobody waited. */
  async expect<T extends ResidentToRelay['type']>(type: T): Promise<Extract<ResidentToRelay, { type: T }>> {
    const at = this.received.findIndex((message) => message.type === type);
    if (at >= 0) return this.received.splice(at, 1)[0] as Extract<ResidentToRelay, { type: T }>;
    return new Promise((resolve) =>
      this.waiters.push({
        type,
        resolve: (message) => resolve(message as Extract<ResidentToRelay, { type: T }>),
      }),
    );
  }

  /** Every topic may be talked about in these ways. */
  offersChannels(...channels: Channel[]): void {
    this.welcome = { status: 200, body: office({}, channels) };
    this.conversations = {
      status: 201,
      body: { ...office({}, channels), conversation: CONVERSATION, ticket: TICKET },
    };
  }

  /** An honest epoch without media: ticket, announcement, keys. */
  async bind(epoch: number): Promise<void> {
    await this.until(() => this.counter.residentKey !== null);
    this.send(this.counter.offer(epoch));
    await this.expect('answer');
  }

  /** The staff member says something that the relay cannot read. */
  say(message: PeerMessage): void {
    this.send({ type: 'sealed', data: this.counter.seal(message) });
  }

  /** The next message of this type that the resident's page sealed. */
  async hears<T extends PeerMessage['type']>(type: T): Promise<PeerMessageOf<T>> {
    const at = this.said.findIndex((message) => message.type === type);
    if (at >= 0) return this.said.splice(at, 1)[0] as PeerMessageOf<T>;
    return new Promise((resolve) =>
      this.listeners.push({ type, resolve: (message) => resolve(message as PeerMessageOf<T>) }),
    );
  }

  /** Tells the page that everything arrived, as the staff client does. */
  confirm(): void {
    this.say({ type: 'received', counter: this.counter.heardUntil });
  }

  /** The whole spoken code up to the digits. */
  async tellCode(): Promise<string> {
    this.say(this.counter.commitment);
    this.say(this.counter.reveal((await this.hears('code-nonce')).nonce));
    return this.counter.code;
  }

  private async until(met: () => boolean): Promise<void> {
    while (!met()) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  private opened(socket: WebSocket): void {
    this.socket?.close(4409);
    this.socket = socket;
    this.connections++;
    socket.on('message', (data) => {
      this.heardRaw.push(String(data));
      this.message(JSON.parse(String(data)) as ResidentToRelay);
    });
    this.send({
      type: 'welcome',
      conversation: CONVERSATION,
      municipality: 'voorbeeld',
      topic: 'wmo',
      stage: this.stage,
      serverTime: new Date(this.clock()).toISOString(),
    });
  }

  private message(message: ResidentToRelay): void {
    if (message.type === 'announce-key') this.counter.residentKey = Buffer.from(message.key, 'base64url');
    // What the page seals comes right behind its answer.
    if (message.type === 'answer' && this.opens) this.counter.take(message);
    if (message.type === 'sealed' && this.opens) {
      const opened = this.counter.open(message.data);
      // The staff client confirms within a second; here tests confirm what they look at, and the rest goes in rows.
      if (this.counter.heardUntil % CONFIRM_EVERY === 0) this.confirm();
      const listener = this.listeners.findIndex((waiting) => waiting.type === opened?.type);
      if (listener >= 0) this.listeners.splice(listener, 1)[0]!.resolve(opened!);
      else if (opened !== null) this.said.push(opened);
      return;
    }
    const at = this.waiters.findIndex((waiter) => waiter.type === message.type);
    if (at >= 0) this.waiters.splice(at, 1)[0]!.resolve(message);
    else this.received.push(message);
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.down) return void request.socket.destroy();
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (path.startsWith('/api/') || path === '/site.json') {
      let body = '';
      for await (const part of request) body += String(part);
      if (request.method !== 'OPTIONS') this.requests.push({ path, body });
      const answer = {
        '/site.json': this.site,
        '/api/welcome': this.welcome,
        '/api/conversations': this.conversations,
        '/api/callbacks': this.callbacks,
      }[path];
      const asksFirst = request.method === 'OPTIONS' ? { status: 204, body: null } : null;
      const { status, body: json } = asksFirst ?? answer ?? this.feedback;
      response.writeHead(status, {
        'Content-Type': 'application/json; charset=utf-8',
        ...(this.pageOrigin === ''
          ? {}
          : {
              'Access-Control-Allow-Origin': this.pageOrigin,
              'Access-Control-Allow-Headers': 'Content-Type',
            }),
      });
      response.end(json === null ? undefined : JSON.stringify(json));
      return;
    }
    const file = extname(path) === '' ? 'index.html' : path;
    const found = join(DIST, file);
    if (!found.startsWith(DIST) || !existsSync(found)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      'Content-Security-Policy': CONTENT_SECURITY_POLICY.replace(
        "connect-src 'self'",
        `connect-src 'self'${this.connectElsewhere}`,
      ),
      'Permissions-Policy': 'camera=(self), microphone=(self)',
    });
    response.end(readFileSync(found));
  }
}
