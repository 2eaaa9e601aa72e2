/** GET `/health`: red on the age of the oldest message and on an unwritable journal, not on Odoo being down. */
import type { Mode } from '../../domain/delivery/mode.ts';
import { explain } from '../../domain/failure.ts';
import type { Journal, JournalStats } from '../../domain/journal.ts';
import type { Clock } from '../../domain/ports.ts';
import { bounded } from '../bounded.ts';
import type { Health, ResourceHealth } from '../node.ts';
import type { Red } from '../red.ts';
import { allHoldings, type Holding } from '../resources.ts';

/** Four hours of Odoo being away is the product working; a day is not. Settings: `plantwire.maxAgeMs`. */
const DEFAULT_MAX_AGE_MS = 4 * 3_600_000;
/** A monitor gives up after a few seconds; a part that does not answer is reported, not waited for. */
const PART_BOUND_MS = 2_000;

export interface ConnectionState {
  readonly type: string;
  readonly name: string;
  readonly state: Health;
  readonly text: string;
  /** Of connections that are worked with in modes. */
  readonly mode?: Mode;
  /** What a server said about itself, and how long ago. */
  readonly asked?: {
    readonly ageSeconds: number;
    readonly version: string;
    readonly cannotRun: readonly string[];
  };
}

export interface HealthReport {
  /** `failed` answers 503: somebody has to act. `degraded` says that a connection or a dead letter wants attention. */
  readonly status: 'ok' | 'degraded' | 'failed';
  readonly reasons: readonly string[];
  /** The worst mode of any connection; `normal` without one. */
  readonly mode: Mode;
  readonly uptimeSeconds: number;
  readonly journal: {
    readonly state: 'none' | 'writable' | 'unwritable';
    readonly file?: string;
    readonly bytes?: number;
  };
  readonly outbox: {
    readonly depth: number;
    readonly oldestAgeSeconds: number;
    readonly delivered: number;
    readonly untaken: number;
  };
  readonly deadLetters: { readonly open: number; readonly oldestAgeSeconds: number };
  readonly connections: readonly ConnectionState[];
}

/** Figures of every open journal; one that does not answer counts as unwritable. */
export async function journalStats(clock: Clock): Promise<readonly JournalStats[]> {
  const journals = allHoldings().filter((holding) => holding.type === 'journal');
  return Promise.all(journals.map((holding) => statsOf(holding, clock)));
}

async function statsOf(holding: Holding, clock: Clock): Promise<JournalStats> {
  const journal = holding.value() as Journal | undefined;
  let stats: JournalStats | undefined;
  if (journal)
    await bounded(
      clock,
      PART_BOUND_MS,
      journal.stats().then((found) => (stats = found)),
    ).catch(() => 'late');
  if (stats) return stats;
  const { failure, text } = await holding.health();
  return { ...NO_ANSWER, file: holding.name, ...(failure ? { failure } : { failure: silent(holding.name, text) }) };
}

const NO_ANSWER: Omit<JournalStats, 'file'> = {
  writable: false,
  bytes: 0,
  reservations: 0,
  outbox: { ready: 0, leased: 0, waiting: 0, verifying: 0, oldestAgeMs: 0, delivered: 0 },
  deadLetters: { open: 0, oldestAgeMs: 0 },
  untakenEvents: 0,
};

const silent = (name: string, text: string) => ({
  code: 'journal-silent',
  class: 'transient' as const,
  attempted: 'read the state of the journal',
  on: name,
  reason: text || 'it did not answer in time',
  nextStep: 'Look at the log of the journal node and at the disk.',
});

export async function healthReport(red: Red, clock: Clock, startedAtMs: number): Promise<HealthReport> {
  const stats = await journalStats(clock);
  const connections = await Promise.all(
    allHoldings()
      .filter((holding) => holding.type !== 'journal')
      .map((holding) => connectionState(holding, clock)),
  );
  const oldestAgeMs = Math.max(0, ...stats.map(({ outbox }) => outbox.oldestAgeMs));
  const unwritable = stats.filter((one) => !one.writable);
  const maxAgeMs = limit(red);
  const mode = worstMode(connections);
  const late = oldestAgeMs > maxAgeMs ? [`the oldest message waits longer than ${Math.round(maxAgeMs / 1000)} s`] : [];
  const fatal = [
    ...unwritable.map((one) => `journal ${one.file}: ${one.failure ? explain(one.failure) : 'not writable'}`),
    ...(DECIDED.includes(mode) ? [] : late),
  ];
  const open = sum(stats.map(({ deadLetters }) => deadLetters.open));
  const attention = [
    ...(DECIDED.includes(mode) ? late : []),
    ...connections
      .filter(({ state }) => state === 'failed' || state === 'degraded')
      .map((one) => `${one.name}: ${one.text}`),
    ...(open > 0 ? [`${open} dead letters are open`] : []),
  ];
  const first = stats[0];
  return {
    status: fatal.length > 0 ? 'failed' : attention.length > 0 ? 'degraded' : 'ok',
    reasons: [...fatal, ...attention],
    mode,
    uptimeSeconds: Math.round((clock.now() - startedAtMs) / 1000),
    journal: first
      ? {
          state: unwritable.length > 0 ? 'unwritable' : 'writable',
          file: first.file,
          bytes: sum(stats.map(({ bytes }) => bytes)),
        }
      : { state: 'none' },
    outbox: {
      depth: sum(stats.map(depth)),
      oldestAgeSeconds: Math.round(oldestAgeMs / 1000),
      delivered: sum(stats.map(({ outbox }) => outbox.delivered)),
      untaken: sum(stats.map(({ untakenEvents }) => untakenEvents)),
    },
    deadLetters: {
      open,
      oldestAgeSeconds: Math.round(Math.max(0, ...stats.map(({ deadLetters }) => deadLetters.oldestAgeMs)) / 1000),
    },
    connections,
  };
}

async function connectionState(holding: Holding, clock: Clock): Promise<ConnectionState> {
  let found: ResourceHealth = { health: 'degraded', text: 'did not answer in time' };
  const answer = holding.health().then((health) => {
    found = health;
  });
  await bounded(clock, PART_BOUND_MS, answer).catch((bug: unknown) => {
    found = { health: 'failed', text: bug instanceof Error ? bug.message : String(bug) };
  });
  const { health, text, mode, asked } = found;
  return {
    type: holding.type,
    name: holding.name,
    state: health,
    text,
    ...(mode ? { mode } : {}),
    ...(asked
      ? { asked: { ageSeconds: ageSeconds(asked, clock), version: asked.version, cannotRun: asked.cannotRun } }
      : {}),
  };
}

/** A clock that was set back gives no negative age. */
export const ageSeconds = ({ atMs }: { readonly atMs: number }, clock: Clock): number =>
  Math.max(0, Math.round((clock.now() - atMs) / 1000));

/** Somebody has acted already: messages wait because a person wants them to. */
const DECIDED: readonly Mode[] = ['manual', 'read-only'];
/** A person's decision outranks what was observed. */
const WORST: readonly Mode[] = [...DECIDED, 'wan-down', 'erp-down'];
const worstMode = (connections: readonly ConnectionState[]): Mode =>
  WORST.find((mode) => connections.some((one) => one.mode === mode)) ?? 'normal';

/** Messages that are queued or on their way. */
export const depth = ({ outbox }: JournalStats): number =>
  outbox.ready + outbox.leased + outbox.waiting + outbox.verifying;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

function limit(red: Red): number {
  const own = red.settings['plantwire'] as { maxAgeMs?: unknown } | undefined;
  return typeof own?.maxAgeMs === 'number' && own.maxAgeMs > 0 ? own.maxAgeMs : DEFAULT_MAX_AGE_MS;
}
