/**
 * A customer who may not order on account, and who says when he may again. Odoo itself stops nobody (its warning is for
 * the form alone, its credit limit a banner: 14.0 and 19.0, measured); the intent `salesOrder` obeys the mark set here.
 */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { paragraph } from '../../html.ts';
import { resolveExternalId } from '../../materials.ts';
import { refusal } from '../../refusals.ts';
import { act, createOnce } from '../../rows.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { type Customer, findCustomer, HELD, HOLD, MARK, PARTNER, readCustomer } from './customer.ts';
import { NOTE } from './days.ts';
import { salesTable } from './dialect.ts';

const schema = z.strictObject({
  kind: z.literal('creditHold'),
  ...standing,
  customer: recordRefSchema,
  status: z.enum(['hold', 'ok']),
  /** Who decided, and whom to ask: a name or an office. */
  by: z.string().min(1).max(200),
  reason: z.string().min(1).max(500).optional(),
  /** Up to how much the customer may owe, in the currency of the company. */
  limit: z
    .string()
    .regex(/^\d{1,12}(\.\d{1,2})?$/)
    .optional(),
});
type CreditHold = z.output<typeof schema>;

export const creditHold = defineIntent({
  kind: 'creditHold',
  title: 'Put a customer on credit hold, or release it',
  schema,
  promised: {
    does: 'Marks the company of the customer, warns sales with the name of who releases it, and leaves a note. While the mark is there the intent "salesOrder" confirms nothing of the company. Released, mark and warning are gone again.',
    postCondition: 'The company has the mark, or has it not; credit limit as given.',
    once: 'Mark and warning are absolute; the note has an external id made of the key. Once it is there a repeat changes nothing, so a later decision stays. A word older than the last one changes nothing either.',
    wizards: 'None.',
    undo: 'The same intent with the other status, or take the mark off in Odoo.',
  },
  needs: [
    [PARTNER, 'write', 'Sales'],
    [MARK, 'create', 'Sales'],
    [NOTE, 'create', 'Discuss'],
  ],
  where: ({ status, customer }) => ({
    attempted: status === 'hold' ? 'put on credit hold' : 'release from credit hold',
    on: customer.id,
  }),
  carryOut,
});

async function carryOut(task: Task<CreditHold>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const customer = await findCustomer(erp, intent.customer, where);
  if (!customer.ok) return customer;
  const note = externalId('credit', intent.key);
  const known = await resolveExternalId(erp, note, NOTE, where);
  if (!known.ok && known.failure.code !== 'unmapped') return known;
  if (known.ok || isOlder(task)) return ok(receiptOf(task, customer.value, 'already'));
  const kept = await task.remember({ creditAt: intent.at });
  if (!kept.ok) return kept;
  const written = await write(task, customer.value);
  if (!written.ok) return written;
  const shown = await readCustomer(erp, customer.value.company, where);
  if (!shown.ok) return shown;
  if (shown.value.isHeld !== (intent.status === 'hold'))
    return fail(refusal('not-posted', where, `${shown.value.name} is ${shown.value.isHeld ? 'held' : 'not held'}`));
  const said = await createOnce(erp, NOTE, {
    id: note,
    model: PARTNER,
    res_id: String(customer.value.company),
    body: paragraph([sentence(intent)]),
    message_type: 'comment',
    'subtype_id/id': 'mail.mt_note',
  });
  return said.ok ? ok(receiptOf(task, shown.value, 'posted')) : said;
}

/** Two words about one customer may overtake each other on their way here. */
const isOlder = (task: Task<CreditHold>): boolean => {
  const last = task.memory()['creditAt'];
  return typeof last === 'string' && task.intent.at < last;
};

async function write(task: Task<CreditHold>, { company, warning }: Customer): Promise<Result<unknown>> {
  const { erp, intent, profile } = task;
  const table = salesTable(profile);
  if (!table.ok) return table;
  const mark = await createOnce(erp, MARK, { id: HOLD, name: HELD });
  if (!mark.ok) return mark;
  const isHold = intent.status === 'hold';
  // A warning that a person wrote stays.
  const isOurs = warning === undefined || warning.startsWith(HELD);
  const vals = {
    category_id: [[isHold ? 4 : 3, mark.value]],
    ...(isOurs ? table.value.warning(isHold ? sentence(intent) : undefined) : {}),
    ...(intent.limit === undefined ? {} : table.value.limit(Number(intent.limit))),
  };
  return act(erp, PARTNER, 'write', [company], { vals }, { repeatable: true });
}

function sentence({ status, by, reason }: CreditHold): string {
  const because = reason === undefined ? '' : `: ${reason}`;
  return status === 'hold' ? `${HELD}${because}. Released by ${by}.` : `Released from credit hold by ${by}${because}.`;
}

const receiptOf = (
  { where }: Task<CreditHold>,
  { company, name, isHeld }: Customer,
  verdict: Receipt['verdict'],
): Receipt => ({
  verdict,
  summary: `${where.attempted}: ${name}`,
  records: [{ model: PARTNER, id: company, name }],
  readBack: { held: isHeld },
});
