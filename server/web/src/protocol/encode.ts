import { VERSION } from './messages';
import type { ResidentToRelay } from './messages';

/** The server refuses frames above 64 KiB; only a description could come near. */
export const MAX_FRAME_CHARS = 64 * 1024;

export function encode(message: ResidentToRelay): string {
  return JSON.stringify({ v: VERSION, ...message });
}
