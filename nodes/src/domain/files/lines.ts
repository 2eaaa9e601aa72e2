/** Formats where a line is a row: fixed width and JSON lines. */
import { type FileRecord, MAX_ROW_CHARACTERS, MAX_SHOWN, type Reading, type RecordReader, TOO_LONG } from './record.ts';

export interface FixedColumn {
  readonly name: string;
  /** First character, counted from 1. */
  readonly start: number;
  readonly length: number;
}

type Parse = (line: string) => Pick<FileRecord, 'fields'> | Pick<FileRecord, 'trouble'>;

export const fixedWidthReader = (columns: readonly FixedColumn[]): RecordReader => {
  const width = Math.max(...columns.map(({ start, length }) => start + length - 1));
  // The last column may be shorter than its place: editors cut blanks at the end of a line.
  const least = Math.max(...columns.map(({ start }) => start));
  return lineReader((line) => {
    if (line.length < least) return { trouble: `it has ${line.length} characters, ${width} are expected` };
    const cut = ({ name, start, length }: FixedColumn): [string, string] => [
      name,
      line.slice(start - 1, start - 1 + length).trim(),
    ];
    return { fields: Object.fromEntries(columns.map(cut)) };
  });
};

export const jsonLinesReader = (): RecordReader =>
  lineReader((line) => {
    try {
      const value: unknown = JSON.parse(line);
      const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
      return isRecord ? { fields: value as Record<string, unknown> } : { trouble: 'it is no JSON object' };
    } catch {
      return { trouble: 'it is no JSON' };
    }
  });

function lineReader(parse: Parse): RecordReader {
  let rest = '';
  let row = 0;
  let line = 0;

  const rowOf = (text: string): FileRecord[] => {
    line += 1;
    const content = text.endsWith('\r') ? text.slice(0, -1) : text;
    if (content.trim() === '') return [];
    row += 1;
    return [{ row, line, text: content.slice(0, MAX_SHOWN), ...parse(content) }];
  };
  return {
    push(chunk): Reading {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      const records = lines.flatMap(rowOf);
      return rest.length > MAX_ROW_CHARACTERS ? { records, broken: TOO_LONG } : { records };
    },
    end: () => ({ records: rest === '' ? [] : rowOf(rest) }),
  };
}
