/** Text as bytes of an older encoding; what it has no sign for is told, never replaced. */

export type FileEncoding = 'utf-8' | 'windows-1252';

export type Encoded =
  | { readonly ok: true; readonly bytes: Uint8Array }
  /** The first character without a sign. */
  | { readonly ok: false; readonly character: string };

/** The signs of windows-1252 from 0x80 to 0x9F; the rest is ISO 8859-1. */
const SIGNS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

export function encoded(text: string, encoding: FileEncoding): Encoded {
  if (encoding === 'utf-8') return { ok: true, bytes: new TextEncoder().encode(text) };
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const byte = byteOf(text.charCodeAt(index), text[index] ?? '');
    if (byte === undefined) return { ok: false, character: String.fromCodePoint(text.codePointAt(index) ?? 0) };
    bytes[index] = byte;
  }
  return { ok: true, bytes };
}

function byteOf(code: number, character: string): number | undefined {
  if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) return code;
  const place = SIGNS.indexOf(character);
  return place < 0 ? undefined : 0x80 + place;
}
