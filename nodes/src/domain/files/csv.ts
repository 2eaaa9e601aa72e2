/** CSV as RFC 4180 has it, with any separator: quoted fields may hold separators, line breaks and doubled quotes. */
import { type FileRecord, MAX_ROW_CHARACTERS, MAX_SHOWN, type Reading, type RecordReader, TOO_LONG } from './record.ts';

export interface CsvOptions {
  readonly separator: string;
  /** Without names the first row holds them. */
  readonly names?: readonly string[];
}

const STRAY_QUOTE = 'a quote stands inside a field that is not quoted';

type State = 'start' | 'plain' | 'quoted' | 'closed';

export function csvReader({ separator, names }: CsvOptions): RecordReader {
  const plainRun = new RegExp(`[^"\\r\\n${separator.replace(/[\\\]^-]/, '\\$&')}]+`, 'y');
  let columns = names;
  let state: State = 'start';
  let field = '';
  let fields: string[] = [];
  let text = '';
  let trouble: string | undefined;
  let row = 0;
  let line = 1;
  let beganAt = 1;
  let afterReturn = false;
  let found: FileRecord[] = [];

  const closeField = (): void => {
    fields.push(field);
    field = '';
    state = 'start';
  };
  const closeRow = (): void => {
    closeField();
    const isEmpty = fields.length === 1 && fields[0] === '' && text === '';
    if (!isEmpty && !columns) columns = fields.map((name) => name.trim());
    else if (!isEmpty) {
      row += 1;
      found.push(recordOf(columns ?? [], fields, { row, line: beganAt, text: text.slice(0, MAX_SHOWN) }, trouble));
    }
    fields = [];
    text = '';
    trouble = undefined;
    beganAt = line;
  };
  const step = (char: string): void => {
    if (state === 'quoted') {
      if (char === '"') state = 'closed';
      else field += char;
    } else if (char === '"' && state === 'closed') {
      field += '"';
      state = 'quoted';
    } else if (char === separator) closeField();
    else if (char === '"' && state === 'start') state = 'quoted';
    else {
      if (char === '"' || state === 'closed') trouble = STRAY_QUOTE;
      field += char;
      state = 'plain';
    }
  };
  const take = (char: string): void => {
    const isBreak = char === '\n' || char === '\r';
    const isPair = char === '\n' && afterReturn;
    afterReturn = char === '\r';
    if (isBreak && !isPair) line += 1;
    if (!isBreak || state === 'quoted') {
      step(char);
      text += char;
    } else if (!isPair) closeRow();
  };
  /** Characters that mean nothing, all at once: built up one by one, a field takes many times its size in memory. */
  const takeRun = (run: string): void => {
    afterReturn = false;
    if (state === 'closed') trouble = STRAY_QUOTE;
    if (state !== 'quoted') state = 'plain';
    field += run;
    text += run;
  };
  const read = (broken?: string): Reading => {
    const records = found;
    found = [];
    return { records, ...(broken === undefined ? {} : { broken }) };
  };
  return {
    push(chunk) {
      for (let at = 0; at < chunk.length; ) {
        plainRun.lastIndex = at;
        const [run] = plainRun.exec(chunk) ?? [];
        if (run === undefined) take(chunk.charAt(at));
        else takeRun(run);
        at += run?.length ?? 1;
      }
      return read(text.length > MAX_ROW_CHARACTERS ? TOO_LONG : undefined);
    },
    end() {
      if (state === 'quoted') return read('the file ends inside a quoted field');
      if (text !== '') closeRow();
      return read();
    },
  };
}

function recordOf(
  columns: readonly string[],
  fields: readonly string[],
  place: Pick<FileRecord, 'row' | 'line' | 'text'>,
  trouble: string | undefined,
): FileRecord {
  if (trouble !== undefined) return { ...place, trouble };
  if (fields.length !== columns.length)
    return { ...place, trouble: `it has ${fields.length} fields, the heading has ${columns.length}` };
  return { ...place, fields: Object.fromEntries(columns.map((name, index) => [name, fields[index] ?? ''])) };
}
