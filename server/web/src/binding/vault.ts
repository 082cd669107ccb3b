/**
 * What a conversation needs to go on after a reload: its key (which cannot be read out), the bindings that were seen
 * and the run of the spoken code. IndexedDB until the conversation ends; in a private window without it, memory.
 */
import type { Bytes } from './bytes';
import type { Run } from './code';
import { newSigningKey } from './keys';
import type { KeyPair } from './keys';

const DATABASE = 'balie';
const STORE = 'conversations';
/** A page that needs its entry says so this often. */
export const SEEN_EVERY_MS = 60_000;
/** A tab that was closed cannot clean up. No conversation outlives its page by so long; the server gives 30 minutes. */
export const FORGOTTEN_AFTER_MS = 3_600_000;

export interface Kept {
  readonly pair: KeyPair;
  /** Every b of this conversation, the present one last. */
  readonly bindings: readonly Bytes[];
  /** The last epoch that was verified under the present b. */
  readonly epoch: number;
  readonly run: Run;
  /** The staff member found the code right. */
  readonly matched: boolean;
  /** When a page last said that it needs this. */
  readonly seenAt: number;
}

export interface Opened {
  readonly kept: Kept;
  /** False when a reload would lose it. */
  readonly lasting: boolean;
}

export class Vault {
  async open(conversation: string, now: number): Promise<Opened> {
    const found = await attempt((store) => store.get(conversation) as IDBRequest<Kept | undefined>);
    if (found?.value) {
      const kept = { ...found.value, seenAt: now };
      return { kept, lasting: await this.save(conversation, kept) };
    }
    const pair = await newSigningKey();
    const kept: Kept = { pair, bindings: [], epoch: 0, run: { at: 'ready' }, matched: false, seenAt: now };
    return { kept, lasting: await this.save(conversation, kept) };
  }

  async save(conversation: string, kept: Kept): Promise<boolean> {
    return (await attempt((store) => store.put(kept, conversation))) !== null;
  }

  async erase(conversation: string): Promise<void> {
    await attempt((store) => store.delete(conversation));
  }

  /**
   * Erases what no page needs any more: its conversation is over, or would be if it were asked for.
   *
   * @param own conversation of this tab, which may have slept for long; the server says whether it goes on
   */
  async sweep(now: number, own: string): Promise<void> {
    const keys = await attempt((store) => store.getAllKeys());
    for (const key of keys?.value ?? []) {
      if (key === own) continue;
      const entry = await attempt((store) => store.get(key) as IDBRequest<Partial<Kept> | undefined>);
      // Of the future as well: its clock was wrong, and it would stay for ever.
      const needed = Math.abs(now - (entry?.value?.seenAt ?? 0)) <= FORGOTTEN_AFTER_MS;
      if (!needed) await attempt((store) => store.delete(key));
    }
  }
}

/** Null when the browser keeps nothing here (private window, storage shut, full); nothing is thrown. */
async function attempt<T>(
  use: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<{ readonly value: T } | null> {
  let database: IDBDatabase | null = null;
  try {
    database = await opened();
    const transaction = database.transaction(STORE, 'readwrite');
    const request = use(transaction.objectStore(STORE));
    await finished(transaction);
    return { value: request.result };
  } catch {
    return null;
  } finally {
    database?.close();
  }
}

function opened(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onsuccess = () => resolve(opening.result);
    // Another tab of an older page may hold on to the database: then memory serves.
    opening.onerror = opening.onblocked = () => reject(new Error('the browser keeps nothing'));
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(new Error('the browser keeps nothing'));
  });
}
