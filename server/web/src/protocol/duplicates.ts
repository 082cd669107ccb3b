/**
 * JSON.parse keeps the last of two equal keys without a word; two readers of one message may then see two
 * different things. The text has passed JSON.parse before it comes here, so only its structure is walked.
 */
export function hasDuplicateKeys(json: string): boolean {
  const open: Array<Set<string> | null> = [];
  let at = 0;
  let keyExpected = false;
  while (at < json.length) {
    const char = json[at]!;
    if (char === '"') {
      const end = endOfString(json, at);
      const keys = open[open.length - 1];
      if (keyExpected && keys) {
        const key = JSON.parse(json.slice(at, end)) as string;
        if (keys.has(key)) return true;
        keys.add(key);
        keyExpected = false;
      }
      at = end;
      continue;
    }
    if (char === '{') {
      open.push(new Set());
      keyExpected = true;
    } else if (char === '[') {
      open.push(null);
      keyExpected = false;
    } else if (char === '}' || char === ']') {
      open.pop();
      keyExpected = false;
    } else if (char === ',') {
      keyExpected = open[open.length - 1] != null;
    }
    at++;
  }
  return false;
}

function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}
