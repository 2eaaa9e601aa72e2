/** Takes reserved and staged goods of a lot out of transfers and orders, and lets these reserve other lots afterwards. */
import { z } from 'zod';
import { ok, type Result } from '../../../ports.ts';
import { act, oneOrNone, rows } from '../../rows.ts';
import type { LotJob } from './lot-job.ts';
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
  readonly hold: string;
  readonly reason: string;
  /** Day of the hold, YYYY-MM-DD. */
  readonly day: string;
}

/** Line by line: unreserving the whole transfer would give back the other goods on it as well. */
export async function takeBack(job: LotJob, lines: readonly OpenLine[], why: Why): Promise<Result<void>> {
  const staged = new Map(
    lines.flatMap(({ picking, isPicked }) => (picking && isPicked ? [[picking.id, picking]] : [])),
  );
  for (const { id } of staged.values()) {
    const summary = `Lot ${job.lot.name} is on hold: take it out of this transfer`;
    const told = await todoOnce(
      job.erp,
      `${why.hold}.${id}`,
      { model: 'stock.picking', id },
      {
        summary,
        lines: [why.reason],
        due: why.day,
      },
    );
    if (!told.ok) return told;
  }
  for (const move of new Set(lines.map((line) => line.move ?? 0))) {
    const taken = await empty(
      job,
      move,
      lines.filter((line) => (line.move ?? 0) === move),
    );
    // Somebody was faster; what is left shows at the next look.
    if (!taken.ok && taken.failure.code !== 'odoo-record-missing') return taken;
  }
  return ok(undefined);
}

async function empty({ erp, book }: LotJob, move: number, lines: readonly OpenLine[]): Promise<Result<unknown>> {
  const ids = lines.map(({ id }) => id);
  const vals = { move_line_ids: ids.map((id) => [2, id, 0]) };
  const others = await book.readLines(erp, [
    ['move_id', '=', move],
    ['id', 'not in', ids],
  ]);
  if (!others.ok) return others;
  // A move that counts as picked although nothing of it is left would never reserve again.
  const empties = others.value.length === 0 ? book.unpicked : {};
  return act(erp, 'stock.move', 'write', [move], { vals: { ...vals, ...empties } }, { repeatable: true });
}

const waitingRow = z.object({ id: z.number(), picking_id: oneOrNone, raw_material_production_id: oneOrNone });

export async function reserveAgain({ erp, product }: LotJob, { pickings, orders }: Retaken): Promise<Result<void>> {
  const waiting = await rows(erp, {
    model: 'stock.move',
    row: waitingRow,
    domain: [
      ['product_id', '=', product.id],
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
