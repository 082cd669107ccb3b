/**
 * What the resident can keep of a talk: a file that the counter signed. Read here only to show it in words; whether
 * it is genuine is checked by the command that the file goes to, with the key of the log.
 */
import { Malformed, instant, list, localText, openRecord, optional, text, whole } from './shape';
import type { Check, LocalText } from './shape';

const MAX_RECEIPT_CHARS = 60_000;
const MAX_OPENINGS = 20;
const MAX_LIST = 100;
const MAX_WORD_CHARS = 200;
const MAX_SIGNED_CHARS = 2_000;
const VERSION = 1;

export interface Opening {
  readonly at: number;
  readonly until: number;
  readonly purpose: LocalText;
  readonly legalBasis: LocalText;
  readonly showed: readonly LocalText[];
  readonly categories: readonly LocalText[];
  readonly role: LocalText;
  readonly policyHash: string;
  readonly row: number;
  readonly rowHash: string;
}

export interface Receipt {
  readonly log: string;
  readonly opened: readonly Opening[];
  /** Somebody else than the municipality's log has its head as well. */
  readonly witnessed: boolean;
  /** As it came, laid out for people. */
  readonly file: string;
}

const word = text(MAX_WORD_CHARS);
const texts = list(localText, MAX_LIST);

const opening: Check<Opening> = openRecord({
  at: instant,
  until: instant,
  purpose: localText,
  legalBasis: localText,
  showed: texts,
  categories: texts,
  role: localText,
  policyHash: word,
  row: whole(1, Number.MAX_SAFE_INTEGER),
  rowHash: word,
});

const file = openRecord({
  balieReceipt: whole(VERSION, VERSION),
  statement: openRecord({ log: word, opened: list(opening, MAX_OPENINGS) }),
  countersignature: optional(text(MAX_SIGNED_CHARS)),
});

/** Null for anything that cannot be shown as one. */
export function receiptOf(content: string): Receipt | null {
  if (content.length > MAX_RECEIPT_CHARS) return null;
  try {
    const parsed: unknown = JSON.parse(content);
    const { statement, countersignature } = file(parsed);
    if (statement.opened.length === 0) return null;
    return {
      log: statement.log,
      opened: statement.opened,
      witnessed: countersignature !== undefined,
      file: `${JSON.stringify(parsed, null, 2)}\n`,
    };
  } catch (refusal) {
    if (refusal instanceof Malformed || refusal instanceof SyntaxError) return null;
    throw refusal;
  }
}
