/** Reserves what a transfer or an order needs, or gives it back. An intention, not a fact: repeating it is harmless. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { chooseDialect } from '../../dialects/choose.ts';
import { refusal } from '../../refusals.ts';
import { act, rows } from '../../rows.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { openPart } from './delivery.ts';

const fields = {
  ...standing,
  /** A transfer or delivery, or a manufacturing order (by its name). */
  of: z.enum(['transfer', 'order']),
  document: recordRefSchema,
};
const reserveSchema = z.strictObject({
  kind: z.literal('reserve'),
  ...fields,
  /** Less than all of it counts as a failure. */
  whole: z.boolean().default(false),
});
const unreserveSchema = z.strictObject({ kind: z.literal('unreserve'), ...fields });
type Reserve = z.output<typeof reserveSchema>;
type Unreserve = z.output<typeof unreserveSchema>;
type Either = Pick<Task<Unreserve | Reserve>, 'erp' | 'profile' | 'where' | 'intent'>;

const needs = [
  ['stock.picking', 'write', 'Inventory'],
  ['stock.move', 'write', 'Inventory'],
  ['stock.move.line', 'unlink', 'Inventory'],
] as const;

export const reserve = defineIntent({
  kind: 'reserve',
  title: 'Reserve goods',
  schema: reserveSchema,
  promised: {
    does: 'Lets Odoo reserve what an open transfer or manufacturing order still needs.',
    postCondition:
      'The moves show as reserved: all of them where the message asks for the whole, at least one otherwise.',
    once: 'What is reserved already stays as it is.',
    wizards: 'None.',
    undo: 'The intent "unreserve".',
  },
  needs,
  where: ({ document }) => ({ attempted: 'reserve goods', on: document.id }),
  carryOut: async (task) => {
    const before = await openOne(task);
    if (!before.ok) return before;
    const { model, id, name, open } = before.value;
    const isReserved = open.every(({ state }) => state === 'assigned');
    if (!isReserved) {
      const sent = await act(task.erp, model, 'action_assign', [id], {}, { repeatable: true });
      if (!sent.ok) return sent;
    }
    const after = await movesOf(task, model, id);
    if (!after.ok) return after;
    const enough = task.intent.whole
      ? after.value.every(({ state }) => state === 'assigned')
      : after.value.some(({ state }) => RESERVED.includes(state));
    if (!enough) return fail(refusal('not-reserved', task.where, `${name}: ${statesIn(after.value)}`));
    return ok(receiptOf(task, before.value, after.value, isReserved));
  },
});

export const unreserve = defineIntent({
  kind: 'unreserve',
  title: 'Give reserved goods back',
  schema: unreserveSchema,
  promised: {
    does: 'Gives back what Odoo had reserved for an open transfer or manufacturing order; what was picked stays.',
    postCondition: 'No move of the document shows as reserved.',
    once: 'What is not reserved has nothing to give back.',
    wizards: 'None.',
    undo: 'The intent "reserve".',
  },
  needs,
  where: ({ document }) => ({ attempted: 'give reserved goods back', on: document.id }),
  carryOut: async (task) => {
    const before = await openOne(task);
    if (!before.ok) return before;
    const { model, id, name, open } = before.value;
    const isFree = !open.some(({ state }) => RESERVED.includes(state));
    if (!isFree) {
      const sent = await act(task.erp, model, 'do_unreserve', [id], {}, { repeatable: true });
      if (!sent.ok) return sent;
    }
    const after = await movesOf(task, model, id);
    if (!after.ok) return after;
    if (after.value.some(({ state }) => RESERVED.includes(state))) {
      return fail(refusal('not-posted', task.where, `${name}: ${statesIn(after.value)}`));
    }
    return ok(receiptOf(task, before.value, after.value, isFree));
  },
});

const RESERVED = ['assigned', 'partially_available'];

const move = z.object({ id: z.number(), state: z.string() });
type Move = z.output<typeof move>;

const statesIn = (moves: readonly Move[]): string => moves.map(({ state }) => state).join(', ');

interface OpenDocument {
  readonly model: 'stock.picking' | 'mrp.production';
  readonly id: number;
  readonly name: string;
  readonly open: readonly Move[];
}

async function openOne(task: Either): Promise<Result<OpenDocument>> {
  const model = task.intent.of === 'order' ? 'mrp.production' : 'stock.picking';
  const found = model === 'stock.picking' ? await openPart(task, task.intent.document) : await openOrder(task);
  if (!found.ok) return found;
  const { id, name } = found.value;
  const open = await movesOf(task, model, id);
  return open.ok ? ok({ model, id, name, open: open.value }) : open;
}

/** By the name it was released under, also after a split. */
async function openOrder({ erp, profile, where, intent }: Either): Promise<Result<{ id: number; name: string }>> {
  const dialect = chooseDialect(profile);
  if (!dialect.ok) return dialect;
  const orders = await dialect.value.findOrders(erp, intent.document.value);
  if (!orders.ok) return orders;
  const open = orders.value.find(({ state }) => state !== 'done' && state !== 'cancel');
  return open ? ok(open) : fail(refusal('document-missing', where));
}

async function movesOf({ erp, where }: Either, model: OpenDocument['model'], id: number): Promise<Result<Move[]>> {
  const found = await rows(erp, {
    model: 'stock.move',
    row: move,
    domain: [
      [model === 'stock.picking' ? 'picking_id' : 'raw_material_production_id', '=', id],
      ['state', 'not in', ['done', 'cancel']],
    ],
    order: 'id',
  });
  if (!found.ok || found.value.length > 0) return found;
  return fail(refusal('document-missing', where, 'nothing of it is open'));
}

const receiptOf = (
  { where }: Either,
  { model, id, name }: OpenDocument,
  moves: readonly Move[],
  already: boolean,
): Receipt => ({
  verdict: already ? 'already' : 'posted',
  summary: `${where.attempted} on ${name}: ${statesIn(moves)}`,
  records: [{ model, id, name }],
  readBack: { moves: moves.map(({ state }) => state) },
});
