/** Whether everything that a delivery asks for is set aside; said to people where nothing more will come. */
import { z } from 'zod';
import { ok, type Result } from '../../../ports.ts';
import { act, rows } from '../../rows.ts';
import { todoOnce } from '../quality/notes.ts';
import type { Task } from '../spec.ts';

export interface Delivery {
  readonly id: number;
  readonly name: string;
}

export interface Readiness {
  readonly delivery: Delivery;
  readonly isReady: boolean;
}

type Asked = Task<{ readonly key: string; readonly at: string; readonly complete: boolean }>;

/** Lets the delivery reserve what has come. */
export async function readinessOf(task: Asked, delivery: Delivery): Promise<Result<Readiness>> {
  const before = await openMovesOf(task, delivery.id);
  if (!before.ok) return before;
  if (before.value.some(mayReserve)) {
    const sent = await act(task.erp, 'stock.picking', 'action_assign', [delivery.id], {}, { repeatable: true });
    if (!sent.ok) return sent;
  }
  const after = await openMovesOf(task, delivery.id);
  if (!after.ok) return after;
  const missing = after.value.filter(({ state }) => state !== 'assigned');
  if (missing.length > 0 && task.intent.complete) {
    const told = await tell(
      task,
      delivery,
      missing.map(({ product_id }) => product_id),
    );
    if (!told.ok) return told;
  }
  return ok({ delivery, isReady: missing.length === 0 });
}

const moveRow = z.object({
  id: z.number(),
  state: z.string(),
  product_id: z.tuple([z.number(), z.string()]).transform(([, name]) => name),
  move_orig_ids: z.array(z.number()),
});
type Move = z.output<typeof moveRow>;

/** What a step brings is reserved by Odoo itself when the step is done. */
const mayReserve = ({ state, move_orig_ids }: Move): boolean =>
  move_orig_ids.length === 0 && (state === 'confirmed' || state === 'partially_available');

const openMovesOf = ({ erp }: Asked, delivery: number): Promise<Result<Move[]>> =>
  rows(erp, {
    model: 'stock.move',
    row: moveRow,
    domain: [
      ['picking_id', '=', delivery],
      ['state', 'not in', ['done', 'cancel']],
    ],
    order: 'id',
  });

/** Once for each delivery: the next scan says the same. */
const tell = ({ erp, intent }: Asked, { id, name }: Delivery, products: readonly string[]) =>
  todoOnce(
    erp,
    `staged.${id}`,
    { model: 'stock.picking', id },
    {
      summary: `${name}: staging has ended and goods are missing`,
      lines: ['The warehouse will bring nothing more. Not complete:', ...new Set(products)],
      due: intent.at.slice(0, 10),
    },
  );
