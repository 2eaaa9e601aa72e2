/** Rows of the crosswalk that engineers maintain, and the codes that nobody mapped. */
import type { Decision } from '../../domain/delivery/dead-letter.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';
import { planChange, refusedChange, type Write } from '../../domain/site/crosswalk/plan.ts';
import {
  CODE_MISSED,
  type CrosswalkChange,
  type KeptRow,
  type Miss,
  ROWS_CHANGED,
} from '../../domain/site/crosswalk/row.ts';
import type { UnknownCode } from '../../domain/site/crosswalk/unknown-code.ts';
import type { Audit } from './audit.ts';
import type { Operations } from './protocol.ts';
import type { Session } from './session.ts';
import { query } from './sql.ts';

/** A source gone mad invents codes without end: those that did not come for longest are forgotten. */
const MOST_MISSES = 10_000;
/** No dead letter has this number; the audit of letters and that of the crosswalk are one chain. */
const NO_LETTER = 0;

interface Stored extends Omit<KeptRow, 'validFrom' | 'validTo'> {
  readonly validFrom: string | null;
  readonly validTo: string | null;
}

export type CrosswalkTables = ReturnType<typeof crosswalkTables>;

function statements(db: Session['db']) {
  const columns = `id, domain, system, code AS localCode, canonical AS canonicalId, valid_from AS validFrom,
    valid_to AS validTo, status, changed_at AS changedAt, changed_by AS changedBy, reason`;
  const ofSite = query<Stored>(db, `SELECT ${columns} FROM crosswalk WHERE site = ? ORDER BY id`);
  const insert = query(
    db,
    `INSERT INTO crosswalk (site, domain, system, code, canonical, valid_from, valid_to, status, changed_at, changed_by,
       reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const change = query(
    db,
    'UPDATE crosswalk SET valid_to = ?, status = ?, changed_at = ?, changed_by = ?, reason = ? WHERE id = ? AND site = ?',
  );
  const miss = query(
    db,
    `INSERT INTO crosswalk_misses (site, domain, system, code, seen, first, last, at) VALUES (?, ?, ?, ?, 1, ?, ?, ?)
     ON CONFLICT DO UPDATE SET seen = seen + 1, last = excluded.last, at = excluded.at`,
  );
  const misses = query<Miss>(
    db,
    `SELECT site, domain, system, code, seen AS count, first AS firstSeen, last AS lastSeen, at FROM crosswalk_misses
     WHERE site = ? ORDER BY last DESC, domain, system, code LIMIT ?`,
  );
  const counted = query<{ n: number }>(db, 'SELECT count(*) AS n FROM crosswalk_misses');
  const dropOldest = query(
    db,
    `DELETE FROM crosswalk_misses WHERE (site, domain, system, code) IN
       (SELECT site, domain, system, code FROM crosswalk_misses ORDER BY last LIMIT ?)`,
  );
  return { ofSite, insert, change, miss, misses, counted, dropOldest };
}

export function crosswalkTables(session: Session, audit: Audit) {
  const { ofSite, insert, change, miss, misses, counted, dropOldest } = statements(session.db);
  const rows = (site: string): readonly KeptRow[] => ofSite.all(site).map(toRow);

  const write = (site: string, { id, row }: Write, { actor, reason }: Decision): void => {
    const { domain, system, localCode, canonicalId, validFrom, validTo, status } = row;
    const changed = [session.now, actor, reason] as const;
    if (id !== undefined) change.run(validTo ?? null, status, ...changed, id, site);
    else
      insert.run(site, domain, system, localCode, canonicalId, validFrom ?? null, validTo ?? null, status, ...changed);
  };

  const changed = ({ site, moves }: CrosswalkChange, decision: Decision): Result<{ readonly changed: number }> => {
    const planned = planChange(rows(site), moves);
    if (planned.problems.length > 0) return fail(refusedChange(site, planned.problems));
    if (planned.writes.length === 0) return ok({ changed: 0 });
    for (const one of planned.writes) write(site, one, decision);
    audit.add('crosswalk', NO_LETTER, { ...decision, detail: { site, rows: planned.writes } });
    session.stirred.owners.add(ROWS_CHANGED);
    return ok({ changed: planned.writes.length });
  };

  const operations: Pick<Operations, 'crosswalk' | 'changeCrosswalk' | 'crosswalkMisses'> = {
    crosswalk: (site) => ok(rows(site)),
    changeCrosswalk: changed,
    crosswalkMisses: (site, limit) => ok(misses.all(site, limit).map((found) => ({ ...found }))),
  };

  return {
    operations,
    missed(codes: readonly UnknownCode[]): void {
      if (codes.length === 0) return;
      for (const { site, domain, system, code, at } of codes)
        miss.run(site, domain, system ?? '', code, session.now, session.now, at ?? '');
      const over = (counted.get()?.n ?? 0) - MOST_MISSES;
      if (over > 0) dropOldest.run(over);
      session.stirred.owners.add(CODE_MISSED);
    },
  };
}

function toRow({ validFrom, validTo, ...row }: Stored): KeptRow {
  return { ...row, ...(validFrom === null ? {} : { validFrom }), ...(validTo === null ? {} : { validTo }) };
}
