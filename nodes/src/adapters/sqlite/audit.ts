/**
 * What people did with dead letters: who, when, what, why. Entries are only added (triggers refuse everything else), and
 * each carries a hash over itself and its predecessor, so that an entry changed behind our back is seen.
 */
import { hash } from 'node:crypto';
import type { AuditAction, AuditEntry, AuditFilter, Decision } from '../../domain/delivery/dead-letter.ts';
import type { Session } from './session.ts';
import { query, sameBytes } from './sql.ts';

const MAX_PAGE = 500;

interface AuditRow {
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly action: AuditAction;
  readonly letter: number;
  readonly reason: string;
  readonly detail: string | null;
  readonly chain: Uint8Array;
  readonly before: Uint8Array | null;
}

type Content = Omit<AuditRow, 'chain' | 'before'>;

export type Audit = ReturnType<typeof auditTable>;

export function auditTable(session: Session) {
  const { db } = session;
  const last = query<{ seq: number; chain: Uint8Array }>(db, 'SELECT seq, chain FROM audit ORDER BY seq DESC LIMIT 1');
  const insert = query(
    db,
    'INSERT INTO audit (seq, at, actor, action, letter, reason, detail, chain) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const columns = 'SELECT a.*, b.chain AS before FROM audit a LEFT JOIN audit b ON b.seq = a.seq - 1';
  const ofLetter = query<AuditRow>(db, `${columns} WHERE a.letter = ? AND a.seq < ? ORDER BY a.seq DESC LIMIT ?`);
  const all = query<AuditRow>(db, `${columns} WHERE a.seq < ? ORDER BY a.seq DESC LIMIT ?`);

  return {
    add(action: AuditAction, letter: number, decision: Decision): void {
      const before = last.get();
      const { actor, reason } = decision;
      const detail = decision.detail === undefined ? null : JSON.stringify(decision.detail);
      const entry: Content = { seq: (before?.seq ?? 0) + 1, at: session.now, actor, action, letter, reason, detail };
      const chain = link(before?.chain ?? null, entry);
      insert.run(entry.seq, entry.at, actor, action, letter, reason, detail, chain);
    },

    list(filter: AuditFilter): AuditEntry[] {
      const before = filter.beforeSeq ?? Number.MAX_SAFE_INTEGER;
      const limit = Math.min(filter.limit ?? 100, MAX_PAGE);
      const rows = filter.letter === undefined ? all.all(before, limit) : ofLetter.all(filter.letter, before, limit);
      return rows.map(toEntry);
    },
  };
}

function link(before: Uint8Array | null, { seq, at, actor, action, letter, reason, detail }: Content): Uint8Array {
  const previous = before === null ? '' : Buffer.from(before).toString('hex');
  return hash('sha256', JSON.stringify([previous, seq, at, actor, action, letter, reason, detail]), 'buffer');
}

function toEntry(row: AuditRow): AuditEntry {
  const { seq, at, actor, action, letter, reason, detail } = row;
  const hasPredecessor = seq === 1 || row.before !== null;
  return {
    seq,
    at,
    actor,
    action,
    letter,
    reason,
    ...(detail === null ? {} : { detail: JSON.parse(detail) as unknown }),
    isIntact: hasPredecessor && sameBytes(link(row.before, row), row.chain),
  };
}
