/**
 * The bytes of the files that the two send each other: read in parts, gathered, compared with their hash. What came
 * is only ever handed out as a download after a click; this page never shows or opens it.
 */
import { fromBase64url, join, sha256, toBase64url } from '../binding/bytes';
import type { Bytes } from '../binding/bytes';
import {
  MAX_FILE_BYTES,
  MEDIA_TYPES,
  PARTS_UNDER_WAY,
  PART_BYTES,
  plainFileName,
  savedName,
} from '../protocol/peer';
import type { PeerMessageOf } from '../protocol/peer';
import type { PageEvent } from './events';
import { partsOf } from './exchange';
import type { Transfer } from './state';

interface Coming {
  readonly transfer: Transfer;
  readonly parts: Bytes[];
}

export class FileDesk {
  private readonly own = new Map<string, { readonly file: Blob; sentParts: number }>();
  private readonly coming = new Map<string, Coming>();
  private readonly whole = new Map<string, { readonly blob: Blob; readonly name: string }>();
  private readonly addresses = new Set<string>();
  /** Another conversation: what was still being read belongs to the one before. */
  private round = 0;

  constructor(private readonly dispatch: (event: PageEvent) => void) {}

  /** Measures and hashes a file of ours; nothing of it leaves before the other side says yes. */
  async offer(id: string, file: File): Promise<void> {
    const mediaType = MEDIA_TYPES.find((known) => known === file.type);
    if (mediaType === undefined) return this.dispatch({ type: 'file-unfit', why: 'kind' });
    if (file.size > MAX_FILE_BYTES) return this.dispatch({ type: 'file-unfit', why: 'too-large' });
    const { round } = this;
    const bytes = await file.arrayBuffer().catch(() => null);
    if (round !== this.round) return;
    if (bytes === null || bytes.byteLength === 0) return this.dispatch({ type: 'file-unfit', why: 'empty' });
    // A copy: what is sent is what was hashed, even when the file changes meanwhile.
    this.own.set(id, { file: new Blob([bytes]), sentParts: 0 });
    const hash = toBase64url(await sha256(new Uint8Array(bytes)));
    if (round !== this.round) return;
    const name = plainFileName(file.name);
    this.dispatch({
      type: 'file-ready',
      offer: { type: 'file-offer', file: id, name, bytes: bytes.byteLength, mediaType, sha256: hash },
    });
  }

  /** @param arrived so many parts are confirmed; a few more may be under way */
  async send(id: string, arrived: number): Promise<void> {
    const own = this.own.get(id);
    if (own === undefined) return;
    const total = Math.ceil(own.file.size / PART_BYTES);
    while (own.sentParts < Math.min(total, arrived + PARTS_UNDER_WAY)) {
      const index = own.sentParts++;
      const part = await own.file.slice(index * PART_BYTES, (index + 1) * PART_BYTES).arrayBuffer();
      if (!this.own.has(id)) return;
      const data = toBase64url(new Uint8Array(part));
      this.dispatch({ type: 'file-part-read', message: { type: 'file-part', file: id, index, data } });
    }
  }

  expect(transfer: Transfer): void {
    this.coming.set(transfer.id, { transfer, parts: [] });
  }

  /** In order, each of its size, else the file is spoiled: nothing of it is kept. */
  async keep(message: PeerMessageOf<'file-part'>): Promise<void> {
    const coming = this.coming.get(message.file);
    if (coming === undefined) return;
    const { transfer, parts } = coming;
    const bytes = fromBase64url(message.data);
    const left = transfer.bytes - parts.length * PART_BYTES;
    const fits = message.index === parts.length && bytes?.length === Math.min(PART_BYTES, left);
    if (!fits) return this.spoil(transfer.id);
    parts.push(bytes);
    this.dispatch({ type: 'file-part-kept', id: transfer.id, parts: parts.length });
    if (parts.length < partsOf(transfer)) return;
    this.coming.delete(transfer.id);
    const { round } = this;
    const content = join(...parts);
    const hash = toBase64url(await sha256(content));
    if (round !== this.round) return;
    if (hash !== transfer.sha256) return this.spoil(transfer.id);
    // Neutral bytes: no browser shows them, or runs what hides in them.
    const blob = new Blob([content], { type: 'application/octet-stream' });
    this.whole.set(transfer.id, { blob, name: savedName(transfer.name, transfer.mediaType) });
    this.dispatch({ type: 'file-whole', id: transfer.id });
  }

  /** Hands a file that came to the resident's own device. */
  save(id: string): void {
    const whole = this.whole.get(id);
    if (whole !== undefined) this.give(whole.blob, whole.name);
  }

  /** The same with a text of our own. */
  giveText(content: string, name: string): void {
    this.give(new Blob([content], { type: 'application/octet-stream' }), name);
  }

  private give(blob: Blob, name: string): void {
    const address = URL.createObjectURL(blob);
    this.addresses.add(address);
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.rel = 'noopener';
    document.body.append(link);
    link.click();
    link.remove();
    // The browser reads it after the click; a minute is more than it needs to begin.
    window.setTimeout(() => this.revoke(address), 60_000);
  }

  drop(id: string): void {
    this.own.delete(id);
    this.coming.delete(id);
  }

  /** The conversation is over: nothing of its files stays. */
  clear(): void {
    this.own.clear();
    this.coming.clear();
    this.whole.clear();
    this.round++;
    for (const address of this.addresses) this.revoke(address);
  }

  private revoke(address: string): void {
    this.addresses.delete(address);
    URL.revokeObjectURL(address);
  }

  private spoil(id: string): void {
    this.coming.delete(id);
    this.dispatch({ type: 'file-spoiled', id });
  }
}
