/** What follows from the lines of a move: its state, its quantity, whether it counts as picked. */
import type { Rec } from '../orm/record.ts';
import { roundTo } from '../orm/value.ts';
import { compareUnit, convertUnit } from '../product/uom.ts';

export const MOVE_STATES = {
  draft: 'New',
  waiting: 'Waiting Another Move',
  confirmed: 'Waiting Availability',
  partially_available: 'Partially Available',
  assigned: 'Available',
  done: 'Done',
  cancel: 'Cancelled',
};

/** Sum of the lines in the unit of the move. */
export const moveQuantity = (move: Rec): number =>
  roundTo(
    move
      .many('move_line_ids')
      .reduce(
        (sum, line) =>
          sum + convertUnit(line.num('quantity'), line.must('product_uom_id'), move.must('product_uom'), 'none'),
        0,
      ),
    9,
  );

/** What was picked: all of it, unless only some of the lines were. */
export function pickedQuantity(move: Rec): number {
  const lines = move.many('move_line_ids');
  if (!move.flag('picked') || lines.every((line) => line.flag('picked'))) return moveQuantity(move);
  return lines
    .filter((line) => line.flag('picked'))
    .reduce(
      (sum, line) =>
        sum + convertUnit(line.num('quantity'), line.must('product_uom_id'), move.must('product_uom'), 'none'),
      0,
    );
}

export const isPicked = (move: Rec): boolean => {
  if (move.text('state') === 'done') return true;
  const lines = move.many('move_line_ids');
  return lines.length > 0 ? lines.some((line) => line.flag('picked')) : move.raw('picked') === true;
};

/** Keeps the column in step, so that it survives the last line. */
export function refreshPicked(move: Rec): void {
  const lines = move.many('move_line_ids');
  if (lines.length === 0) return;
  const picked = lines.some((line) => line.flag('picked'));
  if (move.raw('picked') !== picked) move.set({ picked });
}

export function refreshState(move: Rec): void {
  const state = move.text('state');
  const quantity = moveQuantity(move);
  if (['cancel', 'done'].includes(state) || (state === 'draft' && quantity === 0)) return;
  const versus = compareUnit(move.must('product_uom'), quantity, move.num('product_uom_qty'));
  const next = versus >= 0 ? 'assigned' : quantity > 0 ? 'partially_available' : unreserved(move);
  if (next !== state) move.set({ state: next });
  else move.model.changed?.(move, ['quantity']);
}

/** A move that takes over from others waits for them. */
export const unreserved = (move: Rec): 'waiting' | 'confirmed' =>
  move.many('move_orig_ids').some((before) => !['done', 'cancel'].includes(before.text('state')))
    ? 'waiting'
    : 'confirmed';
