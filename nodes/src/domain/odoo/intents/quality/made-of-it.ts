/** The lots that were made of a lot, as a group that is held and released under a name of its own. */
import { z } from 'zod';
import { ok, type Result } from '../../../ports.ts';
import { type Descendants, descendantsOf } from '../../genealogy-lots.ts';
import { one, rows, textOrNone } from '../../rows.ts';
import type { Task } from '../spec.ts';
import { type GroupLot, HOLD, type LotGroup, linesUnder } from './lot-group.ts';
import type { LotJob, OfHold } from './lot-job.ts';
import { marksOf, readMarks } from './marks.ts';

export interface MadeOfIt {
  readonly group: LotGroup;
  /** False where there are more than were followed. */
  readonly isWhole: boolean;
}

/** It stands on transfers and in histories, and names what a release of one of these lots alone must name. */
const nameOf = ({ hold, material, lot }: OfHold): string => `${hold} (from ${material.id} ${lot})`;

const productRow = z.object({ id: z.number(), display_name: z.string(), default_code: textOrNone, uom_id: one });

export async function madeOfIt(task: Task<OfHold>, job: LotJob): Promise<Result<MadeOfIt>> {
  const { erp, profile, intent } = task;
  const found = await descendantsOf(erp, profile, job.lot.id);
  if (!found.ok) return found;
  const lots = await describe(task, found.value);
  if (!lots.ok) return lots;
  const { book, where } = job;
  return ok({ group: { erp, book, where, hold: nameOf(intent), lots: lots.value }, isWhole: found.value.isWhole });
}

async function describe(
  { erp, intent }: Task<OfHold>,
  { lots }: Descendants,
): Promise<Result<ReadonlyMap<number, GroupLot>>> {
  if (lots.length === 0) return ok(new Map());
  const ids = [...new Set(lots.map(({ product }) => product))];
  const found = await rows(erp, { model: 'product.product', row: productRow, domain: [['id', 'in', ids]] });
  if (!found.ok) return found;
  const products = new Map(found.value.map((product) => [product.id, product]));
  return ok(
    new Map(
      lots.flatMap(({ id, name, product }) => {
        const of = products.get(product);
        if (!of) return [];
        const title = `${of.default_code ?? of.display_name} ${name}`;
        const stem = `${intent.partition}.${intent.hold}.made.${id}`;
        return [[id, { id, name, title, stem, product: { id: product, unit: of.uom_id } }] as const];
      }),
    ),
  );
}

const only = (group: LotGroup, isWanted: (lot: GroupLot) => boolean): LotGroup => ({
  ...group,
  lots: new Map([...group.lots].filter(([, lot]) => isWanted(lot))),
});

/** Without those that somebody has released from it by themselves. */
export async function notReleased(group: LotGroup): Promise<Result<LotGroup>> {
  const marks = await readMarks(group);
  if (!marks.ok) return marks;
  return ok(only(group, ({ id }) => !marksOf(marks.value, id).released.has(group.hold)));
}

/** Those that it has held, whether or not it has let go of them since. */
export async function heldByIt(group: LotGroup): Promise<Result<LotGroup>> {
  if (group.lots.size === 0) return ok(group);
  const marks = await readMarks(group);
  if (!marks.ok) return marks;
  const moved = await linesUnder(group, '=', `${HOLD}${group.hold}`);
  if (!moved.ok) return moved;
  const taken = new Set(moved.value.map(({ lot }) => lot?.id));
  return ok(only(group, ({ id }) => taken.has(id) || marksOf(marks.value, id).held.has(group.hold)));
}
