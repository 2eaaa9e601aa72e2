/** What is put aside, what people decide about it, and the record of who decided what. */
import { ok } from '../../domain/ports.ts';
import { auditTable } from './audit.ts';
import { burying } from './burials.ts';
import { crosswalkTables } from './crosswalk.ts';
import type { Intake } from './intake.ts';
import type { Operations } from './protocol.ts';
import type { Session } from './session.ts';
import type { Settlements, Tables } from './settlements.ts';

type Name =
  | ('bury' | 'replay' | 'discard' | 'recordCheck' | 'audit')
  | ('crosswalk' | 'changeCrosswalk' | 'crosswalkMisses');

export function decisionOperations(
  session: Session,
  tables: Tables & Intake,
  settlements: Settlements,
): Pick<Operations, Name> {
  const audit = auditTable(session);
  const crosswalk = crosswalkTables(session, audit);
  return {
    ...burying(session, tables, settlements, { audit, crosswalk }),
    ...crosswalk.operations,
    recordCheck(ids, decision) {
      for (const id of ids) audit.add('check', id, decision);
      return ok(undefined);
    },
    audit: (filter) => ok(audit.list(filter)),
  };
}
