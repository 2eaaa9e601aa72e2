/** Where a lot lies and who has reserved it: stock by place, open lines of transfers and orders. */
import { z } from 'zod';
import { type Erp, type ErpProfile, ok, type Result } from '../../../ports.ts';
import { forVersion } from '../../dialects/choose.ts';
import { lotRows14 } from '../../dialects/v14/quality.ts';
import { lotRows19 } from '../../dialects/v19/quality.ts';
import { type Domain, decimal, one, oneOrNone, rows } from '../../rows.ts';
import { type LotLine, type LotRows, type Named, named } from './lot-line.ts';

export const lotRows = (profile: ErpProfile): Result<LotRows> =>
  forVersion(profile, { v14: lotRows14, v19: lotRows19 });

/** Places where goods are ours to move. */
export const INSIDE = ['internal', 'transit'] as const;

const quantRow = z.object({
  id: z.number(),
  lot_id: one,
  location_id: z.tuple([z.number(), z.string()]).transform(([id, name]) => ({ id, name })),
  quantity: decimal,
  reserved_quantity: decimal,
  package_id: oneOrNone,
  owner_id: oneOrNone,
});
export type LotQuant = z.output<typeof quantRow>;

export function readQuants(erp: Erp, lots: readonly number[]): Promise<Result<LotQuant[]>> {
  const domain: Domain = [
    ['lot_id', 'in', lots],
    ['quantity', '>', 0],
    ['location_id.usage', 'in', INSIDE],
  ];
  return rows(erp, { model: 'stock.quant', row: quantRow, domain, order: 'id' });
}

export interface OpenLine extends LotLine {
  /** The manufacturing order whose component it is. */
  readonly order?: Named | undefined;
  /** A step before has brought the goods for it; it cannot take others from the place by itself. */
  readonly isBrought: boolean;
}

const moveRow = z.object({
  id: z.number(),
  raw_material_production_id: named,
  move_orig_ids: z.array(z.number()),
});

/** Lines that keep stock of these lots from others, with the order or transfer they belong to. */
export async function openLines(erp: Erp, book: LotRows, lots: readonly number[]): Promise<Result<OpenLine[]>> {
  const domain: Domain = [
    ['lot_id', 'in', lots],
    ['state', 'not in', ['done', 'cancel']],
    ['location_id.usage', 'in', INSIDE],
    ...book.holdsStock,
  ];
  const lines = await book.readLines(erp, domain);
  if (!lines.ok || lines.value.length === 0) return lines.ok ? ok([]) : lines;
  const ids = [...new Set(lines.value.flatMap(({ move }) => (move === undefined ? [] : [move])))];
  const moves = await rows(erp, { model: 'stock.move', row: moveRow, domain: [['id', 'in', ids]] });
  if (!moves.ok) return moves;
  const byId = new Map(moves.value.map((move) => [move.id, move]));
  return ok(
    lines.value.map((line) => {
      const of = byId.get(line.move ?? 0);
      const isBrought = (of?.move_orig_ids.length ?? 0) > 0;
      return { ...line, order: of?.raw_material_production_id, isBrought };
    }),
  );
}

/** What an order has recorded as consumed is in its product already: no transfer brings it back. */
export const isConsumed = (line: OpenLine): boolean => line.order !== undefined && line.isPicked;
