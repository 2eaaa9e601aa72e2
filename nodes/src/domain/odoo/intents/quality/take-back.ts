/** Takes reserved and staged goods of a lot out of transfers and orders, and lets these reserve other lots afterwards. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../../ports.ts';
import { act, oneOrNone, rows } from '../../rows.ts';
import type { LotGroup } from './lot-group.ts';
import type { OpenLine } from './lot-lines.ts';
import { todoOnce } from './notes.ts';

/** What shall reserve again once the goods are out of reach. */
export const retakenSchema = z.object({ pickings: z.array(z.number()), orders: z.array(z.number()) });
export type Retaken = z.output<typeof retakenSchema>;

export function retakenFrom(lines: readonly OpenLine[], before: Retaken | undefined): Retaken {
  const union = (known: readonly number[] = [], more: readonly (number | undefined)[]): number[] => [
    ...new Set([...known, ...more.flatMap((id) => id ?? [])]),
  ];
  return {
    pickings: union(
      before?.pickings,
      lines.map((line) => line.picking?.id),
    ),
    orders: union(
      before?.orders,
      lines.map((line) => line.order?.id),
    ),
  };
}

export interface Why {
  /** What the external ids of the tasks begin with. */
  readonly stem: string;
  readonly reason: string;
  /** Day of the hold, YYYY-MM-DD. */
  readonly day: string;
}

/** Line by line: unreserving the whole transfer would give back the other goods on it as well. */
export async function takeBack(group: LotGroup, lines: readonly OpenLine[], why: Why): Promise<Result<void>> {
  for (const { id, model, name, lots, isBrought } of staged(lines)) {
    const isOne = lots.size === 1;
    const summary = `Lot${isOne ? '' : 's'} ${[...lots].join(', ')} ${isOne ? 'is' : 'are'} on hold: take ${isOne ? 'it' : 'them'} out of this ${name}`;
    const more = isBrought ? [`What was brought for this ${name} is in quarantine: bring other goods.`] : [];
    const todo = { summary, lines: [why.reason, ...more], due: why.day };
    const isOrder = model === 'mrp.production';
    const told = await todoOnce(group.erp, `${why.stem}.${isOrder ? 'order.' : ''}${id}`, { model, id }, todo);
    if (!told.ok) return told;
  }
  return empty(group, lines);
}

interface Staged {
  readonly model: 'stock.picking' | 'mrp.production';
  readonly id: number;
  /** What people call it. */
  readonly name: string;
  readonly lots: Set<string>;
  isBrought: boolean;
}

/** Transfers and orders with goods that a person or a step before has moved already: reserving others does not suffice. */
function staged(lines: readonly OpenLine[]): Iterable<Staged> {
  const found = new Map<string, Staged>();
  for (const { picking, order, isPicked, isBrought, lot } of lines) {
    const on = picking ?? order;
    if (!on || !lot || !(isPicked || isBrought)) continue;
    const [model, name] = picking ? (['stock.picking', 'transfer'] as const) : (['mrp.production', 'order'] as const);
    const key = `${model}.${on.id}`;
    const known = found.get(key) ?? { model, id: on.id, name, lots: new Set(), isBrought: false };
    known.lots.add(lot.name);
    known.isBrought ||= isBrought;
    found.set(key, known);
  }
  return found.values();
}

async function empty({ erp, book }: LotGroup, lines: readonly OpenLine[]): Promise<Result<void>> {
  const byMove = new Map<number, number[]>();
  for (const { move = 0, id } of lines) byMove.set(move, [...(byMove.get(move) ?? []), id]);
  const others = await book.readLines(erp, [
    ['move_id', 'in', [...byMove.keys()]],
    ['id', 'not in', lines.map(({ id }) => id)],
  ]);
  if (!others.ok) return others;
  const keeps = new Set(others.value.map(({ move }) => move));
  for (const [move, ids] of byMove) {
    const vals = { move_line_ids: ids.map((id) => [2, id, 0]) };
    // A move that counts as picked although nothing of it is left would never reserve again.
    const empties = keeps.has(move) ? {} : book.unpicked;
    const taken = await act(
      erp,
      'stock.move',
      'write',
      [move],
      { vals: { ...vals, ...empties } },
      { repeatable: true },
    );
    // Somebody was faster; what is left shows at the next look.
    if (!taken.ok && taken.failure.code !== 'odoo-record-missing') return taken;
  }
  return ok(undefined);
}

const waitingRow = z.object({ id: z.number(), picking_id: oneOrNone, raw_material_production_id: oneOrNone });

export async function reserveAgain(
  erp: Erp,
  products: readonly number[],
  { pickings, orders }: Retaken,
): Promise<Result<void>> {
  const waiting = await rows(erp, {
    model: 'stock.move',
    row: waitingRow,
    domain: [
      ['product_id', 'in', products],
      ['state', 'in', ['confirmed', 'partially_available']],
      '|',
      ['picking_id', 'in', pickings],
      ['raw_material_production_id', 'in', orders],
    ],
  });
  if (!waiting.ok) return waiting;
  const ofPickings = new Set(waiting.value.flatMap(({ picking_id }) => picking_id ?? []));
  const ofOrders = new Set(waiting.value.flatMap(({ raw_material_production_id }) => raw_material_production_id ?? []));
  for (const [model, ids] of [
    ['stock.picking', ofPickings],
    ['mrp.production', ofOrders],
  ] as const) {
    for (const id of ids) {
      const assigned = await act(erp, model, 'action_assign', [id], {}, { repeatable: true });
      if (!assigned.ok) return assigned;
    }
  }
  return ok(undefined);
}
