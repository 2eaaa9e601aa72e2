/** What the form says about a format → a reader of rows, or what is missing. */
import { csvReader } from '../../domain/files/csv.ts';
import { documentReader } from '../../domain/files/document.ts';
import { groupedReader } from '../../domain/files/grouped.ts';
import { type FixedColumn, fixedWidthReader, jsonLinesReader } from '../../domain/files/lines.ts';
import type { RecordReader } from '../../domain/files/record.ts';
import { xmlReader } from '../../domain/files/xml.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';

export interface FormatChoice {
  readonly format: 'csv' | 'fixed' | 'jsonl' | 'xml' | 'document';
  readonly separator: ';' | ',' | 'tab' | '|';
  readonly element: string;
  /** Columns that rows of one document share, with commas between them. */
  readonly document?: string;
  readonly widths: readonly { readonly name: string; readonly start: string; readonly length: string }[];
}

/** A fresh reader per file. */
export function formatOf(choice: FormatChoice): Result<() => RecordReader> {
  const single = readerOf(choice);
  const columns = (choice.document ?? '').split(',').flatMap((name) => name.trim() || []);
  if (!single.ok || columns.length === 0 || choice.format === 'document') return single;
  return ok(() => groupedReader(single.value(), columns));
}

function readerOf(choice: FormatChoice): Result<() => RecordReader> {
  switch (choice.format) {
    case 'csv': {
      const separator = choice.separator === 'tab' ? '\t' : choice.separator;
      return ok(() => csvReader({ separator }));
    }
    case 'document':
      return ok(documentReader);
    case 'jsonl':
      return ok(jsonLinesReader);
    case 'xml': {
      const element = choice.element.trim();
      return element === '' ? missing('Element of a row in XML', 'is empty') : ok(() => xmlReader(element));
    }
    case 'fixed': {
      const columns = choice.widths.map(({ name, start, length }): FixedColumn => {
        return { name: name.trim(), start: Number(start), length: Number(length) };
      });
      if (columns.length === 0) return missing('Columns of fixed width', 'names no column');
      const wrong = columns.find(({ name, start, length }) => name === '' || !isPlace(start) || !isPlace(length));
      if (wrong) return missing('Columns of fixed width', `has no usable place for "${wrong.name}"`);
      return ok(() => fixedWidthReader(columns));
    }
    default:
      return choice.format satisfies never;
  }
}

const isPlace = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= 100_000;

function missing(field: string, reason: string): Result<never> {
  return fail({
    code: 'node-misconfigured',
    class: 'configuration',
    attempted: 'read files',
    on: `field "${field}"`,
    reason: `it ${reason}`,
    nextStep: 'Open the node, fill in the field and deploy again.',
  });
}
