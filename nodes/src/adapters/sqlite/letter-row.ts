/** One row of the table of dead letters, and what of it is shown. */
import type { DeadLetterSummary } from '../../domain/delivery/dead-letter.ts';
import type { DeadLetterState } from '../../domain/delivery/states.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Queues } from './queues.ts';

export const letterStates = ['open', 'replayed', 'discarded'] as const;

export interface LetterRow {
  readonly id: number;
  readonly state: number;
  readonly stage: string;
  readonly flow: string | null;
  readonly failure: string;
  readonly message: number;
  readonly original: string | null;
  readonly buried_at: number;
  readonly attempts: number;
  readonly note: string | null;
  readonly outlet: string | null;
  readonly key: string | null;
  readonly event: string | null;
  readonly event_type: string | null;
  readonly trail: string | null;
  readonly versions: string | null;
  readonly owner: string | null;
  readonly due_at: number | null;
  readonly queue: number | null;
  readonly slot: number | null;
  readonly lane: string | null;
  readonly in_doubt: number;
  readonly holds: number;
  readonly priority: number;
  readonly enqueued_at: number;
  readonly fact_order: number | null;
  readonly fact_key: Uint8Array | null;
}

export const stateOf = (row: Pick<LetterRow, 'state'>): DeadLetterState => letterStates[row.state] ?? 'open';

export function toSummary(row: LetterRow, queues: Queues): DeadLetterSummary {
  const optional = {
    flow: row.flow,
    key: row.key,
    lane: row.lane,
    queue: row.queue === null ? null : queues.byId(row.queue)?.options.queue,
    outlet: row.outlet,
    note: row.note,
    eventType: row.event_type,
    owner: row.owner,
    dueAt: row.due_at,
    versions: row.versions === null ? null : (JSON.parse(row.versions) as Record<string, string>),
    holdsLane: row.holds === 1 && row.state === 0 ? true : null,
    inDoubt: row.in_doubt === 1 ? true : null,
  };
  const given = Object.entries(optional).filter(([, value]) => value !== null && value !== undefined);
  return {
    id: row.id,
    stage: row.stage,
    failure: JSON.parse(row.failure) as Failure,
    attempts: row.attempts,
    buriedAt: row.buried_at,
    state: stateOf(row),
    ...(Object.fromEntries(given) as Partial<DeadLetterSummary>),
  };
}
