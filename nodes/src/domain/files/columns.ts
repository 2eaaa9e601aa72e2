/** Columns of a row → data of an event type, by a table: which field takes which column, and how its text is read. */

export const READ_AS = ['text', 'decimal', 'decimalComma', 'integer', 'boolean', 'json'] as const;
export type ReadAs = (typeof READ_AS)[number];

export interface ColumnRule {
  /** Dotted path in the data, such as `quantity.value`; `lines[].quantity.value` has an entry for each row of a document. */
  readonly field: string;
  /** Name of the column, or `=text` for the same in every row. */
  readonly from: string;
  readonly as: ReadAs;
}

export type Mapped =
  | { readonly ok: true; readonly data: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly trouble: string };

type Fields = Readonly<Record<string, unknown>>;
const LIST = '[].';

/**
 * An empty column leaves its field out; whether it may be missing is the contract's business. What stands once in a
 * document must be the same in all its rows.
 */
export function mapColumns(rules: readonly ColumnRule[], fields: Fields, rows: readonly Fields[] = [fields]): Mapped {
  const data: Record<string, unknown> = {};
  for (const rule of rules.filter(({ field }) => !field.includes(LIST))) {
    const text = textOf(rule, fields);
    const other = rows.find((row) => textOf(rule, row) !== text);
    if (other) {
      const [one, two] = [text, textOf(rule, other)].map((shown) => `"${shown.slice(0, 60)}"`);
      return { ok: false, trouble: `${rule.from}: ${one} and ${two} stand in rows of one document` };
    }
    if (text === '') continue;
    const value = READERS[rule.as](text);
    if (value === undefined)
      return { ok: false, trouble: `${rule.from}: "${text.slice(0, 60)}" is no ${WORDS[rule.as]}` };
    put(data, rule.field.split('.'), value);
  }
  for (const [path, inside] of listsOf(rules)) {
    const entries = rows.map((row) => mapColumns(inside, row));
    const wrong = entries.find((entry) => !entry.ok);
    if (wrong) return wrong;
    put(
      data,
      path.split('.'),
      entries.flatMap((entry) => (entry.ok ? [entry.data] : [])),
    );
  }
  return { ok: true, data };
}

function textOf({ from }: ColumnRule, fields: Fields): string {
  if (from.startsWith('=')) return from.slice(1).trim();
  const given = Object.hasOwn(fields, from) ? fields[from] : undefined;
  return typeof given === 'string' ? given.trim() : given === undefined ? '' : JSON.stringify(given);
}

/** Rules by the list that they fill, each with the rest of its path. */
function listsOf(rules: readonly ColumnRule[]): ReadonlyMap<string, readonly ColumnRule[]> {
  const lists = new Map<string, ColumnRule[]>();
  for (const rule of rules) {
    const at = rule.field.indexOf(LIST);
    if (at < 0) continue;
    const path = rule.field.slice(0, at);
    lists.set(path, [...(lists.get(path) ?? []), { ...rule, field: rule.field.slice(at + LIST.length) }]);
  }
  return lists;
}

const WORDS: Readonly<Record<ReadAs, string>> = {
  text: 'text',
  decimal: 'number with a decimal point',
  decimalComma: 'number with a decimal comma',
  integer: 'whole number',
  boolean: 'true or false',
  json: 'JSON',
};

const decimal = (text: string): string | undefined => (/^-?\d+(\.\d+)?$/.test(text) ? text : undefined);

const READERS: Readonly<Record<ReadAs, (text: string) => unknown>> = {
  text: (text) => text,
  decimal,
  // The point groups thousands where the comma divides, and only in groups of three.
  decimalComma: (text) =>
    /^-?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$/.test(text) ? decimal(text.replaceAll('.', '').replace(',', '.')) : undefined,
  integer: (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : undefined),
  boolean: (text) => ({ true: true, false: false, '1': true, '0': false })[text.toLowerCase()],
  json: (text) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return undefined;
    }
  },
};

function put(data: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [step = '', ...rest] = path;
  if (rest.length === 0) {
    Object.defineProperty(data, step, { value, enumerable: true, writable: true, configurable: true });
    return;
  }
  const inner = Object.hasOwn(data, step) ? data[step] : undefined;
  const next = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
  Object.defineProperty(data, step, { value: next, enumerable: true, writable: true, configurable: true });
  put(next, rest, value);
}
