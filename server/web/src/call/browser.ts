/** Which browser's own words and pictures help somebody to allow the camera. */

export type BrowserFamily = 'chromium' | 'firefox' | 'safari' | 'ios';

export function browserFamily(userAgent: string, touchPoints: number): BrowserFamily {
  // An iPad says it is a Mac; only the touch points tell (every browser on iOS is Safari inside).
  if (/iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && touchPoints > 1)) return 'ios';
  if (/Firefox\//.test(userAgent)) return 'firefox';
  if (/Safari\//.test(userAgent) && !/Chrom(e|ium)\/|Edg\//.test(userAgent)) return 'safari';
  return 'chromium';
}

export const isPhone = (userAgent: string, touchPoints: number): boolean =>
  /Android|iPhone|iPad|Mobile/.test(userAgent) || (/Macintosh/.test(userAgent) && touchPoints > 1);
