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
 * The text of the QR code: the universal link for a second device. A wallet's link carries the session pointer in
 * its fragment; the flag tells the app not to come back to a page on its own device.
 */
export function codeText(walletLink: string, sessionPointer: string): string {
  const at = walletLink.indexOf('#');
  if (at < 0) return walletLink;
  let pointer: unknown;
  try {
    pointer = JSON.parse(sessionPointer);
  } catch {
    return walletLink;
  }
  if (typeof pointer !== 'object' || pointer === null || Array.isArray(pointer)) return walletLink;
  const flagged = { ...pointer, continueOnSecondDevice: true };
  return walletLink.slice(0, at + 1) + encodeURIComponent(JSON.stringify(flagged));
}
