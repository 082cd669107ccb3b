/**
 * The certificate that the staff member's side may use is named by its SHA-256 fingerprint in the description
 * (RFC 8122 5). Two different values, another hash or none would leave room for somebody in the middle.
 */

export type FingerprintFault = 'missing' | 'not-sha-256' | 'several' | 'malformed' | 'unencrypted';

// RFC 8122 5: the hash function is a token and compared without regard to case.
const FINGERPRINT_LINE = /^a=fingerprint:(\S+) (\S+)$/;
const SHA_256_BYTES = /^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/;

/** Returns what is wrong with the description, or null when it names exactly one SHA-256 fingerprint. */
export function fingerprintFault(sdp: string): FingerprintFault | null {
  const found = fingerprintIn(sdp);
  return typeof found === 'string' ? found : null;
}

/** The 32 bytes of the one SHA-256 fingerprint, or null when the description has not exactly one. */
export function fingerprintOf(sdp: string): Uint8Array<ArrayBuffer> | null {
  const found = fingerprintIn(sdp);
  return typeof found === 'string' ? null : found;
}

/** As "AB:CD:…", the form of descriptions and of RTCCertificate.getFingerprints. */
export const fingerprintBytes = (colons: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(colons.split(':'), (byte) => parseInt(byte, 16));

function fingerprintIn(sdp: string): FingerprintFault | Uint8Array<ArrayBuffer> {
  const values = new Set<string>();
  for (const line of sdp.split(/\r\n|\r|\n/)) {
    // RFC 4568 keys would travel through the server in the clear; browsers refuse them as well.
    if (/^a=crypto:/i.test(line)) return 'unencrypted';
    if (!/^a=fingerprint/i.test(line)) continue;
    const found = FINGERPRINT_LINE.exec(line.trim());
    if (!found) return 'malformed';
    if (found[1]!.toLowerCase() !== 'sha-256') return 'not-sha-256';
    const value = found[2]!.toUpperCase();
    if (!SHA_256_BYTES.test(value)) return 'malformed';
    values.add(value);
  }
  if (values.size === 0) return 'missing';
  const [only, ...more] = values;
  return more.length === 0 ? fingerprintBytes(only!) : 'several';
}
