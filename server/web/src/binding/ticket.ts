/** The gate's words (JWS ES256, RFC 7515): who the staff member is, and whose wallet session this is. */
import type { LocalText } from '../protocol/shape';
import { Malformed, localText, openRecord, optional, pattern, record, text, whole } from '../protocol/shape';
import type { Check } from '../protocol/shape';
import { fromBase64url, same, sha256, toBase64url, utf8, utf8Text } from './bytes';
import type { Bytes } from './bytes';
import { holds, pointOfJwk } from './keys';
import type { PublicPoint } from './keys';

const TICKET_TYPE = 'balie-counter+jwt';
const PROOF_TYPE = 'balie-disclosure+jwt';
const MAX_NAME_CHARS = 200;
/** The clock of an old phone may be wrong by this much. */
const CLOCK_SECONDS = 86_400;
const MAX_SECONDS = 2 ** 40;

const token = pattern(/^[A-Za-z0-9_-]{16,64}$/);
const bytes32 = pattern(/^[A-Za-z0-9_-]{43}$/);
/** A parameter that we do not know may change what the signature means (RFC 7515 4.1.11): refused. */
const header = record({ alg: text(20), typ: text(60), kid: optional(text(200)) });
const jwk = openRecord({
  kty: pattern(/^EC$/),
  crv: pattern(/^P-256$/),
  x: bytes32,
  y: bytes32,
});
const seconds = whole(0, MAX_SECONDS);
const ticketClaims = openRecord({
  municipality: pattern(/^[a-z0-9][a-z0-9._-]{0,63}$/),
  conversation: token,
  displayName: text(MAX_NAME_CHARS),
  role: localText,
  cnf: openRecord({ jwk }),
  iat: seconds,
  exp: seconds,
});
const proofClaims = openRecord({
  conversation: token,
  channelBinding: bytes32,
  disclosure: token,
  sessionHash: bytes32,
});

export interface StaffTicket {
  readonly displayName: string;
  readonly role: LocalText;
  readonly counterKey: PublicPoint;
}

export type TicketFault =
  'TICKET_REFUSED' | 'TICKET_EXPIRED' | 'OTHER_MUNICIPALITY' | 'OTHER_CONVERSATION' | 'KEY_REFUSED';

function json<T>(check: Check<T>, bytes: Bytes | null): T | null {
  try {
    return check(JSON.parse((bytes && utf8Text(bytes)) ?? ''));
  } catch (refusal) {
    if (refusal instanceof Malformed || refusal instanceof SyntaxError) return null;
    throw refusal;
  }
}

/** The claims when one of the gate's keys signed them as this type, else null. */
async function claimsOf<T>(
  jws: string,
  type: string,
  gateKeys: readonly PublicPoint[],
  check: Check<T>,
): Promise<T | null> {
  const parts = jws.split('.');
  if (parts.length !== 3) return null;
  const [head, body, signature] = parts as [string, string, string];
  const said = json(header, fromBase64url(head));
  if (said?.alg !== 'ES256' || said.typ !== type) return null;
  const signed = utf8(`${head}.${body}`);
  for (const key of gateKeys) {
    if (await holds(key, signed, fromBase64url(signature))) return json(check, fromBase64url(body));
  }
  return null;
}

export async function staffTicket(
  jws: string,
  gateKeys: readonly PublicPoint[],
  municipality: string,
  conversation: string,
  nowMillis: number,
): Promise<StaffTicket | TicketFault> {
  const claims = await claimsOf(jws, TICKET_TYPE, gateKeys, ticketClaims);
  if (claims === null) return 'TICKET_REFUSED';
  if (claims.municipality !== municipality) return 'OTHER_MUNICIPALITY';
  if (claims.conversation !== conversation) return 'OTHER_CONVERSATION';
  const now = nowMillis / 1_000;
  if (claims.exp < now - CLOCK_SECONDS || claims.iat > now + CLOCK_SECONDS) return 'TICKET_EXPIRED';
  const counterKey = pointOfJwk(claims.cnf.jwk.x, claims.cnf.jwk.y);
  if (counterKey === null) return 'KEY_REFUSED';
  return { displayName: claims.displayName, role: claims.role, counterKey };
}

/** Whether the gate started this wallet session for this question of this conversation, under this b. */
export async function provenDisclosure(
  jws: string,
  gateKeys: readonly PublicPoint[],
  conversation: string,
  binding: Bytes,
  disclosure: string,
  sessionPointer: string,
  walletLink: string,
): Promise<boolean> {
  const claims = await claimsOf(jws, PROOF_TYPE, gateKeys, proofClaims);
  if (claims === null) return false;
  const sessionHash = fromBase64url(claims.sessionHash);
  return (
    claims.conversation === conversation &&
    claims.disclosure === disclosure &&
    claims.channelBinding === toBase64url(binding) &&
    sessionHash !== null &&
    same(sessionHash, await sha256(utf8(`${sessionPointer}\n${walletLink}`)))
  );
}
