/** Keys on P-256: public points, which are checked before they become keys, signatures and key agreement. */
import { fromBase64url, toBase64url } from './bytes';
import type { Bytes } from './bytes';

const CURVE = 'P-256';
const POINT_BYTES = 65;
const COORDINATE_BYTES = 32;
const UNCOMPRESSED = 4;
const SIGNATURE_BYTES = 64;
const ECDSA = { name: 'ECDSA', hash: 'SHA-256' } as const;

// SEC 2, 2.4.2 (secp256r1). Written with BigInt() because the page is built for browsers without its literals.
const P = BigInt('0xffffffff00000001000000000000000000000000ffffffffffffffffffffffff');
const B = BigInt('0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b');
const THREE = BigInt(3);

declare const checked: unique symbol;
/** An uncompressed point (SEC 1 2.3.3) that lies on P-256; only {@link parsePoint} makes one. */
export type PublicPoint = Bytes & { readonly [checked]: true };

function number(bytes: Bytes): bigint {
  let hex = '0x';
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
  return BigInt(hex);
}

/** y^2 = x^3 - 3x + b (mod p), with both coordinates reduced (SEC 1 3.2.2.1). */
function onCurve(x: bigint, y: bigint): boolean {
  if (x >= P || y >= P) return false;
  return (((y * y - (x * x * x - THREE * x + B)) % P) + P) % P === BigInt(0);
}

/** The point, or null when the bytes are no point on P-256 in uncompressed form: infinity has no such form. */
export function parsePoint(given: Bytes | string): PublicPoint | null {
  const bytes = typeof given === 'string' ? fromBase64url(given) : given;
  if (bytes === null || bytes.length !== POINT_BYTES || bytes[0] !== UNCOMPRESSED) return null;
  const x = number(bytes.slice(1, 1 + COORDINATE_BYTES));
  const y = number(bytes.slice(1 + COORDINATE_BYTES));
  return onCurve(x, y) ? (bytes as PublicPoint) : null;
}

/** A point from the coordinates of a JWK (RFC 7518 6.2.1). */
export function pointOfJwk(x: string, y: string): PublicPoint | null {
  const left = fromBase64url(x);
  const right = fromBase64url(y);
  if (left?.length !== COORDINATE_BYTES || right?.length !== COORDINATE_BYTES) return null;
  const bytes = new Uint8Array(POINT_BYTES);
  bytes[0] = UNCOMPRESSED;
  bytes.set(left, 1);
  bytes.set(right, 1 + COORDINATE_BYTES);
  return parsePoint(bytes);
}

export interface KeyPair {
  readonly privateKey: CryptoKey;
  readonly point: PublicPoint;
}

/** The private half cannot be read out, by this page or by anybody who gets into it. */
export async function newSigningKey(): Promise<KeyPair> {
  return pairOf(
    (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: CURVE }, false, [
      'sign',
      'verify',
    ])) as CryptoKeyPair,
  );
}

export async function newAgreementKey(): Promise<KeyPair> {
  return pairOf(
    (await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: CURVE }, false, [
      'deriveBits',
    ])) as CryptoKeyPair,
  );
}

async function pairOf(pair: CryptoKeyPair): Promise<KeyPair> {
  const point = parsePoint(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)));
  if (point === null) throw new Error('the browser made a key that is not on P-256');
  return { privateKey: pair.privateKey, point };
}

/** 64 bytes, the two numbers side by side (IEEE P1363), as base64url. */
export async function sign(key: CryptoKey, message: Bytes): Promise<string> {
  return toBase64url(new Uint8Array(await crypto.subtle.sign(ECDSA, key, message)));
}

/** False for anything that is not this key's signature of this message. */
export async function holds(key: PublicPoint, message: Bytes, signature: Bytes | null): Promise<boolean> {
  if (signature?.length !== SIGNATURE_BYTES) return false;
  const imported = await crypto.subtle.importKey('raw', key, { name: 'ECDSA', namedCurve: CURVE }, false, [
    'verify',
  ]);
  return crypto.subtle.verify(ECDSA, imported, signature, message);
}

/** The x coordinate of the shared point (NIST SP 800-56A 5.7.1.2). */
export async function agree(own: CryptoKey, peer: PublicPoint): Promise<Bytes> {
  const imported = await crypto.subtle.importKey('raw', peer, { name: 'ECDH', namedCurve: CURVE }, false, []);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: imported }, own, 256));
}
