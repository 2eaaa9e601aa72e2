/**
 * Values as text and back. What a plant sends is not always JSON: NaN, binary data, big integers and loops must survive a
 * burial, because the dead letter holds what really arrived.
 */

const TAG = '$plantwire';
/** Deeper or longer originals are cut, with a note; a request object of a web server would drag in the whole process. */
const MAX_DEPTH = 64;
const MAX_ITEMS = 100_000;

/** Text of a value that is JSON already. Throws for what is not: a bug in the caller. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError('Only JSON values can be stored.');
  return text;
}

/** Text of anything at all; never throws. */
export function anyText(value: unknown): string {
  let items = 0;
  const encode = (part: unknown, path: readonly object[]): unknown => {
    items += 1;
    if (typeof part === 'number' && !Number.isFinite(part)) return tagged('number', String(part));
    if (typeof part === 'bigint') return tagged('bigint', String(part));
    if (part === undefined) return tagged('undefined', '');
    if (typeof part === 'function' || typeof part === 'symbol') return tagged('omitted', typeof part);
    if (typeof part !== 'object' || part === null) return part;
    if (part instanceof Uint8Array) return tagged('bytes', Buffer.from(part).toString('base64'));
    if (part instanceof Date) return tagged('date', Number.isNaN(part.getTime()) ? 'NaN' : part.toISOString());
    if (part instanceof Error) return { name: part.name, message: part.message };
    if (path.includes(part)) return tagged('omitted', 'loop');
    if (path.length >= MAX_DEPTH || items > MAX_ITEMS) return tagged('omitted', 'too large');
    const inner = [...path, part];
    if (Array.isArray(part)) return part.map((item) => encode(item, inner));
    return Object.fromEntries(Object.entries(part).map(([name, item]) => [name, encode(item, inner)]));
  };
  return JSON.stringify(encode(value, []));
}

export function fromText(text: string): unknown {
  if (!text.includes(TAG)) return JSON.parse(text);
  return JSON.parse(text, (_name, part: unknown) => (isTagged(part) ? untagged(part) : part));
}

interface Tagged {
  readonly [TAG]: string;
  readonly text: string;
}

const tagged = (kind: string, text: string): Tagged => ({ [TAG]: kind, text });

const isTagged = (part: unknown): part is Tagged =>
  typeof part === 'object' && part !== null && TAG in part && 'text' in part && typeof part.text === 'string';

function untagged(part: Tagged): unknown {
  switch (part[TAG]) {
    case 'number':
      return Number(part.text);
    case 'bigint':
      return BigInt(part.text);
    case 'bytes':
      return new Uint8Array(Buffer.from(part.text, 'base64'));
    case 'date':
      return new Date(part.text);
    case 'undefined':
      return undefined;
    default:
      return `[${part.text}]`;
  }
}
