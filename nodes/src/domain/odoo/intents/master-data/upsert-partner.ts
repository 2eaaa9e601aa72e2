/** A customer or supplier. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { refusal } from '../../refusals.ts';
import { type Domain, rows, textOrNone } from '../../rows.ts';
import { describe } from '../../values/guard.ts';
import { bring, readShown } from '../records/record.ts';
import { findRecord } from '../references.ts';
import { defineIntent, standing, type Task } from '../spec.ts';
import { findMaster, given, idOf, LIMITS, master, PROMISE, receiptFor, unlessOlder, upsertMaster } from './master.ts';

const schema = z.strictObject({
  kind: z.literal('upsertPartner'),
  ...standing,
  ...master,
  id: z.string().min(1),
  /** Reference in Odoo; the canonical id when absent. */
  code: z.string().min(1).optional(),
  name: z.string().min(1),
  roles: z.array(z.enum(['supplier', 'customer'])).default([]),
  /** What becomes of another company with the same tax number: taken as it comes, or refused for a person to decide. */
  twins: z.enum(['accept', 'refuse']).default('accept'),
  vat: z.string().min(1).optional(),
  email: z.email().optional(),
  phone: z.string().min(1).optional(),
  street: z.string().min(1).optional(),
  zip: z.string().min(1).optional(),
  city: z.string().min(1).optional(),
  /** ISO 3166, two letters. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
});
type UpsertPartner = z.output<typeof schema>;

const MODEL = 'res.partner';
const RANKS = { supplier: 'supplier_rank', customer: 'customer_rank' } as const;

export const upsertPartner = defineIntent({
  kind: 'upsertPartner',
  title: 'Create or change a partner',
  schema,
  promised: { ...PROMISE, does: 'Creates a company as supplier or customer, or brings one to the values named.' },
  limits: LIMITS,
  needs: [
    [MODEL, 'create', 'Contact Creation'],
    [MODEL, 'write', 'Contact Creation'],
  ],
  where: (intent) => ({ attempted: 'upsert the partner', on: idOf(intent) }),
  carryOut: (task) => unlessOlder(task, () => carryOut(task)),
});

async function carryOut(task: Task<UpsertPartner>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const { country } = intent;
  const code = intent.code ?? idOf(intent);
  const which = {
    model: MODEL,
    externalId: externalId('partner', idOf(intent)),
    natural: [['ref', '=', code]] as Domain,
    record: intent.record,
  };
  const own = await findMaster(task, which);
  if (!own.ok) return own;
  const twin = await refuseTwin(task, own.value);
  if (!twin.ok) return twin;
  const ref = { id: country ?? '', by: 'externalId', value: `base.${country?.toLowerCase()}` } as const;
  const land = country === undefined ? ok(undefined) : await findRecord(erp, 'res.country', ref, where);
  if (!land.ok) return land;
  const done = await upsertMaster(task, {
    ...which,
    initial: { ref: code, is_company: true },
    values: given({
      name: intent.name,
      ref: intent.code,
      vat: intent.vat,
      email: intent.email,
      phone: intent.phone,
      street: intent.street,
      zip: intent.zip,
      city: intent.city,
      country_id: land.value?.id,
    }),
  });
  if (!done.ok) return done;
  const ranked = await rank(task, done.value.id);
  if (!ranked.ok) return ranked;
  const verdict = ranked.value === 'posted' ? 'posted' : done.value.verdict;
  return ok(receiptFor(task, MODEL, { id: done.value.id, verdict }, { code, roles: intent.roles }));
}

const twinRow = z.object({ id: z.number(), display_name: z.string(), ref: textOrNone });

/** Odoo itself only warns of it, in the form (19.0 and 14.0). */
async function refuseTwin({ erp, intent, where }: Task<UpsertPartner>, own: number | undefined): Promise<Result<void>> {
  if (intent.twins === 'accept' || intent.vat === undefined) return ok(undefined);
  const domain: Domain = [
    ['vat', '=', intent.vat],
    ['is_company', '=', true],
    ['id', '!=', own ?? 0],
  ];
  const found = await rows(erp, { model: MODEL, row: twinRow, domain, limit: 1 });
  if (!found.ok) return found;
  const [twin] = found.value;
  if (!twin) return ok(undefined);
  const named = `${twin.display_name} (${twin.ref ?? 'without reference'}) has the tax number ${intent.vat}`;
  return fail(refusal('customer-twice', where, named));
}

/** A rank counts documents in Odoo: it is raised from 0, and never set back. */
async function rank(task: Task<UpsertPartner>, id: number): Promise<Result<'posted' | 'already'>> {
  const names = task.intent.roles.map((role) => RANKS[role]);
  if (names.length === 0) return ok('already');
  const shown = await readShown(task, MODEL, id, names);
  if (!shown.ok) return shown;
  const fields = await describe(task, MODEL);
  if (!fields.ok) return fields;
  const none = names.filter((name) => shown.value[name] === 0);
  return bring(task, MODEL, id, Object.fromEntries(none.map((name) => [name, 1])), fields.value);
}
