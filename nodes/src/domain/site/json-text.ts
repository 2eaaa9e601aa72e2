/**
 * Reads JSON that a person wrote: says line, column and what was expected, and refuses a field that stands twice in
 * one object, of which `JSON.parse` would silently forget the first.
 */

export type ReadText =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly line: number; readonly column: number; readonly reason: string };

/** Deeper nesting is no configuration file. */
const MAX_DEPTH = 64;

class Mistake {
  readonly at: number;
  readonly reason: string;
  constructor(at: number, reason: string) {
    this.at = at;
    this.reason = reason;
  }
}

export function readJsonText(text: string): ReadText {
  const reader = new Reader(text);
  try {
    return { ok: true, value: reader.document() };
  } catch (mistake) {
    if (!(mistake instanceof Mistake)) throw mistake;
    const before = text.slice(0, mistake.at).split('\n');
    return { ok: false, line: before.length, column: (before.at(-1) ?? '').length + 1, reason: mistake.reason };
  }
}

const BLANK = /[ \t\r\n]*/y;
const NUMBER = /-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const WORD = /[A-Za-z_$][\w$]*/y;
const STRING = /"(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/uy;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): unknown {
    const value = this.#value(0);
    this.#match(BLANK);
    if (this.#at < this.#text.length) throw this.#expected('the end of the file');
    return value;
  }

  #value(depth: number): unknown {
    this.#match(BLANK);
    if (depth > MAX_DEPTH) throw new Mistake(this.#at, `nested deeper than ${MAX_DEPTH} levels`);
    const next = this.#text[this.#at];
    if (next === '{') return this.#object(depth);
    if (next === '[') return this.#array(depth);
    if (next === '"') return this.#string();
    const number = this.#match(NUMBER);
    return number === undefined ? this.#word() : Number(number);
  }

  #object(depth: number): Record<string, unknown> {
    const fields = new Map<string, unknown>();
    this.#list('}', () => {
      this.#match(BLANK);
      const start = this.#at;
      if (this.#text[this.#at] !== '"') throw this.#expected('a field name in double quotes');
      const name = this.#string();
      if (fields.has(name)) throw new Mistake(start, `the field "${name}" stands twice in this object`);
      this.#punctuation(':');
      fields.set(name, this.#value(depth + 1));
    });
    return Object.fromEntries(fields);
  }

  #array(depth: number): unknown[] {
    const items: unknown[] = [];
    this.#list(']', () => items.push(this.#value(depth + 1)));
    return items;
  }

  /** Entries between brackets, with exactly one comma between two of them. */
  #list(close: string, entry: () => void): void {
    this.#at += 1;
    this.#match(BLANK);
    if (this.#text[this.#at] !== close) {
      entry();
      this.#match(BLANK);
      while (this.#text[this.#at] === ',') {
        this.#at += 1;
        entry();
        this.#match(BLANK);
      }
    }
    if (this.#text[this.#at] !== close) throw this.#expected(`"," or "${close}"`);
    this.#at += 1;
  }

  #string(): string {
    const written = this.#match(STRING);
    if (written === undefined) throw new Mistake(this.#at, 'this text never ends, or holds a line break or a wrong \\');
    return JSON.parse(written) as string;
  }

  #word(): unknown {
    const start = this.#at;
    const word = this.#match(WORD);
    if (word === 'true' || word === 'false') return word === 'true';
    if (word === 'null') return null;
    this.#at = start;
    throw this.#expected('a value');
  }

  #punctuation(sign: string): void {
    this.#match(BLANK);
    if (this.#text[this.#at] !== sign) throw this.#expected(`"${sign}"`);
    this.#at += 1;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #expected(what: string): Mistake {
    const found = /^\S{1,20}/.exec(this.#text.slice(this.#at, this.#at + 20))?.[0];
    return new Mistake(this.#at, `expected ${what}, found ${found === undefined ? 'the end' : `"${found}"`}`);
  }
}
