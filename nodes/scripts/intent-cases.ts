/**
 * The table of cases in `nodes/docs/intents.md`: what the days that tests play have shown of every intent. Read from what
 * they wrote down, which they compare with what they show; what is not shown somewhere has its reason.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const CASES = {
  happy: 'happy',
  again: 'told again',
  four: 'four at once',
  right: 'missing right',
  record: 'missing record',
  lost: 'lost answer',
} as const;
type Case = keyof typeof CASES;

const COLUMNS = {
  'simulated-calls': 'Simulated, calls',
  'simulated-batch': 'Simulated, batch action',
} as const;
type Column = keyof typeof COLUMNS;

type Words = Readonly<Record<string, string>>;
interface Exceptions {
  readonly notLookedUp: Readonly<Record<string, { readonly path: string; readonly why: string }>>;
  readonly hiddenInstead: Readonly<Record<string, { readonly why: string }>>;
  readonly asksOnly: Words;
  readonly namesNothing: Words;
  readonly inTurn: Words;
  readonly notPlayed: Readonly<Record<string, Words>>;
}
export interface Known {
  readonly kind: string;
  /** Why it cannot be posted by batch action. */
  readonly limits?: { readonly batch?: string };
}
type Shown = Readonly<Record<string, readonly Case[]>>;

const FOLDER = 'test/contract/intents';
const HEAD = `## Every case of every intent

A day of a plant that has nothing yet, in which every intent occurs, is played by the contract suite. *Happy*: posted, and in the
end everything is there once. *Told again*: nothing is written. *Four at once*: posted by four writers, there once. *Missing
right*: a user without the groups of any app is refused, with the name of the right. *Missing record*: each reference of the event
in turn leads nowhere and is refused with its name (by batch action the first one). *Lost answer*: the answers to calls that change something are
lost, and the next attempt finds what is done. After both refusals nothing was written. Real servers play no such day: what
they are asked, intent by intent, is in the table above.`;

export function casesSection(root: string, intents: readonly Known[]): string {
  const exceptions = readJson<Exceptions>(root, 'every/exceptions.json');
  const columns = Object.keys(COLUMNS).map((column) => columnOf(root, column as Column));
  const notes: string[] = [];
  const rows = intents.map((intent) => {
    const cells = columns.map((column) => cellOf(intent, column, exceptions, notes));
    return `| \`${intent.kind}\` | ${cells.join(' | ')} |`;
  });
  return [
    ...[HEAD, ''],
    `| Intent | ${Object.values(COLUMNS).join(' | ')} |`,
    `| --- |${' --- |'.repeat(columns.length)}`,
    ...rows,
    '',
    ...notes.map((note, at) => `${at + 1}. ${note}`),
    '',
    'Where an intent answers otherwise:',
    '',
    ...Object.entries(exceptions.hiddenInstead).map(([kind, { why }]) => `- \`${kind}\`, missing right: ${why}`),
    ...Object.entries(exceptions.notLookedUp).map(
      ([kind, { path, why }]) => `- \`${kind}\`, missing record, \`${path}\`: ${why}`,
    ),
  ].join('\n');
}

/** `kind, case, column` that is not shown there, with no reason. */
export function unexplained(root: string, intents: readonly Known[]): string[] {
  const exceptions = readJson<Exceptions>(root, 'every/exceptions.json');
  return Object.keys(COLUMNS).flatMap((name) => {
    const { column, shown } = columnOf(root, name as Column);
    return intents.flatMap((intent) =>
      missing(intent.kind, shown)
        .filter((one) => reasonOf(intent, one, column, exceptions) === undefined)
        .map((one) => `${intent.kind}, ${one}, ${column}`),
    );
  });
}

function readJson<T>(root: string, file: string): T {
  return JSON.parse(readFileSync(join(root, FOLDER, file), 'utf8')) as T;
}

interface ColumnShown {
  readonly column: Column;
  readonly shown: Shown;
}

function columnOf(root: string, column: Column): ColumnShown {
  const file = `proven/${column}.json`;
  return { column, shown: existsSync(join(root, FOLDER, file)) ? readJson<Shown>(root, file) : {} };
}

const missing = (kind: string, shown: Shown): Case[] =>
  (Object.keys(CASES) as Case[]).filter((one) => !shown[kind]?.includes(one));

function cellOf(intent: Known, { column, shown }: ColumnShown, exceptions: Exceptions, notes: string[]): string {
  const absent = missing(intent.kind, shown);
  if (absent.length === 0) return 'all';
  const words = absent.map((one) => {
    const reason = reasonOf(intent, one, column, exceptions) ?? 'not shown';
    if (!notes.includes(reason)) notes.push(reason);
    return [CASES[one], notes.indexOf(reason) + 1] as const;
  });
  const [[, first] = ['', 0]] = words;
  if (absent.length === Object.keys(CASES).length) return `none (${first})`;
  return `all but ${words.map(([name, note]) => `${name} (${note})`).join(', ')}`;
}

function reasonOf({ kind, limits }: Known, one: Case, column: Column, exceptions: Exceptions): string | undefined {
  if (column === 'simulated-batch' && limits?.batch) return limits.batch;
  if (one === 'lost' && exceptions.asksOnly[kind]) return exceptions.asksOnly[kind];
  const isPlayed = exceptions.notPlayed[column]?.[one] === undefined;
  if (one === 'record' && isPlayed && exceptions.namesNothing[kind]) return exceptions.namesNothing[kind];
  if (one === 'four' && column === 'simulated-calls') return exceptions.inTurn[kind];
  return exceptions.notPlayed[column]?.[one];
}
