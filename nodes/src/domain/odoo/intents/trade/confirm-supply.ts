/** What a supplier promises stands on the lines of the purchase order; what differs is told to the buyer, once. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { text } from '../../amount.ts';
import { externalId } from '../../binding.ts';
import { readConstants } from '../../deps.ts';
import { chooseDialect } from '../../dialects/choose.ts';
import { paragraph } from '../../html.ts';
import { resolveExternalId } from '../../materials.ts';
import { refusal } from '../../refusals.ts';
import { act, createOnce } from '../../rows.ts';
import { defineIntent, type Task } from '../spec.ts';
import { leftOver, openSchema, spokenSchema, taskSchema } from './answers.ts';
import { atRiskSchema, ordersAtRisk, tellAtRisk } from './at-risk.ts';
import { askAnew, stillAsking } from './buyer-tasks.ts';
import { namingCandidates } from './candidates.ts';
import { changesOf } from './confirm-changes.ts';
import { type Confirm, confirmSchema } from './confirm-schema.ts';
import { onTheWhole } from './confirm-whole.ts';
import { tradeTable } from './dialect.ts';
import { findPurchase, PURCHASE, PURCHASE_LINE, type Purchase, purchaseLines } from './purchase.ts';

const NOTE = 'mail.message';

/** What the journal remembers of the answer that is being taken over. */
const rememberedSchema = z.object({
  key: z.string(),
  changes: z.object({
    writes: z.array(z.object({ line: z.number(), vals: z.record(z.string(), z.unknown()) })),
    told: z.array(z.string()),
    // Earlier releases kept the words alone.
    open: z
      .array(z.union([openSchema, z.string().transform((said) => ({ topic: 'whole' as const, said }))]))
      .default([]),
    spoken: spokenSchema.default({ lines: [], topics: [] }),
    replaced: z.array(taskSchema).default([]),
    atRisk: z.array(atRiskSchema),
  }),
});
type Changes = z.output<typeof rememberedSchema>['changes'];

export const confirmSupply = defineIntent({
  kind: 'confirmSupply',
  title: 'Take over what a supplier confirms',
  schema: confirmSchema,
  promised: {
    does: 'Writes promised days, and higher quantities where it is told to, on the lines of the purchase order; leaves a note with every difference, a task for the buyer where the order does not show it (a claim candidate), and a task on each manufacturing order that needs the material before it comes.',
    postCondition: 'The lines show what was written and the note is in the history of the order.',
    once: 'Values are absolute; a later answer to a line replaces what an earlier one asked of the buyer; the note has an external id made of the key. Once it is there a repeat changes nothing, so a later decision of the buyer stays.',
    wizards: 'None.',
    undo: 'Set day or quantity of the line back in Odoo.',
  },
  needs: [
    [PURCHASE, 'write', 'Purchase'],
    [PURCHASE_LINE, 'write', 'Purchase'],
    [NOTE, 'create', 'Discuss'],
    ['mail.activity', 'create', 'Discuss'],
    ['stock.move', 'read', 'Inventory'],
    ['mrp.production', 'read', 'Manufacturing'],
  ],
  where: ({ response, order }) => ({ attempted: `take over the answer ${response}`, on: order }),
  carryOut,
});

async function carryOut(task: Task<Confirm>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const order = await findPurchase(erp, intent.order, where);
  if (!order.ok) return fail(await namingCandidates(erp, where, order.failure, intent.lines[0]?.material));
  const note = externalId('confirmation', intent.key);
  const known = await resolveExternalId(erp, note, NOTE, where);
  if (!known.ok && known.failure.code !== 'unmapped') return known;
  if (known.ok) return receiptOf(task, order.value, 'already', []);
  const changes = await decided(task, order.value);
  if (!changes.ok) return changes;
  const written = await write(task, order.value, changes.value);
  if (!written.ok) return written;
  const said = await createOnce(erp, NOTE, {
    id: note,
    model: PURCHASE,
    res_id: String(order.value.id),
    body: paragraph(sentences(task, changes.value)),
    message_type: 'comment',
    'subtype_id/id': 'mail.mt_note',
  });
  if (!said.ok) return said;
  return receiptOf(task, order.value, 'posted', changes.value.writes);
}

/**
 * What the answer changes is decided once and remembered: after it is half written, the order would show fewer
 * differences than the buyer has to know.
 */
async function decided(task: Task<Confirm>, order: Purchase): Promise<Result<Changes>> {
  const { erp, profile, intent, deps } = task;
  const before = rememberedSchema.safeParse(task.memory()['confirming']).data;
  if (before?.key === intent.key) return ok(before.changes);
  const table = tradeTable(profile);
  if (!table.ok) return table;
  const dialect = chooseDialect(profile);
  if (!dialect.ok) return dialect;
  const constants = await readConstants(erp, dialect.value, deps);
  if (!constants.ok) return constants;
  const changes = await changesOf(task, order, table.value, constants.value);
  if (!changes.ok) return changes;
  const atRisk = await ordersAtRisk(erp, changes.value.late);
  if (!atRisk.ok) return atRisk;
  const whole = onTheWhole(task, order, changes.value);
  const replaced = await stillAsking(task, whole.spoken);
  if (!replaced.ok) return replaced;
  const open = [...whole.open, ...replaced.value.flatMap((one) => leftOver(one, whole.spoken.topics))];
  const all = { ...whole, open, replaced: [...replaced.value], atRisk: atRisk.value };
  const kept = await task.remember({ confirming: { key: intent.key, changes: all } });
  return kept.ok ? ok(all) : kept;
}

function sentences({ intent }: Task<Confirm>, { told, atRisk, replaced }: Changes): readonly string[] {
  const head = `Supplier's answer ${intent.response}`;
  const former = replaced.map(({ response }) => `It replaces what answer ${response} asked of the buyer`);
  const late = atRisk.length === 0 ? [] : [`Waiting for it: ${atRisk.map(({ name }) => name).join(', ')}`];
  const waiting = [...late, ...former];
  if (intent.verdict === 'rejected') return [`${head}: the order is refused as a whole`, ...told, ...waiting];
  return told.length > 0 ? [`${head}:`, ...told, ...waiting] : [`${head}: as ordered`, ...waiting];
}

async function write(task: Task<Confirm>, order: Purchase, changes: Changes): Promise<Result<void>> {
  const { erp, intent, profile } = task;
  const { writes, atRisk } = changes;
  const table = tradeTable(profile);
  if (!table.ok) return table;
  for (const { line, vals } of writes) {
    const answer = await act(erp, PURCHASE_LINE, 'write', [line], { vals }, { repeatable: true });
    if (!answer.ok) return answer;
  }
  const reference = order.partner_ref === undefined ? { partner_ref: intent.response } : {};
  const vals = { ...reference, ...(intent.verdict === 'rejected' ? {} : table.value.confirmedMark) };
  if (Object.keys(vals).length > 0) {
    const answer = await act(erp, PURCHASE, 'write', [order.id], { vals }, { repeatable: true });
    if (!answer.ok) return answer;
  }
  const told = await tellAtRisk(task, order, atRisk);
  return told.ok ? askAnew(task, order, changes) : told;
}

async function receiptOf(
  { erp, where }: Task<Confirm>,
  order: Purchase,
  verdict: Receipt['verdict'],
  writes: Changes['writes'],
): Promise<Result<Receipt>> {
  const lines = await purchaseLines(erp, order.id);
  if (!lines.ok) return lines;
  for (const { line, vals } of writes) {
    const shown = lines.value.find(({ id }) => id === line);
    const isDay = vals.date_planned === undefined || shown?.date_planned === vals.date_planned;
    const isQuantity = vals.product_qty === undefined || shown?.product_qty.toNumber() === vals.product_qty;
    if (!isDay || !isQuantity) return fail(refusal('not-posted', where, JSON.stringify(shown)));
  }
  return ok({
    verdict,
    summary: `${where.attempted} on ${where.on}: ${writes.length} lines changed`,
    records: [{ model: PURCHASE, id: order.id, name: order.name, state: order.state }],
    readBack: { lines: lines.value.map((line) => `${text(line.product_qty)} for ${line.date_planned ?? 'no day'}`) },
  });
}
