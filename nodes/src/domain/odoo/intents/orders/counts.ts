/**
 * Where a person would confirm a form, Odoo proposes quantities: starting a work order or changing what is ordered
 * writes the whole quantity as made and takes components for it. Nobody counted that. What was recorded before such a
 * step is remembered and put back after it, also when the step's answer was lost.
 */
import { z } from 'zod';
import { ok, type Result } from '../../../ports.ts';
import { amount, text } from '../../amount.ts';
import type { MoveDocument, OrderDocument } from '../../dialect.ts';
import type { Task } from '../spec.ts';
import { type Order, readAgain } from './order.ts';

type Keyed = Task<{ readonly key: string }>;

const noted = z.object({
  counts: z.object({ key: z.string(), id: z.number(), producing: z.string(), recorded: z.array(z.number()) }),
});

type Counts = z.output<typeof noted>['counts'];

export async function noteCounts(task: Keyed, order: Order, part: OrderDocument): Promise<Result<void>> {
  const moves = await movesOf(task, order, part);
  if (!moves.ok) return moves;
  const recorded = moves.value.filter((move) => move.recorded).map((move) => move.id);
  return task.remember({ counts: { key: task.intent.key, id: part.id, producing: text(part.producing), recorded } });
}

/** What this very intent noted; a note of another one is older than what was counted since. */
export function notedCounts(task: Keyed, part: OrderDocument): Counts | undefined {
  const note = noted.safeParse(task.memory());
  const counts = note.success ? note.data.counts : undefined;
  return counts?.key === task.intent.key && counts.id === part.id ? counts : undefined;
}

/** Gives the part as it is afterwards. Changes nothing when this very intent noted nothing. */
export async function putBackCounts(task: Keyed, order: Order, part: OrderDocument): Promise<Result<OrderDocument>> {
  const counts = notedCounts(task, part);
  if (!counts || part.state === 'done') return ok(part);
  const before = amount(counts.producing);
  if (!before.equals(part.producing)) {
    const reset = await order.dialect.setProducing(task.erp, part, before, part.lots);
    if (!reset.ok) return reset;
  }
  const moves = await movesOf(task, order, part);
  if (!moves.ok) return moves;
  const proposed = moves.value.filter((move) => move.recorded && !move.closed && !counts.recorded.includes(move.id));
  if (proposed.length > 0) {
    const emptied = await order.changes.unrecord(task.erp, proposed);
    if (!emptied.ok) return emptied;
  }
  const now = await readAgain(task, order, part.id);
  if (!now.ok) return now;
  const forgotten = await task.remember({ counts: undefined });
  return forgotten.ok ? now : forgotten;
}

async function movesOf(task: Keyed, order: Order, part: OrderDocument): Promise<Result<MoveDocument[]>> {
  const components = await order.dialect.components(task.erp, part);
  if (!components.ok) return components;
  const byproducts = await order.dialect.byproducts(task.erp, part);
  return byproducts.ok ? ok([...components.value, ...byproducts.value]) : byproducts;
}
