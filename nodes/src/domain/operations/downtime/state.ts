/**
 * What is remembered of the machines, and its rows in the journal. Rows are never deleted there: hours and days take
 * turns in a fixed number of them, so that a change rewrites little and nothing grows.
 */
import type { CounterState } from '../../journal.ts';
import type { Sample } from './runs.ts';
import type { Entry } from './stops.ts';
import type { Tellings, Told } from './told.ts';

export interface Machine {
  /** Ascending in time, one per millisecond. */
  readonly samples: readonly Sample[];
  readonly entries: readonly Entry[];
  readonly tellings: Tellings;
  /** Starts of standstills whose missing reason was told. */
  readonly asked: readonly number[];
}

export interface DowntimeState {
  readonly machines: ReadonlyMap<string, Machine>;
  /** Of the events we make. */
  readonly sequence: number;
}

export const newMachine: Machine = { samples: [], entries: [], tellings: new Map(), asked: [] };
export const emptyState: DowntimeState = { machines: new Map(), sequence: 0 };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** More than the longest time that a site may keep. */
const HOURS = 32 * 24;
const DAYS = 32;

interface Day {
  readonly day: number;
  readonly entries: readonly Entry[];
  readonly tellings: readonly (readonly [string, Told])[];
  readonly asked: readonly number[];
}
interface Hour {
  readonly hour: number;
  readonly samples: readonly Sample[];
}

/** Rows of what changed between two states. */
export function rowsBetween(before: DowntimeState, after: DowntimeState, nowMs: number): CounterState[] {
  const at = new Date(nowMs).toISOString();
  const row = (tag: string, memory: unknown): CounterState => ({
    ...{ tag, epoch: 0, total: '0', openFrom: '0', at, memory },
  });
  const rows = [...after.machines].flatMap(([id, machine]) => {
    const old = before.machines.get(id);
    return old === machine ? [] : machineRows(id, old ?? newMachine, machine, row);
  });
  return after.sequence === before.sequence ? rows : [...rows, row('sequence', after.sequence)];
}

type MakeRow = (tag: string, memory: unknown) => CounterState;

function machineRows(id: string, old: Machine, machine: Machine, row: MakeRow): CounterState[] {
  const [base] = machine.samples;
  return [
    ...(base?.base && base !== old.samples[0] ? [row(`base ${id}`, base)] : []),
    ...hourRows(id, old.samples, machine.samples, row),
    ...dayRows(id, old, machine, row),
  ];
}

function hourRows(id: string, old: readonly Sample[], now: readonly Sample[], row: MakeRow): CounterState[] {
  if (old === now) return [];
  const [had, has] = [new Set(old), new Set(now)];
  const changed = [...old.filter((one) => !has.has(one)), ...now.filter((one) => !had.has(one))];
  const hours = new Set(changed.filter(({ base }) => !base).map(({ atMs }) => Math.floor(atMs / HOUR_MS)));
  return [...hours].map((hour) => {
    const samples = now.filter(({ atMs, base }) => !base && Math.floor(atMs / HOUR_MS) === hour);
    return row(`hour ${id} ${hour % HOURS}`, { hour, samples } satisfies Hour);
  });
}

function dayRows(id: string, old: Machine, now: Machine, row: MakeRow): CounterState[] {
  const days = new Set<number>();
  const dayOf = (ms: number): number => Math.floor(ms / DAY_MS);
  if (old.entries !== now.entries) {
    const had = new Set(old.entries);
    for (const entry of now.entries) if (!had.has(entry)) days.add(dayOf(entry.atMs));
  }
  if (old.tellings !== now.tellings) {
    for (const [key, told] of now.tellings) if (old.tellings.get(key) !== told) days.add(dayOf(told.startMs));
  }
  for (const startMs of now.asked) if (!old.asked.includes(startMs)) days.add(dayOf(startMs));
  return [...days].map((day) =>
    row(`day ${id} ${day % DAYS}`, {
      day,
      entries: now.entries.filter(({ atMs }) => dayOf(atMs) === day),
      tellings: [...now.tellings].filter(([, { startMs }]) => dayOf(startMs) === day),
      asked: now.asked.filter((startMs) => dayOf(startMs) === day),
    } satisfies Day),
  );
}

const TAG = /^(base|hour|day) (\S+)/;

export function restore(rows: readonly CounterState[]): DowntimeState {
  const machines = new Map<string, Machine>();
  for (const { tag, memory } of rows) {
    const [, kind, id] = TAG.exec(tag) ?? [];
    if (kind === undefined || id === undefined) continue;
    machines.set(id, withRow(machines.get(id) ?? newMachine, kind, memory));
  }
  for (const [id, machine] of machines) machines.set(id, { ...machine, samples: inOrder(machine.samples) });
  const counted = rows.find(({ tag }) => tag === 'sequence')?.memory;
  return { machines, sequence: typeof counted === 'number' ? counted : 0 };
}

function withRow(machine: Machine, kind: string, memory: unknown): Machine {
  if (kind === 'base') return { ...machine, samples: [...machine.samples, memory as Sample] };
  if (kind === 'hour') return { ...machine, samples: [...machine.samples, ...(memory as Hour).samples] };
  const { entries, tellings, asked } = memory as Day;
  return {
    ...machine,
    entries: [...machine.entries, ...entries],
    tellings: new Map([...machine.tellings, ...tellings]),
    asked: [...machine.asked, ...asked],
  };
}

/** What a base has taken the place of may still stand in an hour that was not rewritten. */
function inOrder(samples: readonly Sample[]): Sample[] {
  const base = samples.find((sample) => sample.base);
  const since = base?.base?.heardMs ?? Number.NEGATIVE_INFINITY;
  const kept = samples.filter((sample) => sample === base || sample.atMs > since);
  return kept.sort((one, other) => (one === base ? -1 : other === base ? 1 : one.atMs - other.atMs));
}
