/** A lead or an opportunity as the customer relations system knows it; Odoo follows, revision by revision. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { refusal } from '../../refusals.ts';
import { act, rows } from '../../rows.ts';
import { given, upsertMaster } from '../master-data/master.ts';
import { findRecord } from '../references.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { PARTNER } from './customer.ts';
import { salesTable } from './dialect.ts';

const schema = z.strictObject({
  kind: z.literal('lead'),
  ...standing,
  /** Number in the system that owns it. */
  lead: z.string().min(1).max(80),
  revision: z.int().min(0).default(0),
  title: z.string().trim().min(1).max(200),
  stage: z.enum(['open', 'won', 'lost']).default('open'),
  /** A customer that Odoo knows; otherwise the names below. */
  customer: recordRefSchema.optional(),
  company: z.string().min(1).max(200).optional(),
  contact: z.string().min(1).max(200).optional(),
  email: z.email().optional(),
  phone: z.string().min(1).max(80).optional(),
  /** In the currency of the company. */
  value: z
    .string()
    .regex(/^\d{1,12}(\.\d{1,2})?$/)
    .optional(),
  /** 0 to 1. */
  probability: z
    .string()
    .regex(/^(0(\.\d{1,4})?|1(\.0{1,4})?)$/)
    .optional(),
  expectedClose: z.iso.date().optional(),
  details: z.array(z.string()).max(50).optional(),
});
type Lead = z.output<typeof schema>;

const MODEL = 'crm.lead';

export const lead = defineIntent({
  kind: 'lead',
  title: 'Create or change an opportunity',
  schema,
  promised: {
    does: 'Creates the opportunity, or brings it to the values named; marks it won or lost. Fields that are not named stay as people left them.',
    postCondition: 'The opportunity shows every value that was named, and whether it is won or lost.',
    once: 'Found by its external id; values are absolute. A revision older than the last one changes nothing.',
    wizards: 'None.',
    undo: 'Send the former values as a new revision.',
  },
  needs: [
    [MODEL, 'create', 'CRM'],
    [MODEL, 'write', 'CRM'],
    [PARTNER, 'read', 'CRM'],
  ],
  where: ({ lead: number, revision }) => ({ attempted: `bring the opportunity to revision ${revision}`, on: number }),
  carryOut,
});

async function carryOut(task: Task<Lead>): Promise<Result<Receipt>> {
  const { erp, intent, where, profile } = task;
  const table = salesTable(profile);
  if (!table.ok) return table;
  const { customer } = intent;
  const partner = customer === undefined ? ok(undefined) : await findRecord(erp, PARTNER, customer, where);
  if (!partner.ok) return partner;
  const last = task.memory()['leadRevision'];
  const isOlder = typeof last === 'number' && intent.revision < last;
  if (isOlder) return ok(noted(task, `revision ${last} is in Odoo`));
  const kept = await task.remember({ leadRevision: intent.revision });
  if (!kept.ok) return kept;
  const chance = intent.probability === undefined || intent.stage !== 'open' ? undefined : percent(intent.probability);
  const done = await upsertMaster(task, {
    model: MODEL,
    externalId: externalId('lead', intent.lead),
    natural: [],
    values: given({
      name: intent.title,
      type: 'opportunity',
      partner_id: partner.value?.id,
      partner_name: intent.company,
      contact_name: intent.contact,
      email_from: intent.email,
      phone: intent.phone,
      expected_revenue: intent.value,
      probability: chance,
      date_deadline: intent.expectedClose,
      description: intent.details === undefined ? undefined : table.value.description(intent.details),
    }),
  });
  if (!done.ok) return done;
  const staged = await stage(task, done.value.id);
  if (!staged.ok) return staged;
  const isSame = done.value.verdict === 'already' && staged.value === 'already';
  return ok({
    verdict: isSame ? 'already' : 'posted',
    summary: `${where.attempted} of ${where.on}: ${intent.stage}`,
    records: [{ model: MODEL, id: done.value.id, name: intent.title, state: intent.stage }],
    readBack: { stage: intent.stage },
  });
}

const percent = (probability: string): number => Math.round(Number(probability) * 10_000) / 100;

const noted = ({ where }: Task<Lead>, why: string): Receipt => ({
  verdict: 'already',
  summary: `${where.attempted} of ${where.on}: ${why}`,
  records: [],
  readBack: {},
});

const row = z.object({ id: z.number(), probability: z.number(), active: z.boolean() });
/** A won one is certain, a lost one is archived; an open one stays in the column where people put it. */
const METHODS = { won: 'action_set_won', lost: 'action_set_lost' } as const;

async function stage(task: Task<Lead>, id: number): Promise<Result<'posted' | 'already'>> {
  const { erp, intent, where } = task;
  if (intent.stage === 'open') return ok('already');
  const before = await isStaged(task, id);
  if (!before.ok || before.value) return before.ok ? ok('already') : before;
  const answer = await act(erp, MODEL, METHODS[intent.stage], [id], {}, { repeatable: true });
  const after = await isStaged(task, id);
  if (!after.ok) return answer.ok ? after : answer;
  if (after.value) return ok('posted');
  return answer.ok ? fail(refusal('not-posted', where, `it is not ${intent.stage}`)) : answer;
}

async function isStaged({ erp, intent }: Task<Lead>, id: number): Promise<Result<boolean>> {
  const domain = [['id', '=', id] as const, ['active', 'in', [true, false]] as const];
  const found = await rows(erp, { model: MODEL, row, domain });
  if (!found.ok) return found;
  const [shown] = found.value;
  if (!shown) return ok(false);
  return ok(intent.stage === 'won' ? shown.active && shown.probability === 100 : !shown.active);
}
