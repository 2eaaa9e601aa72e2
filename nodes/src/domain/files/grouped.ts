/**
 * Several rows that are one document, such as the lines of a despatch advice: rows that stand together and agree in the
 * named columns become one record. A row that cannot be read may belong to the document before it or to the one behind
 * it; neither is taken without it.
 */
import { type FileRecord, MAX_SHOWN, type Reading, type RecordReader } from './record.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Open {
  readonly key: string;
  readonly first: FileRecord;
  readonly rows: Fields[];
  last: number;
  text: string;
  trouble?: string;
}

/** A document with more rows is none: the columns are the wrong ones. */
export const MAX_ROWS_OF_DOCUMENT = 5_000;

export function groupedReader(inner: RecordReader, columns: readonly string[]): RecordReader {
  let open: Open | undefined;
  /** Why the next document may lack a row. */
  let doubt: string | undefined;

  const close = (): readonly FileRecord[] => {
    const done = open;
    open = undefined;
    return done ? [recordOf(done)] : [];
  };
  const take = (record: FileRecord): readonly FileRecord[] => {
    const { fields, trouble } = record;
    if (fields === undefined) {
      doubt = `line ${record.line}: ${trouble ?? 'it is empty'}`;
      if (!open) return [record];
      open.trouble ??= doubt;
      join(open, record);
      return [];
    }
    const key = JSON.stringify(columns.map((name) => shown(fields[name])));
    if (open?.key === key) {
      open.rows.push(fields);
      if (open.rows.length > MAX_ROWS_OF_DOCUMENT) open.trouble ??= `it has more than ${MAX_ROWS_OF_DOCUMENT} rows`;
      join(open, record);
      return [];
    }
    const before = close();
    const { row: last, text = '' } = record;
    open = { key, first: record, rows: [fields], last, text, ...(doubt === undefined ? {} : { trouble: doubt }) };
    doubt = undefined;
    return before;
  };
  const read = ({ records, broken }: Reading): readonly FileRecord[] => {
    const found = records.flatMap(take);
    // What comes behind cannot be read: the open document may lack rows, and is part of what is sent again.
    if (broken !== undefined) open = undefined;
    return found;
  };
  const answer = (records: readonly FileRecord[], { broken }: Reading): Reading => ({
    records,
    ...(broken === undefined ? {} : { broken }),
  });
  return {
    push(text) {
      const reading = inner.push(text);
      return answer(read(reading), reading);
    },
    end() {
      const reading = inner.end();
      const found = read(reading);
      return answer([...found, ...close()], reading);
    },
  };
}

function join(open: Open, { row, text = '' }: FileRecord): void {
  open.last = row;
  if (open.text.length < MAX_SHOWN) open.text = `${open.text}\n${text}`.slice(0, MAX_SHOWN);
}

/** Named by its last row: a file goes on behind it. */
function recordOf({ first, rows, last, text, trouble }: Open): FileRecord {
  const { line } = first;
  if (trouble !== undefined) return { row: last, line, text, trouble };
  return { row: last, line, text, fields: rows[0] ?? {}, rows };
}

const shown = (value: unknown): string => (typeof value === 'string' ? value.trim() : (JSON.stringify(value) ?? ''));
