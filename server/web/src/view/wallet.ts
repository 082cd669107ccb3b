/** What the wallet needs from this page: a link that may be opened, a code that may be scanned. */

/**
 * The link when it may become a link, else null. Never a script; and a page that came over TLS never leads to a
 * plain one.
 */
export function safeLink(link: string, pageProtocol: string): string | null {
  let url: URL;
  try {
    url = new URL(link);
  } catch {
    return null;
  }
  if (url.protocol === 'https:') return link;
  return url.protocol === 'http:' && pageProtocol === 'http:' ? link : null;
}

/**
 * What the QR code holds: the session pointer for a second device, behind the wallet's address. The flag tells the app
 * not to come back to a page on its own device. Null when no code can be made: the link for this device is no code, and
 * whoever scanned it would end on a page of the wrong device.
 */
export function codeText(walletLink: string, sessionPointer: string): string | null {
  const at = walletLink.indexOf('#');
  if (at < 0) return null;
  let pointer: unknown;
  try {
    pointer = JSON.parse(sessionPointer);
  } catch {
    return null;
  }
  if (typeof pointer !== 'object' || pointer === null || Array.isArray(pointer)) return null;
  const flagged = { ...pointer, continueOnSecondDevice: true };
  return walletLink.slice(0, at + 1) + encodeURIComponent(JSON.stringify(flagged));
}
