/**
 * XML whose rows are elements of one name. Elements and attributes below become dotted paths (`material.@id`), a second
 * element of the same path gets `#2`. Document types are refused: entities of others are never expanded.
 */
import { type FileRecord, MAX_ROW_CHARACTERS, MAX_SHOWN, type Reading, type RecordReader, TOO_LONG } from './record.ts';

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const NAME = /^[^\s/>=]+/;
const ATTRIBUTE = /([^\s=]+)\s*=\s*("[^"]*"|'[^']*')/g;

/** Thrown inside this file alone: nothing behind it can be read. */
class Broken extends Error {}

export function xmlReader(element: string): RecordReader {
  const rows = rowBuilder(element);
  let rest = '';
  const read = (isEnd: boolean): Reading => {
    try {
      rest = tokens(rest, isEnd, rows);
      if (rest.length > MAX_ROW_CHARACTERS || rows.size() > MAX_ROW_CHARACTERS) throw new Broken(TOO_LONG);
      if (isEnd && rows.isOpen()) throw new Broken('the file ends inside an element');
      return { records: rows.taken() };
    } catch (error) {
      if (error instanceof Broken) return { records: rows.taken(), broken: error.message };
      throw error;
    }
  };
  return {
    push(chunk) {
      rest += chunk;
      return read(false);
    },
    end: () => read(true),
  };
}

/** Hands complete tokens to the builder and returns what is not complete yet. */
function tokens(text: string, isEnd: boolean, rows: ReturnType<typeof rowBuilder>): string {
  let at = 0;
  while (at < text.length) {
    const end = endOf(text, at);
    if (end === undefined) {
      if (isEnd && text[at] === '<') throw new Broken('the file ends inside an element');
      if (!isEnd) return text.slice(at);
      rows.text(text.slice(at));
      return '';
    }
    const token = text.slice(at, end);
    if (token.startsWith('<!DOCTYPE')) throw new Broken('it has a document type, which is not read');
    else if (token.startsWith('<![CDATA[')) rows.text(token.slice(9, -3), token);
    else if (token.startsWith('</')) rows.close(nameOf(token.slice(2)), token);
    else if (token.startsWith('<?') || token.startsWith('<!--')) rows.skip(token);
    else if (token.startsWith('<')) rows.open(token);
    else rows.text(unescaped(token), token);
    at = end;
  }
  return '';
}

/** Where the token that begins here ends; undefined when more text is needed to tell. */
function endOf(text: string, at: number): number | undefined {
  const after = (mark: string, from: number): number | undefined => {
    const found = text.indexOf(mark, from);
    return found < 0 ? undefined : found + mark.length;
  };
  if (text[at] !== '<') {
    const next = text.indexOf('<', at);
    return next < 0 ? undefined : next;
  }
  const special = text.slice(at, at + 9);
  if (special.startsWith('<!--')) return after('-->', at + 4);
  if (special === '<![CDATA[') return after(']]>', at + 9);
  if (special.startsWith('<!') && special.length < 9) return undefined;
  if (special.startsWith('<?')) return after('?>', at + 2);
  let quote = '';
  for (let index = at + 1; index < text.length; index += 1) {
    const char = text[index] ?? '';
    if (quote === '' && char === '>') return index + 1;
    if (quote === '' && (char === '"' || char === "'")) quote = char;
    else if (char === quote) quote = '';
  }
  return undefined;
}

function rowBuilder(element: string) {
  const path: string[] = [];
  let depthOfRow = 0;
  let fields: Record<string, string> = {};
  let source = '';
  let trouble: string | undefined;
  let row = 0;
  let line = 1;
  let beganAt = 1;
  let found: FileRecord[] = [];

  const count = (token: string): void => {
    line += token.split('\n').length - 1;
    if (depthOfRow > 0) source += token;
  };
  const put = (name: string, value: string): void => {
    let free = name;
    for (let number = 2; Object.hasOwn(fields, free); number += 1) free = `${name}#${number}`;
    fields[free] = value;
  };
  const inside = (): string => path.slice(depthOfRow).join('.');
  const texts: string[] = [];

  const open = (token: string): void => {
    const isEmpty = token.endsWith('/>');
    const inner = token.slice(1, isEmpty ? -2 : -1);
    const name = nameOf(inner);
    path.push(name);
    texts.push('');
    if (depthOfRow === 0 && name === element) {
      depthOfRow = path.length;
      beganAt = line;
    }
    count(token);
    if (depthOfRow > 0) {
      for (const [, attribute = '', quoted = ''] of inner.matchAll(ATTRIBUTE)) {
        if (/^xmlns(:|$)/.test(attribute)) continue;
        put([inside(), `@${local(attribute)}`].filter(Boolean).join('.'), unescaped(quoted.slice(1, -1), note));
      }
    }
    if (isEmpty) leave();
  };
  const note = (words: string): void => {
    trouble = words;
  };
  const leave = (): void => {
    const own = (texts.pop() ?? '').trim();
    if (depthOfRow > 0 && own !== '') put(inside() === '' ? '#text' : inside(), own);
    if (path.length === depthOfRow) {
      row += 1;
      const place = { row, line: beganAt, text: source.slice(0, MAX_SHOWN) };
      found.push(trouble === undefined ? { ...place, fields } : { ...place, trouble });
      depthOfRow = 0;
      fields = {};
      source = '';
      trouble = undefined;
    }
    path.pop();
  };
  return {
    open,
    close(name: string, token: string): void {
      if (path.at(-1) !== name) throw new Broken(`line ${line} closes ${name}, which is not open`);
      count(token);
      leave();
    },
    text(value: string | undefined, token = value ?? ''): void {
      count(token);
      if (value === undefined) trouble = 'it uses an entity that is not known';
      const last = texts.length - 1;
      if (depthOfRow > 0 && last >= 0) texts[last] = `${texts[last] ?? ''}${value ?? ''}`;
    },
    skip: count,
    size: () => source.length,
    isOpen: () => path.length > 0,
    taken(): readonly FileRecord[] {
      const records = found;
      found = [];
      return records;
    },
  };
}

/** Prefixes of namespaces are local habits of a sender. */
const local = (name: string): string => name.slice(name.indexOf(':') + 1);
const nameOf = (text: string): string => local(NAME.exec(text)?.[0] ?? '');

/** Undefined, and told, when it names an entity that is none of the five. */
function unescaped(text: string): string | undefined;
function unescaped(text: string, tell: (words: string) => void): string;
function unescaped(text: string, tell?: (words: string) => void): string | undefined {
  let isUnknown = false;
  const plain = text.replaceAll(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w+);/gi, (_match, name: string) => {
    const known = name.startsWith('#') ? character(name) : ENTITIES[name];
    isUnknown ||= known === undefined;
    return known ?? '';
  });
  if (!isUnknown) return plain;
  tell?.('it uses an entity that is not known');
  return tell ? plain : undefined;
}

function character(name: string): string | undefined {
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  const isText = code > 0 && code <= 0x10_ff_ff && (code < 0xd8_00 || code > 0xdf_ff);
  return isText ? String.fromCodePoint(code) : undefined;
}
