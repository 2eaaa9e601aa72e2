/** Lots that are held or released together: the one that quality names, or those that were made of it. */
import { z } from 'zod';
import type { Erp, Result } from '../../../ports.ts';
import type { Where } from '../../refusals.ts';
import { rows } from '../../rows.ts';
import type { LotLine, LotRows } from './lot-line.ts';

export interface GroupLot {
  readonly id: number;
  readonly name: string;
  readonly product: { readonly id: number; readonly unit: number };
  /** For people: material and lot. */
  readonly title: string;
  /** What external ids of its transfers begin with. */
  readonly stem: string;
}

export interface LotGroup {
  readonly erp: Erp;
  readonly book: LotRows;
  readonly where: Where;
  readonly lots: ReadonlyMap<number, GroupLot>;
  /** Name of the hold, as it stands on the transfers of these lots. */
  readonly hold: string;
}

export const idsOf = ({ lots }: Pick<LotGroup, 'lots'>): number[] => [...lots.keys()];

/** Source documents of our transfers, and subjects of our notes; people find them in Odoo by these words. */
export const HOLD = 'HOLD/';
export const RELEASE = 'RELEASE/';

/** `=`: this very source document; `=like`: all that begin with it. */
type Match = '=' | '=like';
const matching = (field: string, match: Match, origin: string) =>
  [field, match, match === '=' ? origin : `${origin}%`] as const;

type Of = Pick<LotGroup, 'erp' | 'book' | 'lots'>;

/** Done lines of these lots under a source document. */
export const linesUnder = (group: Of, match: Match, origin: string): Promise<Result<LotLine[]>> =>
  group.book.readLines(group.erp, [
    ['lot_id', 'in', idsOf(group)],
    ['state', '=', 'done'],
    matching('picking_id.origin', match, origin),
  ]);

export interface Slip {
  readonly id: number;
  readonly name: string;
  readonly origin: string;
}

const slip = z.object({ id: z.number(), name: z.string(), origin: z.string() });

/** Done transfers of these lots under a source document. */
export const transfersUnder = (group: Of, match: Match, origin: string): Promise<Result<Slip[]>> =>
  rows(group.erp, {
    model: 'stock.picking',
    row: slip,
    domain: [matching('origin', match, origin), ['state', '=', 'done'], ['move_line_ids.lot_id', 'in', idsOf(group)]],
    order: 'id',
  });
