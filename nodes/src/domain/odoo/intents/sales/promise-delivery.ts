/** Another day for an order that is on its way: planning has moved, the customer was told. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { resolveExternalId } from '../../materials.ts';
import { refusal } from '../../refusals.ts';
import { act } from '../../rows.ts';
import { defineIntent, standing, type Task } from '../spec.ts';
import { atNoon, dayOf, NOTE, say } from './days.ts';
import { findSales, readSale, SALE, type Sale } from './sale.ts';

const schema = z.strictObject({
  kind: z.literal('promiseDelivery'),
  ...standing,
  /** Name of the sales order. */
  order: z.string().min(1),
  promised: z.iso.date(),
  reason: z.string().min(1).max(500).optional(),
});
type PromiseDelivery = z.output<typeof schema>;

export const promiseDelivery = defineIntent({
  kind: 'promiseDelivery',
  title: 'Promise another day for a sales order',
  schema,
  promised: {
    does: 'Sets the promised day of the order and tells in a note what it was before, and why. The deadline of open deliveries follows.',
    postCondition: 'The order shows the day.',
    once: 'The note has an external id made of the key. Once it is there a repeat changes nothing, so a later day stays.',
    wizards: 'None.',
    undo: 'Promise the former day.',
  },
  needs: [
    [SALE, 'write', 'Sales'],
    [NOTE, 'create', 'Discuss'],
  ],
  where: ({ order, promised }) => ({ attempted: `promise ${promised}`, on: order }),
  carryOut,
});

async function carryOut(task: Task<PromiseDelivery>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const found = await findSales(erp, [['name', '=', intent.order]]);
  if (!found.ok) return found;
  const [sale, second] = found.value;
  if (!sale || second) return fail(refusal('sale-not-found', where, sale ? 'several have this name' : intent.order));
  const note = externalId('promise', intent.key);
  const known = await resolveExternalId(erp, note, NOTE, where);
  if (known.ok) return ok(receiptOf(task, sale, 'already'));
  if (known.failure.code !== 'unmapped') return known;
  if (sale.state === 'cancel') return fail(refusal('sale-cancelled', where, sale.name));
  const before = await formerDay(task, sale);
  if (!before.ok) return before;
  if (dayOf(sale) !== intent.promised) {
    const vals = { commitment_date: atNoon(intent.promised) };
    const written = await act(erp, SALE, 'write', [sale.id], { vals }, { repeatable: true });
    if (!written.ok) return written;
  }
  const after = await readSale(erp, sale.id, where);
  if (!after.ok) return after;
  if (dayOf(after.value) !== intent.promised)
    return fail(refusal('not-posted', where, dayOf(after.value) ?? 'the order has no day'));
  const because = intent.reason === undefined ? '' : `: ${intent.reason}`;
  const former = before.value ?? 'no day';
  const said = await say(task, note, sale.id, [`Promised for ${intent.promised} instead of ${former}${because}`]);
  return said.ok ? ok(receiptOf(task, after.value, before.value === intent.promised ? 'already' : 'posted')) : said;
}

/** What the order said before the first attempt: a later one finds the new day there already. */
async function formerDay(task: Task<PromiseDelivery>, sale: Sale): Promise<Result<string | undefined>> {
  const known = announced.safeParse(task.memory()['promise']);
  if (known.success && known.data.key === task.intent.key) return ok(known.data.before);
  const before = dayOf(sale);
  const kept = await task.remember({ promise: { key: task.intent.key, ...(before === undefined ? {} : { before }) } });
  return kept.ok ? ok(before) : kept;
}
const announced = z.object({ key: z.string(), before: z.string().optional() });

const receiptOf = ({ where }: Task<PromiseDelivery>, sale: Sale, verdict: Receipt['verdict']): Receipt => ({
  verdict,
  summary: `${where.attempted} for ${where.on}: ${dayOf(sale) ?? 'no day'}`,
  records: [{ model: SALE, id: sale.id, name: sale.name, state: sale.state }],
  readBack: { promised: dayOf(sale) ?? null },
});
