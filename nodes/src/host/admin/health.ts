/** GET `/health`: red on the age of the oldest message and on an unwritable journal, not on Odoo being down. */
import type { Mode } from '../../domain/delivery/mode.ts';
import { explain } from '../../domain/failure.ts';
import type { Clock } from '../../domain/ports.ts';
import { bounded } from '../bounded.ts';
import type { Health, ResourceHealth } from '../node.ts';
import type { Red } from '../red.ts';
import { allHoldings, type Holding } from '../resources.ts';
import { depth, type Figure, figure, journalStats, oldest, PART_BOUND_MS, type Told } from './journals.ts';

/** Four hours of Odoo being away is the product working; a day is not. Settings: `plantwire.maxAgeMs`. */
const DEFAULT_MAX_AGE_MS = 4 * 3_600_000;
export interface ConnectionState {
  readonly type: string;
  readonly name: string;
  readonly state: Health;
  readonly text: string;
  /** Of connections that are worked with in modes. */
  readonly mode?: Mode;
  /** What a person decided last about posting: who, when (RFC 3339, UTC) and why; secrets are taken out of the words. */
  readonly decided?: ResourceHealth['decided'];
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
    readonly depth: Figure;
    readonly oldestAgeSeconds: Figure;
    readonly delivered: Figure;
    readonly untaken: Figure;
  };
  readonly deadLetters: { readonly open: Figure; readonly oldestAgeSeconds: Figure };
  readonly connections: readonly ConnectionState[];
}

export async function healthReport(red: Red, clock: Clock, startedAtMs: number): Promise<HealthReport> {
  const stats = await journalStats(clock);
  const connections = await Promise.all(
    allHoldings()
      .filter((holding) => holding.type !== 'journal')
      .map((holding) => connectionState(holding, clock)),
  );
  const waits = figure(stats, ({ outbox }) => outbox.oldestAgeMs, oldest);
  const unwritable = stats.filter((one) => !one.writable);
  const maxAgeSeconds = limit(red) / 1000;
  const mode = worstMode(connections);
  const late =
    (waits ?? 0) > maxAgeSeconds ? [`the oldest message waits longer than ${Math.round(maxAgeSeconds)} s`] : [];
  const fatal = [
    ...unwritable.map((one) => `journal ${one.file}: ${one.failure ? explain(one.failure) : 'not writable'}`),
    ...(DECIDED.includes(mode) ? [] : late),
  ];
  const open = figure(stats, ({ deadLetters }) => deadLetters.open);
  const attention = [
    ...(DECIDED.includes(mode) ? late : []),
    ...connections
      .filter(({ state }) => state === 'failed' || state === 'degraded')
      .map((one) => `${one.name}: ${one.text}`),
    ...((open ?? 0) > 0 ? [`${open} dead letters are open`] : []),
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
          ...bytesOf(stats),
        }
      : { state: 'none' },
    outbox: {
      depth: figure(stats, depth),
      oldestAgeSeconds: whole(waits),
      delivered: figure(stats, ({ outbox }) => outbox.delivered),
      untaken: figure(stats, ({ untakenEvents }) => untakenEvents),
    },
    deadLetters: {
      open,
      oldestAgeSeconds: whole(figure(stats, ({ deadLetters }) => deadLetters.oldestAgeMs, oldest)),
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
  const { health, text, mode, asked, decided } = found;
  return {
    type: holding.type,
    name: holding.name,
    state: health,
    text,
    ...(mode ? { mode } : {}),
    ...(decided ? { decided } : {}),
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

const whole = (seconds: Figure): Figure => (seconds === null ? null : Math.round(seconds));

function bytesOf(journals: readonly Told[]): { readonly bytes?: number } {
  const bytes = figure(journals, (one) => one.bytes);
  return bytes === null ? {} : { bytes };
}

function limit(red: Red): number {
  const own = red.settings['plantwire'] as { maxAgeMs?: unknown } | undefined;
  return typeof own?.maxAgeMs === 'number' && own.maxAgeMs > 0 ? own.maxAgeMs : DEFAULT_MAX_AGE_MS;
}
