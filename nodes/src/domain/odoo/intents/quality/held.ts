/** Whether a lot is on hold, asked before anything is shipped or consumed: Odoo itself lets a named lot go below zero. */
import { z } from 'zod';
import { type Erp, type ErpProfile, ok, type Result } from '../../../ports.ts';
import { sum } from '../../amount.ts';
import { type Domain, decimal, rows } from '../../rows.ts';
import { HOLD } from './lot-group.ts';
import { INSIDE, isConsumed, lotRows, openLines } from './lot-lines.ts';

export interface LotAtPlace {
  readonly id: number;
  readonly name: string;
  /** Location it would be taken from, with everything below. */
  readonly place: number;
}

const quantRow = z.object({
  location_id: z.tuple([z.number(), z.string()]).transform(([id, name]) => ({ id, name })),
  quantity: decimal,
});
const transferRow = z.object({ id: z.number(), origin: z.string() });

/** Why nothing of it may be taken from `place`; undefined when something may. One read for a lot that nobody moved. */
export async function lotIsHeld(erp: Erp, profile: ErpProfile, lot: LotAtPlace): Promise<Result<string | undefined>> {
  const book = lotRows(profile);
  if (!book.ok) return book;
  const ofLot: Domain = [
    ['lot_id', '=', lot.id],
    ['quantity', '>', 0],
    ['location_id.usage', 'in', INSIDE],
  ];
  const below = ['location_id', 'child_of', [lot.place]] as const;
  const elsewhere = await rows(erp, { model: 'stock.quant', row: quantRow, domain: [...ofLot, '!', below] });
  if (!elsewhere.ok || elsewhere.value.length === 0) return elsewhere.ok ? ok(undefined) : elsewhere;
  const holds = await rows(erp, {
    model: 'stock.picking',
    row: transferRow,
    domain: [
      ['origin', '=like', `${HOLD}%`],
      ['state', '=', 'done'],
      ['location_dest_id', 'in', elsewhere.value.map(({ location_id }) => location_id.id)],
      ['move_line_ids.lot_id', '=', lot.id],
    ],
    order: 'id desc',
    limit: 1,
  });
  if (!holds.ok || !holds.value[0]) return holds.ok ? ok(undefined) : holds;
  const here = await rows(erp, { model: 'stock.quant', row: quantRow, domain: [...ofLot, below] });
  if (!here.ok) return here;
  const open = await openLines(erp, book.value, [lot.id]);
  if (!open.ok) return open;
  // What orders have recorded as used still lies here in the books.
  const used = sum(open.value.filter(isConsumed).map(({ quantity }) => quantity));
  const left = sum(here.value.map(({ quantity }) => quantity)).minus(used);
  const places = new Set(elsewhere.value.map(({ location_id }) => location_id.name));
  return ok(
    left.greaterThan(0) ? undefined : `${lot.name} lies in ${[...places].join(', ')} by ${holds.value[0].origin}`,
  );
}

/** The first of these that is on hold, in words. */
export async function firstHeld(
  erp: Erp,
  profile: ErpProfile,
  lots: readonly LotAtPlace[],
): Promise<Result<string | undefined>> {
  for (const lot of lots) {
    const held = await lotIsHeld(erp, profile, lot);
    if (!held.ok || held.value !== undefined) return held;
  }
  return ok(undefined);
}
