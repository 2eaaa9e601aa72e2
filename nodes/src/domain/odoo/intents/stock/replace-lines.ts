/** Puts other goods on an open transfer than Odoo had reserved for it: what was reserved goes, what really moves comes. */
import type { Failure } from '../../../failure.ts';
import { fail, ok, type Result } from '../../../ports.ts';
import { act, createOnce } from '../../rows.ts';
import { announce, answered } from '../orders/sent.ts';
import type { Task } from '../spec.ts';
import { stockMoves } from './dialect.ts';
import { lineCells } from './document.ts';
import type { ShippedLine } from './ship-plan.ts';

/** `stem` names the lines; `to`, where they go when that is not where their moves go. */
export async function replaceLines(
  task: Task<{ readonly key: string }>,
  picking: number,
  stem: string,
  wanted: readonly ShippedLine[],
  to?: number,
): Promise<Result<unknown>> {
  const table = stockMoves(task.profile);
  if (!table.ok) return table;
  const reserved = await table.value.lines(task.erp, picking);
  if (!reserved.ok) return reserved;
  const products = new Set(wanted.map(({ product }) => product));
  const old = reserved.value.filter(({ product }) => products.has(product));
  if (old.length > 0) {
    const vals = { move_line_ids: old.map((reservedLine) => [2, reservedLine.id, 0]) };
    const removed = await act(task.erp, 'stock.picking', 'write', [picking], { vals }, { repeatable: true });
    if (!removed.ok) return fail(asConflict(removed.failure));
  }
  const [first, ...more] = wanted.map((line, index) => ({
    ...lineCells(line, table.value, `${stem}_l${index}`),
    'picking_id/.id': String(picking),
    'move_id/.id': String(line.move.id),
    'location_id/.id': String(line.location),
    'location_dest_id/.id': String(to ?? line.move.to),
  }));
  if (!first) return ok(undefined);
  // A late first request may have chosen other goods, and Odoo moves what is added to a done transfer at once.
  const announced = await announce(task, picking);
  if (!announced.ok) return announced;
  const made = await createOnce(task.erp, 'stock.move.line', first, more);
  if (made.ok || made.failure.answerLost === true) return made;
  const over = await answered(task);
  return over.ok ? made : over;
}

/** What was reserved a moment ago is gone: somebody else is at the same delivery, and it is looked at afresh. */
const asConflict = (failure: Failure): Failure =>
  failure.code === 'odoo-record-missing'
    ? { ...failure, code: 'odoo-write-conflict', class: 'conflict', nextStep: 'It is tried again by itself.' }
    : failure;
