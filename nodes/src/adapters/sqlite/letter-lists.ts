/** Lists of dead letters without their payload: pages, causes, flows. Bounded, so that a commit never waits for long. */
import type { DeadLetterCause, DeadLetterFilter, DeadLetterPage } from '../../domain/delivery/dead-letter.ts';
import type { FailureClass } from '../../domain/failure.ts';
import { type LetterRow, letterStates, toSummary } from './letter-row.ts';
import type { Queues } from './queues.ts';
import type { Session } from './session.ts';
import { query } from './sql.ts';

const MAX_PAGE = 1000;
/** Counting further would hold up the queue and tell a person nothing more. */
const MAX_COUNT = 10_000;
const MAX_CHOICES = 200;

interface Condition {
  readonly text: string;
  readonly values: readonly (string | number)[];
}

export function where(filter: DeadLetterFilter): Condition {
  const parts: string[] = [];
  const values: (string | number)[] = [];
  const narrow = (test: string, value: string | number | undefined): void => {
    if (value === undefined) return;
    parts.push(`d.${test}`);
    values.push(value);
  };
  narrow('state = ?', filter.state === undefined ? undefined : letterStates.indexOf(filter.state));
  narrow('code = ?', filter.code);
  narrow('class = ?', filter.failureClass);
  narrow('stage = ?', filter.stage);
  narrow('flow = ?', filter.flow);
  narrow('buried_at < ?', filter.buriedBefore);
  narrow(`lane LIKE ? ESCAPE '\\'`, filter.order === undefined ? undefined : `%${escaped(filter.order)}%`);
  return { text: parts.length === 0 ? 'TRUE' : parts.join(' AND '), values };
}

const escaped = (text: string): string => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);

export function letterLists({ db }: Session, queues: Queues) {
  const page = (filter: DeadLetterFilter): DeadLetterPage => {
    const { text, values } = where(filter);
    const rows = query<LetterRow>(
      db,
      `SELECT d.* FROM dead_letters d WHERE ${text} AND d.id > ? ORDER BY d.id LIMIT ?`,
    );
    const matching = `SELECT 1 FROM dead_letters d WHERE ${text} LIMIT ${MAX_COUNT + 1}`;
    const counted = query<{ n: number }>(db, `SELECT count(*) AS n FROM (${matching})`).get(...values)?.n ?? 0;
    const limit = Math.min(filter.limit ?? 50, MAX_PAGE);
    return {
      letters: rows.all(...values, filter.afterId ?? 0, limit).map((row) => toSummary(row, queues)),
      total: Math.min(counted, MAX_COUNT),
      isBounded: counted > MAX_COUNT,
      flows: flows(filter),
    };
  };

  const flows = ({ state }: DeadLetterFilter): string[] => {
    const { text, values } = where(state === undefined ? {} : { state });
    const distinct = `SELECT DISTINCT flow FROM dead_letters d WHERE ${text} AND flow IS NOT NULL ORDER BY flow LIMIT ?`;
    return query<{ flow: string }>(db, distinct)
      .all(...values, MAX_CHOICES)
      .map(({ flow }) => flow);
  };

  return {
    page,
    causes(filter: DeadLetterFilter): DeadLetterCause[] {
      const { text, values } = where(filter);
      return query<{ code: string; class: FailureClass; n: number; oldest: number }>(
        db,
        `SELECT code, class, count(*) AS n, min(buried_at) AS oldest FROM dead_letters d WHERE ${text}
         GROUP BY code, class ORDER BY n DESC, code LIMIT ?`,
      )
        .all(...values, MAX_CHOICES)
        .map((row) => ({ code: row.code, failureClass: row.class, count: row.n, oldestBuriedAt: row.oldest }));
    },
  };
}
