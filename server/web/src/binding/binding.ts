/** What names the two keys (b) and one connection of theirs (c_n), and what the two sign (docs/protocol.md 3.0). */
import { sha256, transcript } from './bytes';
import type { Bytes } from './bytes';
import type { PublicPoint } from './keys';

/** Part of what is signed and sealed, so that nothing can be reflected to its sender. */
export type Party = 'R' | 'C';

export const channelBinding = (
  municipality: string,
  conversation: string,
  resident: PublicPoint,
  counter: PublicPoint,
): Promise<Bytes> => sha256(transcript('digitale-balie/b/1', municipality, conversation, resident, counter));

/** What a party announces for one epoch; the fingerprint is empty where no media flows. */
export interface Announcement {
  readonly party: Party;
  readonly epoch: number;
  readonly binding: Bytes;
  readonly fingerprint: Bytes;
  readonly ecdhKey: PublicPoint;
}

export const NO_MEDIA: Bytes = new Uint8Array(0);

export const announced = (a: Announcement): Bytes =>
  transcript('digitale-balie/epoch/1', a.party, a.epoch, a.binding, a.fingerprint, a.ecdhKey);

/** c_n, of two announcements that were verified. */
export function epochBinding(resident: Announcement, counter: Announcement): Promise<Bytes> {
  return sha256(
    transcript(
      'digitale-balie/c/1',
      resident.binding,
      resident.epoch,
      resident.fingerprint,
      counter.fingerprint,
      resident.ecdhKey,
      counter.ecdhKey,
    ),
  );
}

export const lifeSign = (party: Party, binding: Bytes, epoch: number, number: number): Bytes =>
  transcript('digitale-balie/life/1', party, binding, epoch, number);

export const consent = (binding: Bytes, disclosure: string, device: string): Bytes =>
  transcript('digitale-balie/disclose/1', binding, disclosure, device);
