/** Rows of the crosswalk as CSV, out and in. What is exported comes in again without a change. */
import { csvReader } from '../../files/csv.ts';
import type { FileRecord, Reading } from '../../files/record.ts';
import { type CrosswalkRow, crosswalkRowSchema, type SitePack } from '../pack.ts';
import { misfit } from './fit.ts';
import { planChange } from './plan.ts';
import { type CrosswalkMove, type KeptRow, MAX_ROWS } from './row.ts';

const COLUMNS = ['domain', 'system', 'localCode', 'canonicalId', 'validFrom', 'validTo', 'status'] as const;
const REQUIRED: readonly string[] = COLUMNS.slice(0, 4);
const MAX_HEADING = 10_000;

export function toCsv(rows: readonly CrosswalkRow[]): string {
  const lines = rows.map((row) => COLUMNS.map((name) => quoted(row[name] ?? '')).join(','));
  return [COLUMNS.join(','), ...lines, ''].join('\r\n');
}

const quoted = (text: string): string => (/[",;\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export interface BadRow {
  /** Line of the file, counted from 1; 0 for the file as a whole. */
  readonly line: number;
  readonly text?: string;
  readonly reason: string;
}

export interface JudgedImport {
  /** Moves that could be made, bad rows left out. */
  readonly moves: readonly CrosswalkMove[];
  readonly unchanged: number;
  readonly bad: readonly BadRow[];
}

interface Good {
  readonly line: number;
  readonly text?: string;
  readonly row: CrosswalkRow;
}

export interface CsvImport {
  /** Text in pieces of any size. False when nothing behind it can be used. */
  push(text: string): boolean;
  /** With the rows there are: what the file would change. */
  end(rows: readonly KeptRow[]): JudgedImport;
}

/** Commas or semicolons, whichever the heading has more of; rows are judged as they come. */
export function csvImport(pack: SitePack): CsvImport {
  let reader: ReturnType<typeof csvReader> | undefined;
  let heading = '';
  const good: Good[] = [];
  const bad: BadRow[] = [];
  let isOver = false;

  const stop = (line: number, reason: string): void => {
    bad.push({ line, reason });
    isOver = true;
  };
  const take = ({ records, broken }: Reading): void => {
    for (const record of records) {
      if (isOver) return;
      const isFull = good.length + bad.length >= MAX_ROWS;
      const against = isFull ? `there are more than ${MAX_ROWS} rows` : missingIn(record);
      if (against) {
        stop(isFull ? record.line : 1, against);
        return;
      }
      const place = { line: record.line, ...(record.text === undefined ? {} : { text: record.text }) };
      const judged = judgeRow(record, pack);
      if (typeof judged === 'string') bad.push({ ...place, reason: judged });
      else good.push({ ...place, row: judged });
    }
    if (broken) stop(0, broken);
  };
  const begin = (): void => {
    const [first = ''] = heading.split(/[\r\n]/, 1);
    const separator = first.split(';').length > first.split(',').length ? ';' : ',';
    reader = csvReader({ separator });
    take(reader.push(heading.replace(/^\uFEFF/, '')));
  };
  return {
    push(text) {
      if (reader) take(reader.push(text));
      else {
        heading += text;
        if (/[\r\n]/.test(heading) || heading.length > MAX_HEADING) begin();
      }
      return !isOver;
    },
    end(rows) {
      if (!reader) begin();
      if (reader && !isOver) take(reader.end());
      return judged(rows, good, bad);
    },
  };
}

function missingIn({ fields, row }: FileRecord): string | undefined {
  const missing = row === 1 && fields ? REQUIRED.filter((name) => !Object.hasOwn(fields, name)) : undefined;
  return missing && missing.length > 0
    ? `the heading lacks ${missing.join(', ')}; it may have ${COLUMNS.join(', ')}`
    : undefined;
}

/** A row without a status is a proposal: somebody has to approve it. */
function judgeRow({ fields, trouble }: FileRecord, pack: SitePack): CrosswalkRow | string {
  if (!fields) return trouble ?? 'it cannot be read';
  const given = COLUMNS.map((name) => [name, String(fields[name] ?? '').trim()] as const).filter(([, text]) => text);
  const parsed = crosswalkRowSchema.safeParse({ status: 'proposed', ...Object.fromEntries(given) });
  if (parsed.success) return misfit(pack, parsed.data) ?? parsed.data;
  return parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'row'}: ${message}`).join('; ');
}

function judged(rows: readonly KeptRow[], good: readonly Good[], bad: readonly BadRow[]): JudgedImport {
  const moves = good.map(({ row }): CrosswalkMove => ({ kind: 'add', row }));
  const { problems, unchanged } = planChange(rows, moves);
  const reasons = new Map(problems.map(({ index, reason }) => [index, reason]));
  const refused = good.flatMap(({ row: _row, ...place }, index) => {
    const reason = reasons.get(index);
    return reason === undefined ? [] : [{ ...place, reason }];
  });
  return {
    moves: moves.filter((_, index) => !reasons.has(index)),
    unchanged,
    bad: [...bad, ...refused].sort((one, other) => one.line - other.line),
  };
}
