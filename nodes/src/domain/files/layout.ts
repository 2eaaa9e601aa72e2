/** Rows → lines of a file: CSV, JSON lines, XML or fixed width. What does not fit is told, never cut. */
import { valueAt } from '../validation/wording.ts';

export interface LayoutColumn {
  readonly name: string;
  /** Dotted path in the row, or `=text` for the same in every row. */
  readonly from: string;
  readonly as: 'text' | 'decimalComma';
  /** Fixed width alone; counted from 1. */
  readonly start?: number;
  readonly length?: number;
}

export interface Layout {
  readonly format: 'csv' | 'jsonl' | 'xml' | 'fixed';
  readonly columns: readonly LayoutColumn[];
  readonly separator: string;
  /** Of CSV: the names of the columns first. */
  readonly hasNames: boolean;
  readonly root: string;
  readonly element: string;
}

export type Line = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly trouble: string };

const line = (text: string): Line => ({ ok: true, text });

export const firstLines = (layout: Layout, encoding: string): readonly string[] => {
  if (layout.format === 'csv' && layout.hasNames)
    return [layout.columns.map(({ name }) => quoted(name, layout.separator)).join(layout.separator)];
  return layout.format === 'xml' ? [`<?xml version="1.0" encoding="${encoding}"?>`, `<${layout.root}>`] : [];
};

export const lastLines = ({ format, root }: Layout): readonly string[] => (format === 'xml' ? [`</${root}>`] : []);

export function lineOf(layout: Layout, row: unknown): Line {
  const cells = layout.columns.map((column) => ({ column, text: cellOf(column, row) }));
  switch (layout.format) {
    case 'csv':
      return line(cells.map(({ text }) => quoted(text, layout.separator)).join(layout.separator));
    case 'jsonl':
      return line(
        JSON.stringify(
          cells.length === 0 ? row : Object.fromEntries(cells.map(({ column, text }) => [column.name, text])),
        ),
      );
    case 'xml':
      return xmlLine(layout.element, cells);
    case 'fixed':
      return fixedLine(cells);
    default:
      return layout.format satisfies never;
  }
}

type Cells = readonly { readonly column: LayoutColumn; readonly text: string }[];

function cellOf({ from, as }: LayoutColumn, row: unknown): string {
  if (from.startsWith('=')) return from.slice(1);
  const value = valueAt(row, from.split('.'));
  if (value === undefined || value === null) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return as === 'decimalComma' && /^-?\d+\.\d+$/.test(text) ? text.replace('.', ',') : text;
}

const quoted = (text: string, separator: string): string =>
  text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

const MARKS: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };
/** Not allowed in XML 1.0, not even escaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

function xmlLine(element: string, cells: Cells): Line {
  const bad = cells.find(({ text }) => FORBIDDEN.test(text));
  if (bad) return { ok: false, trouble: `${bad.column.name} holds a character that XML does not allow` };
  const escaped = (text: string): string => text.replaceAll(/[<>&]/g, (mark) => MARKS[mark] ?? mark);
  const inner = cells.map(({ column, text }) => `<${column.name}>${escaped(text)}</${column.name}>`);
  return line(`<${element}>${inner.join('')}</${element}>`);
}

function fixedLine(cells: Cells): Line {
  let text = '';
  for (const { column, text: value } of [...cells].sort((a, b) => startOf(a.column) - startOf(b.column))) {
    const length = column.length ?? 0;
    if (/[\r\n]/.test(value)) return { ok: false, trouble: `${column.name} holds a line break` };
    if (value.length > length)
      return { ok: false, trouble: `${column.name}: "${value.slice(0, 60)}" is longer than ${length} characters` };
    text = text.padEnd(startOf(column) - 1) + value.padEnd(length);
  }
  return line(text);
}

const startOf = ({ start }: LayoutColumn): number => start ?? 1;
