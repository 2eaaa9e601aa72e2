/** Work of the tables on themselves, between two batches: one small step of each, in a transaction of its own. */
import type { Session } from './session.ts';

export interface Step {
  readonly isMore: boolean;
  /** What is true in memory once the step is stored. */
  committed(): void;
}

export interface Upkept {
  /** Inside a transaction; `undefined` when there is nothing to do. */
  upkeep(): Step | undefined;
}

/** True when there is more to do. What fails is rolled back and thrown; the next call tries it again. */
export function upkeep({ db, tallies }: Pick<Session, 'db' | 'tallies'>, tables: readonly Upkept[]): boolean {
  db.exec('BEGIN');
  try {
    const steps = tables.flatMap((table) => table.upkeep() ?? []);
    tallies.write();
    db.exec('COMMIT');
    tallies.committed();
    for (const step of steps) step.committed();
    return steps.some(({ isMore }) => isMore);
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    tallies.rollback(0);
    throw error;
  }
}
