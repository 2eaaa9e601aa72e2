/**
 * Nonconformities of the management system of the OCA (`mgmtsystem_nonconformity`, field names of its versions 14 to 17):
 * the record that its users work with, beside the task and the notes that every Odoo has.
 */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import { refusal, type Where } from '../../refusals.ts';
import { act, createOnce, one, oneOrNone, rows, textOrNone } from '../../rows.ts';
import { idBehind, noteOnce } from './notes.ts';
import { type Database, hasAll } from './optional-tables.ts';
import type { Subject } from './subject.ts';

const TABLE = 'mgmtsystem.nonconformity';
const FIELDS = [
  ...['name', 'description', 'reference', 'partner_id', 'responsible_user_id', 'manager_user_id', 'origin_ids'],
  ...['severity_id', 'stage_id', 'evaluation_comments', 'action_ids', 'immediate_action_id', 'res_model', 'res_id'],
];
const MODULE = 'mgmtsystem_nonconformity';

/** It knows no critical ones. */
const SEVERITIES = { minor: 'min', major: 'maj', critical: 'maj' } as const;

export interface Nonconformity {
  /** External id of the record. */
  readonly id: string;
  readonly subject: Subject;
  readonly title: string;
  /** What stands in its history, each revision under a name of its own. */
  readonly revision: string;
  readonly lines: readonly string[];
  readonly severity: keyof typeof SEVERITIES;
  readonly user?: number | undefined;
}

/** Undefined where there is no such table. */
export async function nonconformityOnce(database: Database, nc: Nonconformity): Promise<Result<number | undefined>> {
  const { erp } = database;
  const isThere = await hasAll(database, TABLE, FIELDS);
  if (!isThere.ok || !isThere.value) return isThere.ok ? ok(undefined) : isThere;
  const must = await required(database, nc);
  if (!must.ok) return must;
  const id = await createOnce(erp, TABLE, {
    ...{ id: nc.id, name: nc.title, description: nc.lines.join('\n'), reference: nc.subject.name },
    ...{ res_model: nc.subject.model, res_id: String(nc.subject.id), ...must.value },
  });
  if (!id.ok) return id;
  const noted = await noteOnce(erp, nc.revision, { model: TABLE, id: id.value }, nc.lines);
  return noted.ok ? id : noted;
}

const company = z.object({ id: z.number(), partner_id: one });

/** Its form insists on a partner, two people and an origin. */
async function required(
  { erp, profile }: Database,
  { severity, user }: Nonconformity,
): Promise<Result<Readonly<Record<string, string>>>> {
  const own = await rows(erp, { model: 'res.company', row: company, domain: [], order: 'id', limit: 1 });
  if (!own.ok) return own;
  const asked =
    user === undefined ? await erp.call({ model: 'res.users', method: 'context_get', repeatable: true }) : ok({});
  if (!asked.ok) return asked;
  const person = user ?? profile.uid ?? z.object({ uid: z.number() }).safeParse(asked.value).data?.uid;
  const origin = await idBehind(erp, `${MODULE}.nc_origin_process`);
  if (!origin.ok) return origin;
  const weight = await idBehind(erp, `${MODULE}.nonconformity_severity_${SEVERITIES[severity]}`);
  if (!weight.ok) return weight;
  const cells = {
    'partner_id/.id': own.value[0]?.partner_id,
    'responsible_user_id/.id': person,
    'manager_user_id/.id': person,
    'origin_ids/.id': origin.value,
    'severity_id/.id': weight.value,
  };
  return ok(Object.fromEntries(Object.entries(cells).flatMap(([name, id]) => (id ? [[name, String(id)]] : []))));
}

const row = z.object({
  id: z.number(),
  state: z.union([z.string(), z.literal(false)]),
  action_ids: z.array(z.number()),
  immediate_action_id: oneOrNone,
  evaluation_comments: textOrNone,
});

/** One with an action plan stays open: whether its actions are done, and have helped, a person says. */
export async function closeNonconformity(
  database: Database,
  id: string,
  lines: readonly string[],
  where: Where,
): Promise<Result<void>> {
  const { erp } = database;
  const isThere = await hasAll(database, TABLE, FIELDS);
  if (!isThere.ok || !isThere.value) return isThere.ok ? ok(undefined) : isThere;
  const known = await idBehind(erp, id);
  if (!known.ok || known.value === undefined) return known.ok ? ok(undefined) : known;
  const read = () => rows(erp, { model: TABLE, row, domain: [['id', '=', known.value]] });
  const before = await read();
  if (!before.ok) return before;
  const [nc] = before.value;
  const hasPlan = nc && (nc.action_ids.length > 0 || nc.immediate_action_id !== undefined);
  if (!nc || hasPlan || nc.state === 'done' || nc.state === 'cancel') return ok(undefined);
  const stage = await idBehind(erp, `${MODULE}.stage_done`);
  if (!stage.ok || stage.value === undefined) return stage.ok ? ok(undefined) : stage;
  const vals = { stage_id: stage.value, evaluation_comments: nc.evaluation_comments ?? lines.join('\n') };
  const written = await act(erp, TABLE, 'write', [nc.id], { vals }, { repeatable: true });
  if (!written.ok) return written;
  const after = await read();
  if (!after.ok) return after;
  const state = after.value[0]?.state;
  return state === 'done'
    ? ok(undefined)
    : fail(refusal('not-posted', where, `the nonconformity is ${state || 'gone'}`));
}
