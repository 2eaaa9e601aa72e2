/** Columns of a row → data of an event type, by a table: which field takes which column, and how its text is read. */

export const READ_AS = ['text', 'decimal', 'decimalComma', 'integer', 'boolean', 'json'] as const;
export type ReadAs = (typeof READ_AS)[number];

export interface ColumnRule {
  /** Dotted path in the data, such as `quantity.value`. */
  readonly field: string;
  /** Name of the column, or `=text` for the same in every row. */
  readonly from: string;
  readonly as: ReadAs;
}

export type Mapped =
  | { readonly ok: true; readonly data: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly trouble: string };

/** An empty column leaves its field out; whether it may be missing is the contract's business. */
export function mapColumns(rules: readonly ColumnRule[], fields: Readonly<Record<string, unknown>>): Mapped {
  const data: Record<string, unknown> = {};
  for (const rule of rules) {
    const isConstant = rule.from.startsWith('=');
    if (!isConstant && !Object.hasOwn(fields, rule.from)) continue;
    const given = isConstant ? rule.from.slice(1) : fields[rule.from];
    const text = typeof given === 'string' ? given.trim() : given === undefined ? '' : JSON.stringify(given);
    if (text === '') continue;
    const value = READERS[rule.as](text);
    if (value === undefined)
      return { ok: false, trouble: `${rule.from}: "${text.slice(0, 60)}" is no ${WORDS[rule.as]}` };
    put(data, rule.field.split('.'), value);
  }
  return { ok: true, data };
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
