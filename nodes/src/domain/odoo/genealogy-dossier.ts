/** What Odoo knows of a lot besides its chain: orders with their times and people, notes, movements inside the house. */
import { z } from 'zod';
import type { Chain } from '../genealogy/chain.ts';
import { type Erp, ok, type Result } from '../ports.ts';
import { text } from './amount.ts';
import { traceLines, traceRows } from './genealogy-lines.ts';
import { rows, textOrNone } from './rows.ts';

const MOST = 500;
const named = z.union([z.tuple([z.number(), z.string()]).transform(([, name]) => name), z.literal(false)]);
const order = z.object({
  ...{ id: z.number(), name: z.string(), state: z.string(), origin: textOrNone, date_finished: textOrNone },
  ...{ user_id: named, bom_id: named },
});
const time = z.object({
  ...{ id: z.number(), date_start: z.string(), date_end: textOrNone, user_id: named },
  ...{ workcenter_id: named, loss_id: named },
});
const message = z.object({
  ...{ id: z.number(), date: z.string(), author_id: named, body: z.string() },
  ...{ model: z.string(), res_id: z.number() },
});

export interface Records {
  readonly orders: readonly object[];
  /** Who worked on the orders, and when. */
  readonly times: readonly object[];
  /** Results, decisions, holds and whatever else stands in the history of the lot and of its orders. */
  readonly notes: readonly object[];
  readonly movements: readonly object[];
}

export async function readRecords(erp: Erp, lot: number, chains: readonly Chain[]): Promise<Result<Records>> {
  const profile = await erp.profile();
  if (!profile.ok) return profile;
  const book = traceRows(profile.value);
  if (!book.ok) return book;
  const names = [...new Set(chains.flatMap((chain) => chain.transformations.map((made) => made.order)))];
  const found = await rows(erp, {
    ...{ model: 'mrp.production', row: order, order: 'name', limit: MOST },
    domain: [['name', 'in', names]],
  });
  if (!found.ok) return found;
  const ids = found.value.map(({ id }) => id);
  const times = await rows(erp, {
    ...{ model: 'mrp.workcenter.productivity', row: time, order: 'date_start, id', limit: MOST },
    domain: [['workorder_id.production_id', 'in', ids]],
  });
  if (!times.ok) return times;
  const notes = await notesOn(erp, [
    [book.value.lotModel, [lot]],
    ['mrp.production', ids],
  ]);
  if (!notes.ok) return notes;
  const inside = [
    ['lot_id', '=', lot],
    ['location_id.usage', '=', 'internal'],
    ['location_dest_id.usage', '=', 'internal'],
  ] as const;
  const moved = await traceLines(erp, book.value, inside, MOST);
  if (!moved.ok) return moved;
  return ok({
    orders: found.value.map(({ id: _id, ...shown }) => shown),
    times: times.value.map(({ id: _id, ...shown }) => shown),
    notes: notes.value,
    movements: moved.value.lines.map(({ at, document, quantity, unit }) => ({
      ...{ at, document, quantity: text(quantity) },
      ...(unit === undefined ? {} : { unit }),
    })),
  });
}

async function notesOn(erp: Erp, on: readonly (readonly [model: string, ids: number[]])[]): Promise<Result<object[]>> {
  const all: object[] = [];
  for (const [model, ids] of on) {
    const found = await rows(erp, {
      ...{ model: 'mail.message', row: message, order: 'date, id', limit: MOST },
      domain: [
        ['model', '=', model],
        ['res_id', 'in', ids],
      ],
    });
    if (!found.ok) return found;
    for (const { date, author_id, body } of found.value) {
      const words = body
        .replaceAll(/<[^>]*>/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim();
      if (words !== '') all.push({ date, by: author_id, on: model, words });
    }
  }
  return ok(all);
}
